"""Swedish business days, and the moment a period of the policy ends.

Midsummer's, Christmas and New Year's Eve count as holidays, as Swedish firms treat them
(`spec/overpromise.md`, settled point 12). The days are those of the Act on public holidays
(1989:253) as it reads since 2005; the tests hold them against the package `holidays`, which itself
takes longer to import than a whole check of a reply.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from functools import cache

from assistant.case import Period, When

_FIXED = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
"""New Year, Epiphany, 1 May, the National Day, Christmas with its eve and second day, New Year's Eve."""
_AFTER_EASTER = (-2, 0, 1, 39, 49)
"""Days from Easter Sunday: Good Friday, Easter, Easter Monday, Ascension, Whit Sunday."""
_SATURDAY = 5


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of a year, and the three big eves."""
    easter = _easter(year)
    midsummer = _saturday_from(date(year, 6, 20))
    return frozenset(
        [
            *(date(year, month, day) for month, day in _FIXED),
            *(easter + timedelta(days=days) for days in _AFTER_EASTER),
            midsummer - timedelta(days=1),
            midsummer,
            _saturday_from(date(year, 10, 31)),  # All Saints
        ]
    )


def is_business_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def add_business_days(start: date, count: int) -> date:
    """The business day `count` business days after `start`; `start` itself is never counted."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def add_months(start: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def ends(period: Period, start: datetime) -> When:
    """When `period`, begun at `start`, is over: a moment for hours, else a day."""
    if period.unit == "hour":
        return start + timedelta(hours=period.count)
    if period.unit == "business day":
        return add_business_days(start.date(), period.count)
    if period.unit == "month":
        return add_months(start.date(), period.count)
    days = period.count * (7 if period.unit == "week" else 1)
    return start.date() + timedelta(days=days)


def after_business_hours(start: datetime, hours: int, opens: time, closes: time) -> datetime:
    """The moment when `hours` of open desk have passed since `start`."""
    left, now = timedelta(hours=hours), max(start, datetime.combine(start.date(), opens))
    while True:
        closing = datetime.combine(now.date(), closes)
        if is_business_day(now.date()) and now + left <= closing:
            return now + left
        if is_business_day(now.date()) and now < closing:
            left -= closing - now
        now = datetime.combine(now.date() + timedelta(days=1), opens)


def before_business_hours(end: datetime, hours: int, opens: time, closes: time) -> datetime:
    """The moment from which `hours` of open desk are left until `end`."""
    left, now = timedelta(hours=hours), min(end, datetime.combine(end.date(), closes))
    while True:
        opening = datetime.combine(now.date(), opens)
        if is_business_day(now.date()) and now - left >= opening:
            return now - left
        if is_business_day(now.date()) and now > opening:
            left -= now - opening
        now = datetime.combine(now.date() - timedelta(days=1), closes)


def _saturday_from(day: date) -> date:
    return day + timedelta(days=(_SATURDAY - day.weekday()) % 7)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
