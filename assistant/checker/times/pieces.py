"""The parts that an expression of time is put together from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from assistant.calendar import add_months
from assistant.case import When


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time in a text. `when` is the latest moment that it allows.

    `past`: it lies behind (yesterday, three days ago). `now`: at once, genast. `length`: a length of
    time with no word that makes it a deadline ("takes two days"). `ambiguous`: another common
    reading is a week or more earlier.
    """

    start: int
    end: int
    when: When
    past: bool = False
    now: bool = False
    length: bool = False
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One recognised part: a day, a clock time or a part of a day, before neighbours are joined."""

    start: int
    end: int
    kind: Literal["day", "weekday", "clock", "moment", "before", "link", "noise"]
    day: date | None = None
    clock: time | None = None
    moment: datetime | None = None
    past: bool = False
    now: bool = False
    length: bool = False
    ambiguous: bool = False
    spread: bool = False
    """A stretch of days (a week, a month), not one day: "before" it does not step back a day."""
    reaches_back: bool = False
    """An explicit date that may as well be the last one as the next one."""


def upcoming(weekday: int, today: date) -> date:
    """The next such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def previous(weekday: int, today: date) -> date:
    """The last such weekday before today."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def in_week(weekday: int, weeks: int, today: date) -> date:
    """That weekday in the calendar week `weeks` after this one."""
    return today - timedelta(days=today.weekday()) + timedelta(days=7 * weeks + weekday)


def month_end(year: int, month: int) -> date:
    return add_months(date(year, month, 1), 1) - timedelta(days=1)


def make_date(year: int | None, month: int, day: int, today: date) -> date | None:
    """That date, in the next year where it is past; None where the calendar has no such day."""
    years = [year] if year else range(today.year, today.year + 5)
    for candidate in years:
        try:
            made = date(candidate, month, day)
        except ValueError:
            continue
        if year or made >= today:
            return made
    return None


def next_day_of_month(day: int, today: date) -> date | None:
    """The next 15th (say); None for a day that no month has."""
    for months in range(14):
        first = add_months(today.replace(day=1), months)
        if day <= month_end(first.year, first.month).day and (made := first.replace(day=day)) >= today:
            return made
    return None


def moved(piece: Piece, **changes: object) -> Piece:
    return replace(piece, **changes)  # type: ignore[arg-type]
