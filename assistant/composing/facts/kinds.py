"""Which wording fits a fact: what it is about, whether it holds, its day, its sum and what its note hints at lead to
the key of its phrases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from assistant.calendar import ends
from assistant.case import Case, Fact, When, day
from assistant.composing.facts.notes import Note

_BY_POLICY = ("refund", "replacement", "billing")
"""What the policy gives a time for, once a fact has approved it."""


def key(note: Note, case: Case) -> str | None:
    """The key of the phrases that tell this fact, or None where its structure says too little."""
    return _KINDS[note.fact.about](note, case)


def policy_day(fact: Fact, case: Case) -> When | None:
    """Until when the policy lets an approved refund, replacement or correction take."""
    allowance = case.policy.promises.get(fact.about)
    if fact.about not in _BY_POLICY or not allowance or not allowance.allowed or not allowance.within:
        return None
    return ends(allowance.within, case.today)


def _delivery(note: Note, _: Case) -> str | None:
    if note.fact.holds is False:
        return "delivery.lost" if note.hints("lost") else "delivery.not" if note.hints("negative", "late") else None
    if not note.fact.by:
        return "delivery.so" if note.fact.holds and note.hints("confirmed") else None
    if note.hints("earliest", "expected"):
        return "delivery.earliest" if note.hints("earliest") else "delivery.expected"
    if note.hints("fetched"):
        return "delivery.fetched"
    if note.hints("pickup"):
        return "delivery.pickup"
    booked = note.begins or (not note.hints("latest") and (isinstance(note.fact.by, datetime) or note.hints("visit")))
    return "delivery.at" if booked else "delivery.by"


def _shipping(note: Note, _: Case) -> str | None:
    if note.fact.by and note.hints("fetched"):
        return "delivery.fetched"
    if note.fact.by:
        return "shipping.earliest" if note.hints("earliest") else "shipping.by"
    if note.fact.holds is None:
        return None
    return "shipping.so" if note.fact.holds else "shipping.not"


def _stock(note: Note, _: Case) -> str | None:
    if note.fact.holds is False:
        if note.hints("gone"):
            return "stock.gone"
        return "stock.not_until" if note.fact.by and not note.hints("earliest", "expected") else "stock.not"
    if note.fact.by:
        return "stock.by"
    return "stock.so" if note.fact.holds else None


def _replacement(note: Note, case: Case) -> str | None:
    if note.fact.holds is False:
        return "replacement.not"
    if note.hints("earliest") or (note.hints("alternative", "in_shop") and not note.hints("exchange")):
        return None
    if note.fact.by:
        return "replacement.sent" if note.hints("sends") else "replacement.by"
    told_else = {f.about for f in case.facts} & {"delivery", "shipping", "stock"}
    allowance = case.policy.promises.get("replacement")
    return (
        "replacement.by" if not told_else and allowance and allowance.allowed and allowance.within else "replacement.so"
    )


def _refund(note: Note, case: Case) -> str | None:
    if note.fact.holds is False:
        return "refund.not"
    if not note.fact.amount:
        return "refund.full" if note.hints("whole") and (note.fact.by or policy_day(note.fact, case)) else None
    if note.fact.by:
        return "refund.done" if day(note.fact.by) < case.today.date() else "refund.by"
    if note.hints("paid_out"):
        return None
    if note.hints("on_invoice"):
        return "refund.so"
    return "refund.within" if policy_day(note.fact, case) else "refund.so"


def _compensation(note: Note, _: Case) -> str | None:
    if note.fact.holds is False:
        return "compensation.not"
    if not note.fact.amount:
        return None
    return "compensation.by" if note.fact.by else "compensation.so"


def _repair(note: Note, _: Case) -> str | None:
    if note.fact.by:
        return _repair_by(note)
    if note.fact.holds is False:
        return "repair.not_booked" if note.hints("not_booked") else "repair.not"
    return "repair.so" if note.fact.holds and note.hints("ready", "back") else None


def _repair_by(note: Note) -> str:
    if note.hints("diagnosis") and not note.actor:
        return "repair.diagnosis"
    if note.hints("earliest"):
        return "repair.earliest"
    if note.hints("pickup"):
        return "repair.collect"
    if note.actor and not note.hints("ready"):
        return "repair.visit_by" if note.hints("latest") and not note.begins else "repair.visit"
    if note.hints("ready"):
        return "repair.ready"
    return "repair.work" if note.work else "repair.planned"


def _service(note: Note, _: Case) -> str | None:
    if note.fact.by and note.hints("back", "ready"):
        if note.hints("expected"):
            return "service.expected"
        return "service.not_until" if note.fact.holds is False else "service.by"
    if note.hints("coverage") and note.fact.holds is not None:
        return "service.here" if note.fact.holds else "service.not_here"
    return "service.back" if note.fact.holds and note.hints("back") else None


def _billing(note: Note, case: Case) -> str | None:
    by, amount = note.fact.by, note.fact.amount
    if by and amount and note.hints("corrected"):
        return "billing.corrected_to"
    if note.hints("due_moved") and by:
        return "billing.moved"
    if by:
        return next(
            (
                k
                for cue, k in _BILLING_BY.items()
                if note.hints(cue) and (amount or k in ("billing.corrected", "billing.sent"))
            ),
            None,
        )
    if note.hints("mistake") and amount:
        return "billing.mistake"
    if note.hints("corrected") and note.fact.holds is not False:
        return "billing.fix" if policy_day(note.fact, case) else None
    if note.fact.holds is False or not note.hints("invoice", "paid"):
        return None
    return next((f"billing.{cue}" for cue in ("cancelled", "paused", "paid") if note.hints(cue)), None)


_BILLING_BY = {
    "credit": "billing.credit",
    "corrected": "billing.corrected",
    "new_invoice": "billing.new",
    "issued": "billing.sent",
}


def _contract(note: Note, _: Case) -> str | None:
    if note.fact.by:
        return next(
            (key for cue, key in (("bound", "contract.bound"), ("ended", "contract.ends")) if note.hints(cue)), None
        )
    if note.hints("lifted"):
        return "contract.lifted"
    if note.hints("warranty_out"):
        return "contract.expired"
    if note.hints("fault_covered") and note.fact.holds:
        return "contract.insured" if note.hints("insured") else "contract.covered"
    return "contract.ended" if note.hints("ended") and note.fact.holds else None


def _contact(note: Note, _: Case) -> str | None:
    if not note.fact.by:
        return None
    if note.hints("earliest"):
        return "contact.earliest"
    return "contact.call" if note.hints("call") else "contact.by"


def _other(note: Note, _: Case) -> str | None:
    return None


_KINDS: Mapping[str, Callable[[Note, Case], str | None]] = {
    "delivery": _delivery,
    "shipping": _shipping,
    "stock": _stock,
    "replacement": _replacement,
    "refund": _refund,
    "compensation": _compensation,
    "repair": _repair,
    "service": _service,
    "billing": _billing,
    "contract": _contract,
    "contact": _contact,
    "other": _other,
}
