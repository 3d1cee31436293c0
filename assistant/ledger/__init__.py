"""The SQL room: what was sent, what was promised in it, and what became of each promise.

A reply and its promises are recorded in one transaction, once for each key. What happens to a
promise later is an event that is appended; how it stands is a view over its events.
"""

from __future__ import annotations

from assistant.ledger.book import Ledger, open_ledger
from assistant.ledger.casebook import Dossier, Matter
from assistant.ledger.exports import as_calendar, as_csv, as_json, figures_as_csv, figures_as_json
from assistant.ledger.figures import Count, Figures, Warned
from assistant.ledger.keeping import Forgotten, back_up, forget, restore
from assistant.ledger.records import Event, Owed, Receipt, Reply
from assistant.ledger.rows import rehearsed
from assistant.ledger.story import Entry
from assistant.ledger.usage import Usage

__all__ = [
    "Count",
    "Dossier",
    "Entry",
    "Event",
    "Figures",
    "Forgotten",
    "Ledger",
    "Matter",
    "Owed",
    "Receipt",
    "Reply",
    "Usage",
    "Warned",
    "as_calendar",
    "as_csv",
    "as_json",
    "back_up",
    "figures_as_csv",
    "figures_as_json",
    "forget",
    "open_ledger",
    "rehearsed",
    "restore",
]
