"""Appends events to promises; where a promise stands and what the weeks count follow in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.case import When
from assistant.casefile import local
from assistant.ledger.records import Reply, is_whole_day, moment
from assistant.ledger.tables import entry_tally, events, promise_tally, promises, replies, reply_tally, standing

SETTLED = ("kept", "broken", "withdrawn")

_STANDING = (
    promises.c.id,
    promises.c.case_id,
    promises.c.about,
    promises.c.quote,
    promises.c.who,
    promises.c.reason,
    promises.c.watched,
    replies.c.sent,
    replies.c.channel,
    standing.c.due,
    standing.c.settled,
    standing.c.missed,
    standing.c.untold,
    standing.c.moved,
)


@dataclass(frozen=True, slots=True)
class Change:
    """An event to append; `due` for `moved` only, and `told` whether the customer knows of the new time."""

    kind: str
    at: datetime
    by: str
    note: str | None = None
    due: When | None = None
    told: bool = True


@dataclass(slots=True)
class Tallies:
    """What a transaction adds to the figures of the weeks, written in one order so that no two wait for each other."""

    promises: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    replies: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    entries: Counter[tuple[Any, ...]] = field(default_factory=Counter)

    def write(self, connection: Connection) -> None:
        _write_tally(connection, promise_tally, self.promises)
        _write_tally(connection, reply_tally, self.replies)
        _write_tally(connection, entry_tally, self.entries)


def monday(moment: datetime) -> date:
    """The Monday of the week that the desk was in at a moment."""
    day = local(moment).date()
    return day - timedelta(days=day.weekday())


def standing_of(connection: Connection, id: int) -> Row[Any] | None:
    """Where a promise stands, kept from others until the transaction ends; None when there is none."""
    return connection.execute(_standing_query().where(promises.c.id == id)).one_or_none()


def open_in_cases(connection: Connection, ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """Where the open promises of cases stand, kept from others until the transaction ends."""
    query = _standing_query().where(promises.c.case_id.in_(ids), standing.c.settled.is_(None))
    found: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(query.order_by(promises.c.id)):
        found.setdefault(row.case_id, []).append(row)
    return found


@cache
def _standing_query() -> Select[Any]:
    joined = (
        select(*_STANDING)
        .join(replies, replies.c.id == promises.c.reply_id)
        .join(standing, standing.c.promise_id == promises.c.id)
    )
    return joined.with_for_update(of=standing)


def make(connection: Connection, made: Sequence[tuple[Reply, Mapping[str, Any]]], sums: Tallies) -> None:
    """Writes the promises of replies, that they were made, and where they stand."""
    if not made:
        return
    written = insert(promises).returning(promises.c.id, sort_by_parameter_order=True)
    ids = connection.execute(written, [row for _, row in made]).scalars().all()
    happened, stands = [], []
    for id, (reply, row) in zip(ids, made, strict=True):
        happened.append({"promise_id": id, "kind": "made", "at": reply.sent, "by": reply.by})
        stood = {name: row[name] for name in ("who", "due", "whole_day")}
        stands.append({"promise_id": id, "moved": 0, "missed": False} | stood)
        if not row["watched"]:
            sums.promises[_key(row["who"], row["about"], row["reason"], reply.sent, reply.channel, "made")] += 1
    connection.execute(insert(events), happened)
    connection.execute(insert(standing), stands)


def append(connection: Connection, before: Row[Any], change: Change, sums: Tallies) -> None:
    """One more event of an open promise."""
    due = change.due
    connection.execute(
        insert(events).values(
            promise_id=before.id,
            kind=change.kind,
            at=change.at,
            by=change.by,
            note=change.note,
            due=moment(due) if due else None,
            whole_day=is_whole_day(due) if due else None,
        )
    )
    follows = _follows(before, change)
    connection.execute(update(standing).where(standing.c.promise_id == before.id).values(**follows))
    if not before.watched and (outcome := _outcome(before, change)):
        sums.promises[_key(before.who, before.about, before.reason, before.sent, before.channel, outcome)] += 1


def _follows(before: Row[Any], change: Change) -> dict[str, Any]:
    """What the event changes of where the promise stands."""
    if change.kind == "told":
        return {"untold": None, "missed": before.missed or _is_past(before.untold, change.at)}
    if change.kind != "moved" or change.due is None:
        return {"settled": change.kind, "missed": _is_missed(before, change.at), "untold": None}
    untold = None if change.told else before.untold or before.due
    return {
        "due": moment(change.due),
        "whole_day": is_whole_day(change.due),
        "moved": before.moved + 1,
        "missed": _is_missed(before, change.at),
        "untold": untold,
    }


def _outcome(before: Row[Any], change: Change) -> str | None:
    """The column of the figures that the event counts in; a promise kept after its time counts as late."""
    if change.kind == "kept":
        return "late" if _is_missed(before, change.at) else "kept"
    return change.kind if change.kind in (*SETTLED, "moved") else None


def _is_missed(before: Row[Any], at: datetime) -> bool:
    return before.missed or _is_past(before.due, at) or _is_past(before.untold, at)


def _is_past(due: datetime | None, at: datetime) -> bool:
    return due is not None and due < at


def _key(who: str, about: str, reason: str | None, sent: datetime, channel: str, column: str) -> tuple[Any, ...]:
    return (monday(sent), who, about, channel, reason is not None, column)


def _write_tally(connection: Connection, table: Table, sums: Counter[tuple[Any, ...]]) -> None:
    """Adds to the rows of a tally; the last part of a key is the column that counts."""
    if not sums:
        return
    keys = [column.name for column in table.primary_key]
    counters = [column.name for column in table.columns if column.name not in keys]
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for (*names, column), count in sums.items():
        row = rows.setdefault(tuple(names), dict(zip(keys, names, strict=True)) | dict.fromkeys(counters, 0))
        row[column] += count
    connection.execute(_adding(table, connection.dialect.name), [rows[key] for key in sorted(rows)])


@cache
def _adding(table: Table, dialect: str) -> Any:
    """The statement that writes a row of a tally, or adds to the one that is there."""
    writes: Any = postgresql if dialect == "postgresql" else sqlite
    keys = [column.name for column in table.primary_key]
    added = writes.insert(table)
    more = {c.name: c + added.excluded[c.name] for c in table.columns if c.name not in keys}
    return added.on_conflict_do_update(index_elements=keys, set_=more)
