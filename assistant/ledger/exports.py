"""Promises as files for other programs: CSV for a spreadsheet, JSON for a script."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from assistant.ledger.records import Owed

COLUMNS = (
    "id",
    "case",
    "customer",
    "quote",
    "about",
    "who",
    "made",
    "due",
    "amount",
    "because",
    "verdict",
    "kind",
    "reason",
    "state",
    "moved",
)


def as_csv(promises: Iterable[Owed]) -> str:
    """A table with a header; text that a spreadsheet would take for a formula is disarmed."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _disarmed(value) for name, value in row(promise).items()} for promise in promises)
    return out.getvalue()


def as_json(promises: Iterable[Owed]) -> str:
    return json.dumps([row(promise) for promise in promises], ensure_ascii=False, indent=2)


def row(promise: Owed) -> dict[str, Any]:
    """A promise in plain data; times in UTC as ISO 8601, a due day as a plain date."""
    plain = {name: getattr(promise, name) for name in COLUMNS}
    due = promise.by if promise.whole_day else promise.due
    return plain | {
        "made": promise.made.isoformat(),
        "due": due.isoformat() if due else None,
        "amount": str(promise.amount) if promise.amount else None,
    }


def _disarmed(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
