"""The figures to steer by: how many promises were kept, late, broken, moved, by agent, kind, channel and week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from assistant.casefile import STOCKHOLM
from assistant.ledger.entering import monday
from assistant.ledger.tables import OUTCOMES, WARNED, case_events, promise_tally, promises, reply_tally, standing


@dataclass(frozen=True, slots=True)
class Count:
    """Promises of one agent, kind, channel or week. What is not settled is `waiting`."""

    name: str
    made: int = 0
    kept: int = 0
    late: int = 0
    broken: int = 0
    withdrawn: int = 0
    moved: int = 0

    @property
    def judged(self) -> int:
        """Those whose end is known: kept in time, kept late, broken."""
        return self.kept + self.late + self.broken

    @property
    def waiting(self) -> int:
        return self.made - self.judged - self.withdrawn

    @property
    def rate(self) -> float | None:
        """The share of the judged ones that was kept in time; None when there are none."""
        return self.kept / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Warned:
    """What became of warnings: `shown` to agents, `fixed` before sending, overpromises sent `anyway`, `dismissed` with a
    reason."""

    replies: int = 0
    shown: int = 0
    fixed: int = 0
    anyway: int = 0
    dismissed: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """`overdue` are open promises whose time has passed now, whenever they were made."""

    since: datetime
    until: datetime
    total: Count
    agents: tuple[Count, ...]
    kinds: tuple[Count, ...]
    channels: tuple[Count, ...]
    weeks: tuple[Count, ...]
    warned: Warned
    anyway: Count
    overdue: int

    @property
    def missed(self) -> tuple[Count, ...]:
        """The kinds that were late or broken, the most frequent first."""
        return tuple(sorted((k for k in self.kinds if k.late + k.broken), key=lambda k: -(k.late + k.broken)))


def figures(connection: Connection, since: datetime, until: datetime, who: str | None) -> Figures:
    """Read from the weekly tallies; whole weeks, the first and the last included."""
    weeks = promise_tally.c.week.between(monday(since), monday(until))
    mine = [weeks] + ([promise_tally.c.who == who] if who is not None else [])

    def by(column: Any) -> tuple[Count, ...]:
        sums = [func.sum(promise_tally.c[name]) for name in OUTCOMES]
        found = connection.execute(select(column, *sums).where(*mine).group_by(column).order_by(column))
        return tuple(Count(str(name), *map(int, counts)) for name, *counts in found)

    by_week = by(promise_tally.c.week)
    anyway = {count.name: count for count in by(promise_tally.c.anyway)}
    return Figures(
        since=since,
        until=until,
        total=_sum(by_week),
        agents=by(promise_tally.c.who),
        kinds=by(promise_tally.c.about),
        channels=by(promise_tally.c.channel),
        weeks=by_week,
        warned=_warned(connection, since, until, who),
        anyway=anyway.get("True", Count("anyway")),
        overdue=_overdue(connection, until, who),
    )


def _sum(counts: tuple[Count, ...]) -> Count:
    return Count("total", *(sum(getattr(count, name) for count in counts) for name in OUTCOMES))


def _warned(connection: Connection, since: datetime, until: datetime, who: str | None) -> Warned:
    sums = [func.coalesce(func.sum(reply_tally.c[name]), 0) for name in WARNED]
    query = select(*sums).where(reply_tally.c.week.between(monday(since), monday(until)))
    if who is not None:
        query = query.where(reply_tally.c.who == who)
    replies, shown, fixed, anyway = map(int, connection.execute(query).one())
    return Warned(replies, shown, fixed, anyway, _dismissed(connection, since, until, who))


def _dismissed(connection: Connection, since: datetime, until: datetime, who: str | None) -> int:
    """From the events of the cases, over the same whole weeks."""
    first = datetime.combine(monday(since), time(), STOCKHOLM)
    ended = datetime.combine(monday(until) + timedelta(weeks=1), time(), STOCKHOLM)
    query = select(func.count()).where(
        case_events.c.kind == "dismissed", case_events.c.at >= first, case_events.c.at < ended
    )
    if who is not None:
        query = query.where(case_events.c.by == who)
    return int(connection.execute(query).scalar_one())


def _overdue(connection: Connection, now: datetime, who: str | None) -> int:
    ours = select(func.count()).select_from(standing).join(promises, promises.c.id == standing.c.promise_id)
    query = ours.where(standing.c.settled.is_(None), standing.c.due < now, promises.c.watched.is_(False))
    if who is not None:
        query = query.where(standing.c.who == who)
    return int(connection.execute(query).scalar_one())
