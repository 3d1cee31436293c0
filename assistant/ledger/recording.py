"""Records replies with their promises. Those that are sent at the same moment share one transaction.

Among fifty agents who send at once, each would else wait for forty-nine others to be written to the disk.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Condition
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from assistant.casefile import local
from assistant.errors import Unavailable
from assistant.ledger import rows
from assistant.ledger.entering import Change, Tallies, append, make, monday, open_in_cases
from assistant.ledger.opening import writing
from assistant.ledger.records import Receipt, Reply
from assistant.ledger.tables import case_events, cases, promises, replies
from assistant.ledger.usage import uses

_CALL = re.compile(r"\bring|telefon|\bcall|\bphone", re.IGNORECASE)
"""A promise to call is not kept by writing."""


@dataclass(slots=True, eq=False)
class _Waiting:
    """A reply in the line, its rows made ready by whoever sends it, and at last what became of it."""

    reply: Reply
    case: dict[str, Any]
    written: dict[str, Any]
    promises: list[dict[str, Any]]
    outcome: Receipt | Unavailable | SQLAlchemyError | None = None


class Recording:
    """The line of replies to one database. Whoever comes first writes for all who wait; nobody writes meanwhile."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._line: list[_Waiting] = []
        self._changed = Condition()
        self._writes = False

    def record(self, reply: Reply) -> Receipt:
        """Writes the reply and every promise in it, or nothing; the same key again changes nothing."""
        if reply.sent.tzinfo is None:
            raise ValueError("a moment in the ledger needs a zone")
        mine = _Waiting(reply, rows.case_row(reply), rows.reply_row(reply), list(rows.promise_rows(reply)))
        if self._engine.dialect.name != "sqlite":  # its writers do not wait for each other
            _write_alone(self._engine, mine)
        else:
            self._stand_in_line(mine)
        if isinstance(mine.outcome, Receipt):
            return mine.outcome
        assert mine.outcome is not None
        raise mine.outcome

    def _stand_in_line(self, mine: _Waiting) -> None:
        with self._changed:
            self._line.append(mine)
        while batch := self._turn(mine):
            try:
                _write_all(self._engine, batch)
            finally:
                with self._changed:
                    self._line[:0] = [one for one in batch if one.outcome is None and one is not mine]
                    self._writes = False
                    self._changed.notify_all()

    def _turn(self, mine: _Waiting) -> list[_Waiting]:
        """Those to write for, once nobody else writes; none when mine has been written meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: mine.outcome is not None or not self._writes)
            if mine.outcome is not None:
                return []
            self._writes = True
            batch, taken = list[_Waiting](), set[Any]()
            for one in self._line:
                names = {one.reply.key, one.case["id"]}
                if not names & taken:  # a later reply in a case answers the promises of the earlier one
                    batch.append(one)
                taken |= names
            self._line = [one for one in self._line if one not in batch]
            return batch


def _write_all(engine: Engine, batch: Sequence[_Waiting]) -> None:
    """All in one transaction; where one of them cannot be written, each by itself."""
    try:
        receipts = _recorded(engine, batch)
    except Unavailable as fault:
        for one in batch:
            one.outcome = fault
    except SQLAlchemyError:
        for one in batch:
            _write_alone(engine, one)
    else:
        for one, receipt in zip(batch, receipts, strict=True):
            one.outcome = receipt


def _write_alone(engine: Engine, one: _Waiting) -> None:
    """Tries twice: another process may record the same key, or open the case, at the same moment."""
    for _ in range(2):
        try:
            (one.outcome,) = _recorded(engine, [one])
        except (Unavailable, SQLAlchemyError) as fault:
            one.outcome = fault
        if not isinstance(one.outcome, IntegrityError):
            return


def _recorded(engine: Engine, batch: Sequence[_Waiting]) -> list[Receipt]:
    keys = [one.reply.key for one in batch]
    with writing(engine) as connection:
        known = set(connection.execute(select(replies.c.key).where(replies.c.key.in_(keys))).scalars())
        if new := [one for one in batch if one.reply.key not in known]:
            _write(connection, new)
        receipts = _receipts(connection, keys)
    return [replace(receipts[key], again=key in known) for key in keys]


def _receipts(connection: Connection, keys: Sequence[str]) -> dict[str, Receipt]:
    query = select(replies.c.id, replies.c.key, replies.c.case_id, replies.c.sent).where(replies.c.key.in_(keys))
    found = connection.execute(query).all()
    made: dict[int, list[Any]] = {reply.id: [] for reply in found}
    owed = rows.owed_query().add_columns(promises.c.reply_id).where(promises.c.reply_id.in_(list(made)))
    for row in connection.execute(owed.order_by(promises.c.id)):
        made[row.reply_id].append(rows.owed(row))
    return {reply.key: Receipt(reply.case_id, reply.sent, tuple(made[reply.id])) for reply in found}


def _write(connection: Connection, batch: Sequence[_Waiting]) -> None:
    """The cases as they are now, the replies, their promises and that they were made, and what they do to earlier
    ones."""
    sums = Tallies()
    _write_cases(connection, batch)
    earlier = open_in_cases(connection, [one.case["id"] for one in batch])
    written = insert(replies).returning(replies.c.id, sort_by_parameter_order=True)
    ids = connection.execute(written, [one.written for one in batch]).scalars().all()
    if dismissed := [row for one in batch for row in rows.dismissal_rows(one.reply)]:
        connection.execute(insert(case_events), dismissed)
    made = [(one.reply, row | {"reply_id": id}) for one, id in zip(batch, ids, strict=True) for row in one.promises]
    make(connection, made, sums)
    for one in batch:
        reply = one.reply
        for promise in earlier.get(one.case["id"], ()):
            _answered(connection, promise, reply, one.promises, sums)
        for name, count in rows.warned(reply).items():
            sums.replies[(monday(reply.sent), reply.by, reply.channel, name)] += count
        for key, count in uses(reply):
            sums.entries[key] += count
    sums.write(connection)


def _write_cases(connection: Connection, batch: Sequence[_Waiting]) -> None:
    """A new case belongs to its owner; a later reply by somebody else does not take it over (`Casebook.hand_over`)."""
    ids = [one.case["id"] for one in batch]
    query = select(cases.c.id, cases.c.owner, cases.c.closed, cases.c.last_sent).where(cases.c.id.in_(ids))
    before = {row.id: row for row in connection.execute(query)}
    if new := [one.case for one in batch if one.case["id"] not in before]:
        connection.execute(insert(cases), new)
    known = [one for one in batch if one.case["id"] in before]
    reopened = [
        {"case_id": one.case["id"], "kind": "reopened", "at": one.reply.sent, "by": one.reply.by, "public": False}
        for one in known
        if before[one.case["id"]].closed is not None
    ]
    if reopened:
        connection.execute(insert(case_events), reopened)
    if known:
        rows_now = [_as_now(one.case, before[one.case["id"]]) for one in known]
        connection.execute(update(cases).where(cases.c.id == bindparam("known")), rows_now)


def _as_now(case: dict[str, Any], before: Any) -> dict[str, Any]:
    """A clock that was moved back does not make us have written earlier."""
    last = max(filter(None, [before.last_sent, case["last_sent"]]))
    now = {name: case[name] for name in ("language", "customer", "closed", "words", "opening")}
    return now | {"known": case["id"], "owner": before.owner or case["owner"], "last_sent": last}


def _answered(
    connection: Connection, promise: Row[Any], reply: Reply, made: list[dict[str, Any]], sums: Tallies
) -> None:
    """A reply keeps the promise to write that was due by its day or that it renews, and tells of a moved time."""
    by_text = promise.about == "contact" and not _CALL.search(promise.quote)
    renewed = any(row["about"] == "contact" for row in made)
    if by_text and (renewed or promise.due is None or local(promise.due).date() <= local(reply.sent).date()):
        append(connection, promise, Change("kept", reply.sent, reply.by, reply.key), sums)
    elif promise.untold is not None:
        append(connection, promise, Change("told", reply.sent, reply.by, reply.key), sums)
