"""The ledger itself: record a reply, list what is owed, settle or move a promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, Select, select

from assistant.case import Tokens, When
from assistant.errors import BadInput
from assistant.ledger import rows, spending
from assistant.ledger.casebook import Casebook
from assistant.ledger.entering import Change, Tallies, append, standing_of
from assistant.ledger.figures import Figures, figures
from assistant.ledger.opening import open_engine, reading, writing
from assistant.ledger.recording import Recording
from assistant.ledger.records import Event, Owed, Receipt, Reply, State, moment
from assistant.ledger.tables import cases, events, promises, standing
from assistant.ledger.usage import Usage, usage

_settled = standing.c.settled


def open_ledger(url: str) -> Ledger:
    """The ledger at a database address, made and brought up to date when needed; or Unavailable."""
    return Ledger(open_engine(url))


class Ledger:
    """One database of cases, replies, promises and events. Every call is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._recording = Recording(engine)

    def close(self) -> None:
        self._engine.dispose()

    def record(self, reply: Reply) -> Receipt:
        """Writes the reply and every promise in it, or nothing; the same key again changes nothing."""
        return self._recording.record(reply)

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

    def agents(self) -> list[str]:
        """Everybody who has promised something or owns a case, by name."""
        made = select(standing.c.who.label("name"))
        owning = select(cases.c.owner).where(cases.c.owner.is_not(None))
        with reading(self._engine) as connection:
            return sorted(connection.scalars(made.union(owning)))

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

    def usage(self, since: datetime, until: datetime) -> tuple[Usage, ...]:
        """How the playbook's entries served in the replies sent in those weeks, those used most first."""
        with reading(self._engine) as connection:
            return usage(connection, since, until)

    def note_call(self, case: str | None, task: str, model: str, took: Tokens, *, at: datetime | None = None) -> None:
        """Notes what a call of the language model took, for a case where it has one."""
        with writing(self._engine) as connection:
            spending.note(connection, at or datetime.now(UTC), case, task, model, took)

    def taken(self, *, case: str) -> Tokens:
        """What the language model has taken for a case."""
        with reading(self._engine) as connection:
            return spending.of_case(connection, case)

    def taken_since(self, at: datetime) -> Tokens:
        """What the language model has taken for all cases since then."""
        with reading(self._engine) as connection:
            return spending.since(connection, at)

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
