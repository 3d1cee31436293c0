"""Keeps the ledger: a copy of all of it in one file and back, and the forgetting of old cases.

A copy is a gzipped file of JSON lines, the same from SQLite and PostgreSQL, so it also moves a ledger
from one to the other.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, Table, delete, func, insert, select, text, update

from assistant.errors import BadInput, Unavailable
from assistant.ledger.book import Ledger
from assistant.ledger.opening import reading, writing
from assistant.ledger.tables import (
    Hundredths,
    Moment,
    case_events,
    cases,
    events,
    forgetting,
    links,
    metadata,
    model_calls,
    promises,
    replies,
    standing,
)

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many cases were made anonymous or deleted."""

    cases: int


def back_up(ledger: Ledger, file: Path) -> int:
    """Writes all of the ledger, as it is at one moment, to a new file, whole or not at all; the number of rows."""
    half, count = file.with_suffix(file.suffix + ".part"), 0
    try:
        with gzip.open(half, "wt", encoding="utf-8") as out, reading(ledger.engine) as connection:
            _hold_still(connection)
            out.write(json.dumps({"ordhallig": _revision(connection)}) + "\n")
            for table, row in _all_rows(connection):
                out.write(json.dumps([table, row], ensure_ascii=False, default=_plain) + "\n")
                count += 1
        half.replace(file)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise Unavailable(f"cannot be written: {error.strerror}", where=str(file), now="free some space") from None
    return count


def restore(ledger: Ledger, file: Path) -> int:
    """Reads a copy into an empty ledger, all of it or nothing; BadInput when the ledger is not empty."""
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines, writing(ledger.engine) as connection:
            _check(connection, json.loads(next(lines)), file)
            count = _read_rows(connection, map(json.loads, lines))
            _go_on_counting(connection)
            return count
    except (OSError, EOFError, ValueError, StopIteration, KeyError, TypeError) as error:
        raise BadInput(
            f"is not a whole copy of a ledger ({type(error).__name__})", where=str(file), now="nothing was changed"
        ) from None


def forget(ledger: Ledger, before: datetime, *, delete_all: bool = False) -> Forgotten:
    """Makes closed and long silent cases anonymous, or deletes them; the figures stay as they are.

    Taken are cases that were last written to before the moment and have no open promise.
    """
    still = (
        select(promises.c.case_id)
        .join(standing, standing.c.promise_id == promises.c.id)
        .where(standing.c.settled.is_(None))
    )
    old = select(cases.c.id).where(cases.c.last_sent < before, cases.c.id.not_in(still))
    if not delete_all:
        old = old.where(cases.c.words != "")
    with writing(ledger.engine) as connection:
        ids = list(connection.execute(old).scalars())
        connection.execute(insert(forgetting).values(since=before))
        for start in range(0, len(ids), _BATCH):
            (_deleted if delete_all else _anonymous)(connection, ids[start : start + _BATCH])
        connection.execute(delete(forgetting))
    return Forgotten(len(ids))


def _anonymous(connection: Connection, ids: list[str]) -> None:
    """What stays: that something was promised, about what, by whom, until when, and what became of it."""
    theirs = select(promises.c.id).where(promises.c.case_id.in_(ids))
    blank: tuple[tuple[Table, Any, dict[str, Any]], ...] = (
        (cases, cases.c.id.in_(ids), {"customer": None, "words": "", "opening": None}),
        (replies, replies.c.case_id.in_(ids), {"text": "", "draft": None, "reason": None, "messages": [], "facts": []}),
        (replies, replies.c.case_id.in_(ids), {"warnings": [], "shown": []}),
        (promises, promises.c.case_id.in_(ids), {"quote": "", "because": None}),
        (promises, promises.c.case_id.in_(ids) & promises.c.reason.is_not(None), {"reason": ""}),
        (events, events.c.promise_id.in_(theirs), {"note": None}),
        (case_events, case_events.c.case_id.in_(ids), {"note": None}),
    )
    for table, which, values in blank:
        connection.execute(update(table).where(which).values(**values))
    connection.execute(delete(links).where(links.c.case_id.in_(ids)))


def _deleted(connection: Connection, ids: list[str]) -> None:
    theirs = select(promises.c.id).where(promises.c.case_id.in_(ids))
    for table in (events, standing):
        connection.execute(delete(table).where(table.c.promise_id.in_(theirs)))
    for table in (promises, replies, case_events, links, model_calls):
        connection.execute(delete(table).where(table.c.case_id.in_(ids)))
    connection.execute(delete(cases).where(cases.c.id.in_(ids)))


def _hold_still(connection: Connection) -> None:
    """Every table as it was at one moment; SQLite's reading transaction does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _revision(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _all_rows(connection: Connection) -> Iterator[tuple[str, list[Any]]]:
    for table in metadata.sorted_tables:
        for row in connection.execution_options(yield_per=_BATCH).execute(select(table)):
            yield table.name, list(row)


def _check(connection: Connection, head: dict[str, str], file: Path) -> None:
    if head["ordhallig"] != _revision(connection):
        raise BadInput(
            f"was made at step {head['ordhallig']} of the ledger, this one is at {_revision(connection)}",
            where=str(file),
            now="restore it with the version that made it, then open it with this one",
        )
    if connection.execute(select(func.count()).select_from(cases)).scalar_one():
        raise BadInput("can only be restored into an empty ledger", where=str(file), now="set DATA_DIR or DATABASE_URL")


def _read_rows(connection: Connection, lines: Iterable[tuple[str, list[Any]]]) -> int:
    count, batch = 0, list[dict[str, Any]]()
    current: Table | None = None
    for name, values in lines:
        table = metadata.tables[name]
        if batch and (table is not current or len(batch) == _BATCH):
            connection.execute(insert(current), batch)  # type: ignore[arg-type]
            batch = []
        current = table
        batch.append({c.name: _value(c.type, v) for c, v in zip(table.columns, values, strict=True)})
        count += 1
    if batch and current is not None:
        connection.execute(insert(current), batch)
    return count


def _go_on_counting(connection: Connection) -> None:
    """PostgreSQL numbers new rows from a counter of its own."""
    if connection.dialect.name != "postgresql":
        return
    for table in (replies, promises, events, case_events, model_calls):
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), COALESCE(max(id), 0) + 1, false) FROM {table.name}"
            )
        )


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def _value(type: Any, value: Any) -> Any:
    """A value as its column has it: moments, days and sums stand as text in a copy."""
    if value is None:
        return None
    if isinstance(type, Moment):
        return datetime.fromisoformat(value)
    if isinstance(type, Date):
        return date.fromisoformat(value)
    return Decimal(value) if isinstance(type, Hundredths) else value
