"""Swedish business days, and the moment a period of the policy ends.

Midsummer's, Christmas and New Year's Eve count as holidays, as Swedish firms treat them
(`spec/overpromise.md`, settled point 12); so the calendar is that of `holidays` for Sweden with the
categories public and de facto.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from functools import cache

from assistant.case import Period, When


@cache
def _holidays(year: int) -> frozenset[date]:
    """A year at a time and never changed: the library's own table fills itself while others read it."""
    import holidays  # imported late: half a second that a text with no business day does not pay

    return frozenset(holidays.country_holidays("SE", years=year, categories=("public", "de_facto")))


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays(day.year)


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
