"""Does everything that the playbook offers for sending pass the project's own checker?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.calendar import ends
from assistant.case import OVERPROMISES, Case, Finding, Language, Policy, Review
from assistant.playbook.records import Entry, Fault, Playbook

Check = Callable[[str, Case], Review]
Screen = Callable[[Sequence[tuple[str, Case]]], Sequence[bool]]
"""For many texts at once, whether a check would object to each."""

_TODAY = datetime(2026, 3, 12, 10)
_SAMPLES: dict[Language, dict[str, str]] = {
    "sv": {
        "item": "beställningen",
        "since": "i måndags",
        "contacts": "två gånger",
        "amount": "499 kr",
        "owner": "Maja",
        "gesture": "en bukett blommor",
    },
    "en": {
        "item": "the order",
        "since": "on Monday",
        "contacts": "twice",
        "amount": "499 kr",
        "owner": "Maja",
        "gesture": "a bunch of flowers",
    },
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A text that an entry offers for sending or, `unsafe`, warns of; `line` is where it stands."""

    entry: Entry
    line: int
    text: str
    case: Case
    unsafe: bool = False


def offers(playbook: Playbook, policy: Policy) -> tuple[Offer, ...]:
    """All that the playbook offers or warns of, its slots filled with a likely value.

    Wordings stand in a case of which nothing is known but `policy`; a model reply in its example case.
    """
    return tuple(offer for entry in playbook for offer in _of_entry(entry, policy))


def _of_entry(entry: Entry, policy: Policy) -> Iterator[Offer]:
    case = Case(_TODAY, policy, language=entry.language, owner=_SAMPLES[entry.language]["owner"])
    values = samples(entry.language, policy)
    for phrase in (*entry.phrases, *entry.safe_promises):
        if text := phrase.fill(values):
            yield Offer(entry, phrase.line, text, case)
    if entry.reply and entry.example:
        yield Offer(entry, entry.reply.line, entry.reply.text, entry.example)
    for promise in entry.unsafe_promises:
        yield Offer(entry, promise.line, promise.quote, case, unsafe=True)


def unsendable(playbook: Playbook, check: Check, policy: Policy, screen: Screen | None = None) -> tuple[Fault, ...]:
    """A fault for each wording, safe promise or model reply that `check` finds an error or a warning in,
    and a warning for each unsafe promise in which it finds none.

    Where there is a `screen`, only what it objects to is checked in full, and every model reply.
    """
    found = offers(playbook, policy)
    objected = screen([(offer.text, offer.case) for offer in found]) if screen else [True] * len(found)
    return tuple(
        fault
        for offer, objects in zip(found, objected, strict=True)
        for fault in (
            _unseen(offer, objects, check if not screen else None) if offer.unsafe else _faults(offer, objects, check)
        )
    )


def _unseen(offer: Offer, objects: bool, check: Check | None) -> Iterator[Fault]:
    """A warning where nothing is found wrong with what the entry warns of; the screen alone may tell."""
    seen = any(map(_counts, check(offer.text, offer.case).findings)) if check else objects
    if not seen:
        what = f"the checker finds nothing wrong with “{offer.text}”"
        yield Fault(offer.entry.path, offer.line, what, "choose a promise that is clearly unsafe", "warning")


def _faults(offer: Offer, objects: bool, check: Check) -> Iterator[Fault]:
    is_reply = bool(offer.case.facts)  # weighed against facts, which no screen does
    for finding in check(offer.text, offer.case).findings if objects or is_reply else ():
        if _counts(finding):
            now = f"such as: {finding.rewrite}" if finding.rewrite else "reword it"
            what = f"“{finding.quote}” is {finding.kind}: {finding.message}"
            yield Fault(offer.entry.path, offer.line, what, now)


def _counts(finding: Finding) -> bool:
    return finding.kind in OVERPROMISES or finding.severity != "info"


def samples(language: Language, policy: Policy) -> dict[str, str]:
    """A likely value for each slot; none for `answer_by` where the policy allows no answer to be promised."""
    values = dict(_SAMPLES[language])
    contact = policy.promises.get("contact")
    if contact and contact.within:
        values["answer_by"] = f"{'senast' if language == 'sv' else 'by'} {ends(contact.within, _TODAY):%Y-%m-%d}"
    return values
