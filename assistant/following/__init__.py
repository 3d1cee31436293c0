"""What follows a promise: the failed ones that the next draft must own, when a customer is to hear from us again,
and how often a case has gone round."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.case import Case, Language, Message, Missed, Policy, Promised
from assistant.casefile import STOCKHOLM, local
from assistant.following.carousel import Round, carousel
from assistant.following.thread import promised
from assistant.following.updates import Update, update_for, updates
from assistant.following.upstream import upstream
from assistant.owning import watched

if TYPE_CHECKING:
    from assistant.ledger import Dossier, Ledger, Owed

__all__ = [
    "Round",
    "Update",
    "carousel",
    "promised",
    "taken_up",
    "update_for",
    "updates",
    "upstream",
    "watched",
    "with_history",
]


def with_history(case: Case, ledger: Ledger) -> Case:
    """The case with what was promised in it and is still open, what was not kept, and its former owner while the
    customer has not been told; a case that the ledger does not know stays as it is."""
    if case.id is None or not ledger.cases.has(case.id):
        return case
    failed = ledger.cases.failed(case.id, case.today.replace(tzinfo=STOCKHOLM))
    numbers = {owed.id for owed in failed}
    still = [owed for owed in ledger.promises(case.id, "open") if owed.id not in numbers]
    return replace(
        case,
        promised=tuple(Promised(owed.quote, owed.about, owed.by, owed.amount) for owed in still),
        missed=tuple(map(_missed, failed)),
        taken_over_from=ledger.cases.handed_by(case.id),
    )


def taken_up(dossier: Dossier, today: datetime, policy: Policy) -> Case:
    """A case of the ledger with its thread, to go on with."""
    matter = dossier.matter
    language: Language | None = "en" if matter.language == "en" else "sv" if matter.language == "sv" else None
    thread = [
        Message("customer" if entry.kind == "heard" else "agent", entry.text, local(entry.at))
        for entry in dossier.story
        if entry.kind in ("heard", "sent") and entry.text
    ]
    return Case(today, policy, matter.id, language, matter.customer, matter.owner, tuple(thread))


def _missed(owed: Owed) -> Missed:
    by = owed.by if owed.untold is None else local(owed.untold)
    return Missed(owed.quote, owed.about, local(owed.made).date(), by, owed.who)
