"""Readers of lengths of time: five business days, a week or two, half an hour."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from assistant.calendar import add_months
from assistant.checker.times import days
from assistant.checker.times.days import DAY, SUNDAY
from assistant.checker.times.pieces import Piece
from assistant.checker.times.readings import Reading

_FEW = 5
"""«The coming days», «de närmaste veckorna»: a few may be five, and of two readings the later one binds."""
_AGO = ("sedan", "sen", "tillbaka", "ago", "back")
_NEITHER = ("tidigare", "earlier")
_AGE = ("gammal", "gamla", "gammalt", "old", "för sen", "för sent")
_LATER = ("senare", "later")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_HOURS = {
    "second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1),
    "day and night": timedelta(hours=24),
}  # fmt: skip
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MOST_MONTHS = 1200


def length(r: Reading) -> Piece | None:
    """The later end of a range; `lead` and the words behind decide whether it is a deadline."""
    counts = [r.number("n"), r.number("n2"), r.number("more")]
    unit = r.word("unit")
    if unit is None or r.follows("rate") or _is_no_length(r):
        return None
    return _counted(r, max((count for count in counts if count is not None), default=3), unit)


def _is_no_length(r: Reading) -> bool:
    """«A second opinion», «a minute detail»."""
    return r.word("unit") in ("second", "minute") and r.group("n") in ("a", "an") and r.precedes("no length")


def length_half(r: Reading) -> Piece | None:
    """«Två och en halv timme», «a year and a half»."""
    return _counted(r, (r.number("n") or 0) + 0.5, r.word("unit"))


def length_and(r: Reading) -> Piece | None:
    """«2 years and 21 days»."""
    if r.group("n2") in ("a", "an"):
        return None
    whole = _counted(r, r.number("n") or 0, r.word("unit"))
    if whole is None or whole.day is None:
        return None
    return whole.but(day=_day_after(whole.day, r.number("n2") or 0, r.word("unit", "unit2")))


def span(r: Reading) -> Piece | None:
    """«Half an hour», «dygnet»: known by its minutes."""
    minutes = r.word("span")
    if minutes in (1, 60, 1440) and not r.follows("span"):
        return None
    return _counted(r, minutes, "minute")


def half_year(r: Reading) -> Piece | None:
    return _counted(r, 6, "month")


def few(r: Reading) -> Piece | None:
    """«De närmaste dagarna», «the next day or two»: a deadline by its own words."""
    more = 2 if r.group("more") == "so" else r.number("more")
    piece = _counted(r, more or _FEW, r.word("unit"))
    return piece.but(lead="within") if piece else None


def few_back(r: Reading) -> Piece | None:
    return r.day(r.today - DAY, past=True)


def _counted(r: Reading, count: float, unit: str) -> Piece | None:
    """That length from now on; back from now behind «ago», nothing for an age."""
    trail = r.group("trail").strip()
    if trail in _AGE or count * _MONTHS.get(unit, 0) > _MOST_MONTHS:
        return None
    if trail in _AGO:
        return _ago(r, count, unit)
    if trail in _LATER and unit in (*_DAYS, *_MONTHS):
        day = _day_after(r.today, count, unit)
        return r.piece("offset", day=day, offset=(day - r.today).days)
    lead = "within" if (trail and trail not in _NEITHER) or "upcoming" in r.said else ""
    if unit in _HOURS:
        return r.piece("length", moment=r.now + _HOURS[unit] * count, lead=lead)
    day = _day_after(r.today, count, unit)
    day = _period_end(day, unit) if _is_calendar(r) else day
    return r.piece("length", day=day, lead=lead, offset=(day - r.today).days)


def _is_calendar(r: Reading) -> bool:
    """«Next three weeks» are weeks of the calendar, «the next three weeks» begin today."""
    return "upcoming" in r.said or r.follows("calendar")


def _period_end(day: date, unit: str) -> date:
    if unit == "week":
        return days.in_week(SUNDAY, 0, day)
    if unit == "month":
        return days.month_end(day)
    if unit == "quarter":
        return days.quarter_end(day)
    return day.replace(month=12, day=31) if unit == "year" else day


def _day_after(start: date, count: float, unit: str) -> date:
    if unit == "business day":
        return days.business_days_after(start, ceil(count))
    if unit in _MONTHS:
        return add_months(start, ceil(count * _MONTHS[unit]))
    return start + DAY * ceil(count * _DAYS.get(unit, 0))


def _ago(r: Reading, count: float, unit: str) -> Piece | None:
    if unit in _HOURS:
        return r.piece("moment", moment=r.now - _HOURS[unit] * count, past=True)
    return r.day(_day_before(r.today, count, unit), past=True)


def _day_before(start: date, count: float, unit: str) -> date:
    if unit in _MONTHS:
        return add_months(start, -ceil(count * _MONTHS[unit]))
    return start - DAY * ceil(count * _DAYS.get(unit, 1))
