"""The ledger itself: record a reply, list what is owed, settle or move a promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, insert, select
from sqlalchemy.exc import IntegrityError

from assistant.case import When
from assistant.errors import BadInput
from assistant.ledger import rows
from assistant.ledger.opening import answering, open_engine, reading
from assistant.ledger.records import Event, Owed, Receipt, Reply, State, is_whole_day, moment
from assistant.ledger.tables import cases, events, promises, replies, state


def open_ledger(url: str) -> Ledger:
    """The ledger at a database address, made and brought up to date when needed; or Unavailable."""
    return Ledger(open_engine(url))


class Ledger:
    """One database of cases, replies, promises and events. Every call is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        self._engine.dispose()

    def record(self, reply: Reply) -> Receipt:
        """Writes the reply and every promise in it, or nothing; the same key again changes nothing."""
        with answering(self._engine):
            try:
                with self._engine.begin() as connection:
                    again = _is_known(connection, reply.key)
                    if not again:
                        _write(connection, reply)
            except IntegrityError:  # another connection recorded the same key at the same moment
                again = True
        return replace(self._receipt(reply.key), again=again)

    def due(self, now: datetime, within: timedelta | None = None) -> list[Owed]:
        """Open promises with a time that has passed or comes `within` (None: any), the earliest first."""
        query = rows.owed_query().where(state.c.settled.is_(None), state.c.due.is_not(None))
        if within is not None:
            query = query.where(state.c.due <= now + within)
        return self._listed(query.order_by(state.c.due, promises.c.id))

    def promises(self, case: str | None = None, standing: State | None = None) -> list[Owed]:
        """All promises, or those of a case or in a state, in the order they were made."""
        query = rows.owed_query().order_by(promises.c.id)
        if case is not None:
            query = query.where(promises.c.case_id == case)
        if standing is not None:
            query = query.where(state.c.settled.is_(None) if standing == "open" else state.c.settled == standing)
        return self._listed(query)

    def promise(self, id: int) -> Owed:
        """One promise, or BadInput when there is none with this number."""
        found = self._listed(rows.owed_query().where(promises.c.id == id))
        if not found:
            raise BadInput("does not exist", where=f"promise {id}", now="see the numbers in `promises list`")
        return found[0]

    def events(self, id: int) -> list[Event]:
        """What has happened to a promise, oldest first."""
        columns = (events.c.promise_id, events.c.kind, events.c.at, events.c.by, events.c.note, events.c.due)
        query = select(*columns).where(events.c.promise_id == id).order_by(events.c.id)
        with answering(self._engine), reading(self._engine) as connection:
            return [Event(*row) for row in connection.execute(query)]

    def keep(self, id: int, *, by: str, note: str | None = None, at: datetime | None = None) -> Owed:
        """Notes that a promise was kept."""
        return self._append(id, {"kind": "kept"}, by, note, at)

    def break_(self, id: int, *, by: str, note: str | None = None, at: datetime | None = None) -> Owed:
        """Notes that a promise was not kept."""
        return self._append(id, {"kind": "broken"}, by, note, at)

    def withdraw(self, id: int, *, by: str, note: str | None = None, at: datetime | None = None) -> Owed:
        """Notes that a promise no longer counts, for instance since the customer cancelled."""
        return self._append(id, {"kind": "withdrawn"}, by, note, at)

    def move(self, id: int, due: When, *, by: str, note: str | None = None, at: datetime | None = None) -> Owed:
        """Gives an open promise a new time; BadInput when that time has passed already."""
        at = at or datetime.now(UTC)
        if moment(due) < at:
            raise BadInput("the new time has already passed", where=f"promise {id}", now="give a later one")
        return self._append(id, {"kind": "moved", "due": moment(due), "whole_day": is_whole_day(due)}, by, note, at)

    def _append(self, id: int, event: dict[str, Any], by: str, note: str | None, at: datetime | None) -> Owed:
        now = at or datetime.now(UTC)
        with answering(self._engine), self._engine.begin() as connection:
            row = connection.execute(rows.owed_query().where(promises.c.id == id)).one_or_none()
            standing = rows.owed(row).state if row else "missing"
            if standing == "open":
                connection.execute(insert(events).values(promise_id=id, at=now, by=by, note=note, **event))
        promise = self.promise(id)
        if standing != "open":
            raise BadInput(f"is already {standing}", where=f"promise {id}", now="a settled promise is not changed")
        return promise

    def _listed(self, query: Select[Any]) -> list[Owed]:
        with answering(self._engine), reading(self._engine) as connection:
            return [rows.owed(row) for row in connection.execute(query)]

    def _receipt(self, key: str) -> Receipt:
        query = select(replies.c.id, replies.c.case_id, replies.c.sent).where(replies.c.key == key)
        with answering(self._engine), reading(self._engine) as connection:
            reply = connection.execute(query).one()
        made = self._listed(rows.owed_query().where(promises.c.reply_id == reply.id).order_by(promises.c.id))
        return Receipt(reply.case_id, reply.sent, tuple(made))


def _is_known(connection: Connection, key: str) -> bool:
    return connection.execute(select(replies.c.id).where(replies.c.key == key)).first() is not None


def _write(connection: Connection, reply: Reply) -> None:
    """The case as it is now, the reply, its promises, and that they were made."""
    case = rows.case_row(reply)
    if connection.execute(select(cases.c.id).where(cases.c.id == case["id"])).first() is None:
        connection.execute(insert(cases).values(case))
    else:
        names = {name: case[name] for name in ("language", "customer", "owner")}
        connection.execute(cases.update().where(cases.c.id == case["id"]).values(names))
    written = insert(replies).values(rows.reply_row(reply)).returning(replies.c.id)
    reply_id = connection.execute(written).scalar_one()
    for promise in rows.promise_rows(reply):
        made = insert(promises).values(promise | {"reply_id": reply_id}).returning(promises.c.id)
        promise_id = connection.execute(made).scalar_one()
        connection.execute(insert(events).values(rows.made_event(reply, promise_id)))
