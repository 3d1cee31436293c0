"""What the ledger knows of a case's thread: the promises in it, and messages that the desk has not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.case import Case

if TYPE_CHECKING:
    from assistant.ledger import Ledger, Owed


def promised(case: Case, ledger: Ledger) -> tuple[Owed, ...]:
    """Every promise in the case, the settled ones too, in the order they were made."""
    return tuple(ledger.promises(case.id)) if case.id and ledger.cases.has(case.id) else ()


def has_unseen(case: Case, ledger: Ledger) -> bool:
    """Whether the ledger has a message of the case that is not in its thread here: a colleague was at it too."""
    if case.id is None or not ledger.cases.has(case.id):
        return False
    known = {message.text.strip() for message in case.messages}
    story = ledger.cases.dossier(case.id).story
    return any(entry.kind in ("heard", "sent") and (entry.text or "").strip() not in known for entry in story)
