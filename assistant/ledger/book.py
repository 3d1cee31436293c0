"""The ledger itself: record a reply, list what is owed, settle or move a promise."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, insert, select
from sqlalchemy.exc import IntegrityError

from assistant.case import When
from assistant.casefile import local
from assistant.errors import BadInput
from assistant.ledger import rows
from assistant.ledger.casebook import Casebook
from assistant.ledger.entering import Change, Tallies, append, make, monday, open_in_case, standing_of
from assistant.ledger.figures import Figures, figures
from assistant.ledger.opening import open_engine, reading, writing
from assistant.ledger.records import Event, Owed, Receipt, Reply, State, moment
from assistant.ledger.tables import case_events, cases, events, promises, replies, standing

_CALL = re.compile(r"\bring|telefon|\bcall|\bphone", re.IGNORECASE)
"""A promise to call is not kept by writing."""
_settled = standing.c.settled


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
        try:
            with writing(self._engine) as connection:
                again = _is_known(connection, reply.key)
                if not again:
                    _write(connection, reply)
        except IntegrityError:  # another connection recorded the same key, or opened the case, at the same moment
            return self._recorded_meanwhile(reply)
        return replace(self._receipt(reply.key), again=again)

    def _recorded_meanwhile(self, reply: Reply) -> Receipt:
        """The receipt of the same reply that another connection recorded; else a second and last attempt."""
        with writing(self._engine) as connection:
            again = _is_known(connection, reply.key)
            if not again:
                _write(connection, reply)
        return replace(self._receipt(reply.key), again=again)

    def due(
        self, now: datetime, within: timedelta | None = None, *, who: str | None = None, limit: int | None = None
    ) -> list[Owed]:
        """Open promises with a time that has passed or comes `within` (None: any), the earliest first.

        `who`: those this agent has made, and those of the cases that the agent owns.
        """
        query = rows.owed_query().where(standing.c.settled.is_(None), standing.c.due.is_not(None))
        if within is not None:
            query = query.where(standing.c.due <= now + within)
        query = query.order_by(standing.c.due, promises.c.id).limit(limit)
        if who is None:
            return self._listed(query)
        made = self._listed(query.where(standing.c.who == who))  # two questions, so that each can use its index
        owned = self._listed(query.where(cases.c.owner == who, cases.c.closed.is_(None), standing.c.who != who))
        return sorted(made + owned, key=lambda promise: (promise.due, promise.id))[:limit]

    def promises(self, case: str | None = None, standing: State | None = None) -> list[Owed]:
        """All promises, or those of a case or in a state, in the order they were made."""
        query = rows.owed_query().order_by(promises.c.id)
        if case is not None:
            query = query.where(promises.c.case_id == case)
        if standing is not None:
            query = query.where(_settled.is_(None) if standing == "open" else _settled == standing)
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
        with reading(self._engine) as connection:
            return [Event(*row) for row in connection.execute(query)]

    def keep(self, id: int, *, by: str, note: str | None = None, at: datetime | None = None) -> Owed:
        """Notes that a promise was kept; after its time it counts as kept late."""
        return self._append(id, Change("kept", at or datetime.now(UTC), by, note))

    def break_(self, id: int, *, by: str, note: str | None = None, at: datetime | None = None) -> Owed:
        """Notes that a promise was not kept."""
        return self._append(id, Change("broken", at or datetime.now(UTC), by, note))

    def withdraw(self, id: int, *, by: str, note: str | None = None, at: datetime | None = None) -> Owed:
        """Notes that a promise no longer counts, for instance since the customer cancelled."""
        return self._append(id, Change("withdrawn", at or datetime.now(UTC), by, note))

    def move(
        self, id: int, due: When, *, by: str, note: str | None = None, at: datetime | None = None, told: bool = True
    ) -> Owed:
        """Gives an open promise a new time; BadInput when that time has passed already.

        The customer has been `told`, or is told by the next reply in the case; moved after its time, or told
        after it, the promise counts as missed.
        """
        at = at or datetime.now(UTC)
        if moment(due) < at:
            raise BadInput("the new time has already passed", where=f"promise {id}", now="give a later one")
        return self._append(id, Change("moved", at, by, note, due, told))

    def tell(self, id: int, *, by: str, note: str | None = None, at: datetime | None = None) -> Owed:
        """Notes that the customer has been told of a promise's new time."""
        return self._append(id, Change("told", at or datetime.now(UTC), by, note))

    def figures(self, since: datetime, until: datetime, *, who: str | None = None) -> Figures:
        """What became of the promises made in those weeks, of one agent or (None) of all."""
        with reading(self._engine) as connection:
            return figures(connection, since, until, who)

    @cached_property
    def cases(self) -> Casebook:
        """The cases themselves: their owners, their story, the customer's page."""
        return Casebook(self._engine)

    @property
    def engine(self) -> Engine:
        """For the rooms of the ledger that keep it: backup, restore, retention."""
        return self._engine

    def _append(self, id: int, change: Change) -> Owed:
        if not change.by.strip():
            raise BadInput("has nobody behind it", where=f"promise {id}", now="give a name")
        with writing(self._engine) as connection:
            before = standing_of(connection, id)
            if before is not None and before.settled is None:
                sums = Tallies()
                append(connection, before, change, sums)
                sums.write(connection)
        promise = self.promise(id)
        if before is not None and before.settled is not None:
            raise BadInput(
                f"is already {before.settled}", where=f"promise {id}", now="a settled promise is not changed"
            )
        return promise

    def _listed(self, query: Select[Any]) -> list[Owed]:
        with reading(self._engine) as connection:
            return [rows.owed(row) for row in connection.execute(query)]

    def _receipt(self, key: str) -> Receipt:
        query = select(replies.c.id, replies.c.case_id, replies.c.sent).where(replies.c.key == key)
        with reading(self._engine) as connection:
            reply = connection.execute(query).one()
        made = self._listed(rows.owed_query().where(promises.c.reply_id == reply.id).order_by(promises.c.id))
        return Receipt(reply.case_id, reply.sent, tuple(made))


def _is_known(connection: Connection, key: str) -> bool:
    return connection.execute(select(replies.c.id).where(replies.c.key == key)).first() is not None


def _write(connection: Connection, reply: Reply) -> None:
    """The case as it is now, the reply, its promises and that they were made, and what it does to earlier ones."""
    sums = Tallies()
    _write_case(connection, reply)
    earlier = open_in_case(connection, str(reply.case.id))
    written = insert(replies).values(rows.reply_row(reply)).returning(replies.c.id)
    reply_id = connection.execute(written).scalar_one()
    made = [row | {"reply_id": reply_id} for row in rows.promise_rows(reply)]
    make(connection, made, reply, sums)
    for promise in earlier:
        _answered(connection, promise, reply, made, sums)
    for name, count in rows.warned(reply).items():
        sums.replies[(monday(reply.sent), reply.by, reply.channel, name)] += count
    sums.write(connection)


def _write_case(connection: Connection, reply: Reply) -> None:
    """A new case belongs to its owner; a later reply by somebody else does not take it over (`Casebook.hand_over`)."""
    case = rows.case_row(reply)
    before = connection.execute(select(cases.c.owner, cases.c.closed).where(cases.c.id == case["id"])).one_or_none()
    if before is None:
        connection.execute(insert(cases).values(case))
        return
    if before.closed is not None:
        values = {"case_id": case["id"], "kind": "reopened", "at": reply.sent, "by": reply.by, "public": False}
        connection.execute(insert(case_events).values(values))
    now = {name: case[name] for name in ("language", "customer", "last_sent", "closed", "words")}
    connection.execute(
        cases.update().where(cases.c.id == case["id"]).values(now | {"owner": before.owner or case["owner"]})
    )


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
