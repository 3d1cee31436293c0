"""Promises and figures for other programs: CSV for a spreadsheet, JSON for a script, ICS for a calendar."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from assistant.ledger.figures import Count, Figures
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
    "owner",
    "watched",
)
GROUPS = ("agents", "kinds", "channels", "weeks")


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


def as_calendar(promises: Iterable[Owed]) -> str:
    """Open promises with a time, as an iCalendar file (RFC 5545): a whole day, or the moment itself."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ordhallig//SV"]
    for promise in promises:
        if promise.by is not None and promise.due is not None and promise.state == "open":
            lines += _event(promise, promise.due)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(promise: Owed, due: datetime) -> list[str]:
    day = promise.by
    when = f"DTSTART;VALUE=DATE:{day:%Y%m%d}" if promise.whole_day else f"DTSTART:{due.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return [
        "BEGIN:VEVENT",
        f"UID:promise-{promise.id}@ordhallig",
        f"DTSTAMP:{promise.made.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        when,
        f"SUMMARY:{_escaped(f'{promise.case}: {promise.quote}')}",
        f"DESCRIPTION:{_escaped(' · '.join(filter(None, [promise.who, promise.customer, promise.because])))}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def _folded(line: str) -> str:
    """No line of more than 75 bytes; a letter is never cut in two."""
    parts, part = list[str](), ""
    for character in line:
        if len((part + character).encode()) > 74:
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])


def figures_as_json(figures: Figures) -> str:
    plain = {
        "since": figures.since.isoformat(),
        "until": figures.until.isoformat(),
        "overdue": figures.overdue,
        "warnings": asdict(figures.warned),
        "total": _count(figures.total),
        "sent_anyway": _count(figures.anyway),
    }
    groups = {name: [_count(count) for count in getattr(figures, name)] for name in GROUPS}
    return json.dumps(plain | groups, ensure_ascii=False, indent=2)


def figures_as_csv(figures: Figures) -> str:
    """One row a count: the group (agents, kinds, channels, weeks), its name, the numbers."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ["group", *_count(figures.total)], lineterminator="\n")
    writer.writeheader()
    for name in GROUPS:
        for count in getattr(figures, name):
            writer.writerow({key: _disarmed(value) for key, value in ({"group": name} | _count(count)).items()})
    return out.getvalue()


def _count(count: Count) -> dict[str, Any]:
    rate = None if count.rate is None else round(count.rate, 4)
    return asdict(count) | {"waiting": count.waiting, "kept_rate": rate, "of": count.judged}
