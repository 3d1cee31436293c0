"""The SQL room: what was sent, what was promised in it, and what became of each promise.

A reply and its promises are recorded in one transaction, once for each key. What happens to a
promise later is an event that is appended; how it stands is a view over its events.
"""

from __future__ import annotations

from assistant.ledger.book import Ledger, open_ledger
from assistant.ledger.exports import as_csv, as_json
from assistant.ledger.records import Event, Owed, Receipt, Reply
from assistant.ledger.rows import rehearsed

__all__ = ["Event", "Ledger", "Owed", "Receipt", "Reply", "as_csv", "as_json", "open_ledger", "rehearsed"]
