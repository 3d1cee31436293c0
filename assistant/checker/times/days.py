"""Reckoning with days, weeks, months and the feasts that move."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from assistant.calendar import add_business_days, add_months, is_business_day

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
FRIDAY, SUNDAY = 4, 6


def upcoming(weekday: int, today: date) -> date:
    """The next such weekday after today."""
    return today + DAY * ((weekday - today.weekday() - 1) % 7 + 1)


def previous(weekday: int, today: date) -> date:
    """The last such weekday before today."""
    return upcoming(weekday, today - DAY) - WEEK


def in_week(weekday: int, weeks: int, today: date) -> date:
    """That weekday in the calendar week `weeks` after this one."""
    return today - DAY * today.weekday() + WEEK * weeks + DAY * weekday


def month_end(day: date) -> date:
    return add_months(day.replace(day=1), 1) - DAY


def quarter_end(day: date) -> date:
    return month_end(day.replace(day=1, month=(day.month + 2) // 3 * 3))


def on(year: int, month: int, day: int) -> date | None:
    """That date; None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest(month: int, day: int, today: date) -> tuple[date | None, date | None]:
    """The next such date, today included, and the last one before today; None for 31 November."""
    ahead = (made for i in range(9) if (made := on(today.year + i, month, day)) and made >= today)
    behind = (made for i in range(9) if (made := on(today.year - i, month, day)) and made < today)
    return next(ahead, None), next(behind, None)


def nearest_day_of_month(day: int, today: date) -> tuple[date | None, date | None]:
    """The next 15th (say), today included, and the last one before today."""
    first = today.replace(day=1)
    around = [made for i in range(-2, 4) if (made := on(*_month(first, i), day))]
    return next((made for made in around if made >= today), None), max((m for m in around if m < today), default=None)


def _month(first: date, months: int) -> tuple[int, int]:
    moved = add_months(first, months)
    return moved.year, moved.month


def weekdays_of_month(weekday: int, month: date) -> list[date]:
    """All such weekdays of the month that `month` lies in."""
    first = month.replace(day=1)
    return [day for i in range(month_end(month).day) if (day := first + DAY * i).weekday() == weekday]


def week_number(number: int, today: date) -> tuple[date | None, date | None]:
    """The Sundays of the next week of that number, this week included, and of the last one before."""
    around = [s for year in range(today.year - 1, today.year + 2) if (s := _sunday(year, number))]
    return next((s for s in around if s >= today), None), max((s for s in around if s < today), default=None)


def _sunday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 7)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def business_days_after(day: date, count: int) -> date:
    """The business day `count` business days after `day`."""
    return add_business_days(day, count)


@lru_cache(maxsize=64)
def easter_sunday(year: int) -> date:
    """The anonymous Gregorian computus (Meeus, Astronomical Algorithms, 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def midsummer_eve(year: int) -> date:
    """The Friday between 19 and 25 June."""
    return upcoming(FRIDAY, date(year, 6, 18))


def black_friday(year: int) -> date:
    """The day after the fourth Thursday of November."""
    return weekdays_of_month(3, date(year, 11, 1))[3] + DAY


def last_business_day(day: date) -> date:
    """`day` itself or the last business day before it."""
    while not is_business_day(day):
        day -= DAY
    return day
