"""What the ledger knows of a case's thread: the promises in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.case import Case

if TYPE_CHECKING:
    from assistant.ledger import Ledger, Owed


def promised(case: Case, ledger: Ledger) -> tuple[Owed, ...]:
    """Every promise in the case, the settled ones too, in the order they were made."""
    return tuple(ledger.promises(case.id)) if case.id and ledger.cases.has(case.id) else ()
