"""Readers of stretches of days: weeks, weekends, months, quarters, years, seasons and feasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.calendar import add_months
from assistant.checker.times import days
from assistant.checker.times.dates import RECENT
from assistant.checker.times.days import DAY, FRIDAY, SUNDAY
from assistant.checker.times.pieces import Piece
from assistant.checker.times.readings import Reading


def week(r: Reading) -> Piece | None:
    sunday = days.in_week(SUNDAY, r.value, r.today)
    return r.day(sunday, first=sunday - DAY * 6)


def week_end(r: Reading) -> Piece | None:
    """The end of this week or the next, that "before" does not step back from."""
    return r.day(days.in_week(SUNDAY, r.value, r.today), closed=True)


def working_week_end(r: Reading) -> Piece | None:
    return r.day(max(days.in_week(FRIDAY, 0, r.today), r.today), closed=True)


def week_number(r: Reading) -> Piece | None:
    """The Sunday of «v. 14», of the later one where two are named; a week just gone by is that one."""
    ahead, behind = days.week_number(int(r.number("n2") or r.number("n") or 0), r.today)
    if ahead is None or behind is None:
        return None
    return r.day(ahead, first=ahead - DAY * 6, earlier=behind, leans_back=r.today - behind <= RECENT)


def week_of_month(r: Reading) -> Piece | None:
    """«The first week of November»: its first seven days."""
    month = r.first_of_month
    last = days.month_end(month)
    if not r.group("last"):
        last = min(month + DAY * (7 * r.word("ordinal") - 1), last)
    return r.day(last, first=last - DAY * 6, past=last < r.today)


def weekend(r: Reading) -> Piece | None:
    """Till Sunday; «next weekend» before this one has come is heard both ways."""
    sunday = days.in_week(SUNDAY, r.value, r.today)
    is_ambiguous = r.value > 0 and r.today.weekday() <= FRIDAY
    is_bare = r.said.split()[0] in ("the", r.said)
    return r.day(sunday, first=sunday - DAY, weak=is_bare, ambiguous=is_ambiguous)


def weekend_of_month(r: Reading) -> Piece | None:
    return r.day(days.weekdays_of_month(SUNDAY, r.first_of_month)[-1])


def month_ahead(r: Reading) -> Piece | None:
    return _month(r, add_months(r.today.replace(day=1), r.value))


def month_end(r: Reading) -> Piece | None:
    return r.day(days.month_end(r.today), closed=True)


def month_turn(r: Reading) -> Piece | None:
    """At the turn of the month: the first days of the next one still count."""
    number = r.word("month", "m2") or r.word("month_short", "m3")
    ahead, _ = days.nearest(number, 1, r.today) if number else (add_months(r.today.replace(day=1), 1), None)
    return r.day(ahead + DAY * 2, first=ahead) if ahead else None


def month(r: Reading) -> Piece | None:
    """A month by its name, behind a preposition; one just gone by is heard as that one."""
    number, closed = r.month or 1, bool(r.group("closed"))
    if not r.is_swedish and number == 5 and not r.is_capital("month"):
        return None
    if r.year is not None:
        return _month(r, date(r.year, number, 1))
    first = date(r.today.year + (number < r.today.month), number, 1)
    behind = days.month_end(add_months(first, -12))
    is_bare = not closed and " " not in r.said
    if r.said.startswith("mid-"):
        return _month(r, first, lead="middle")
    return _month(r, first, weak=is_bare, closed=closed, earlier=behind, leans_back=r.today - behind <= RECENT)


def _month(r: Reading, first: date, **facts: object) -> Piece | None:
    end = days.month_end(first)
    return r.day(end, first=first, past=end < r.today, **facts)


def month_after_next(r: Reading) -> Piece | None:
    """«March after next»: in the second such month from now."""
    ahead, _ = days.nearest(r.month or 1, 1, r.today)
    return _month(r, add_months(ahead, 12)) if ahead else None


def quarter(r: Reading) -> Piece | None:
    number = r.digits("d") or r.word("ordinal") or 0
    if not 1 <= number <= 4:
        return None
    first = date(r.year or r.today.year + (3 * number < r.today.month), 3 * number - 2, 1)
    end = days.quarter_end(first)
    return r.day(end, first=first, past=end < r.today)


def quarter_end(r: Reading) -> Piece | None:
    return r.day(days.quarter_end(r.today), closed=True)


def year(r: Reading) -> Piece | None:
    return _year(r, r.today.year + r.value)


def year_end(r: Reading) -> Piece | None:
    return r.day(date(r.today.year, 12, 31), closed=True)


def year_named(r: Reading) -> Piece | None:
    """«2027», behind a preposition."""
    return _year(r, r.year or r.today.year, weak=True)


def _year(r: Reading, number: int, **facts: object) -> Piece | None:
    return r.day(date(number, 12, 31), first=date(number, 1, 1), past=number < r.today.year, **facts)


_SEASONS = {"spring": (6, 21), "summer": (9, 23), "autumn": (12, 22), "winter": (3, 21)}
"""When each season gives way to the next, by the astronomers: the latest of the readings in use."""
_SEASON_LENGTH = 3


def season(r: Reading) -> Piece | None:
    """«I vår» is a season at the end of a clause only: before a noun it is «in our»."""
    is_bare = not r.group("rel")
    if r.group("season") == "vår" and is_bare and not (r.follows("our") and r.precedes("season")):
        return None
    ahead, _ = days.nearest(*_SEASONS[r.word("season")], r.today)
    if ahead is None:
        return None
    if r.year is not None:
        ahead = ahead.replace(year=r.year)
    elif r.group("rel").startswith(("nästa", "next")) and add_months(ahead, -_SEASON_LENGTH) <= r.today:
        ahead = add_months(ahead, 12)
    first, closed = add_months(ahead, -_SEASON_LENGTH), bool(r.group("closed"))
    return r.day(ahead, first=first, closed=closed, past=ahead < r.today, weak=is_bare)


Span = tuple[date, date]


def feast(r: Reading) -> Piece | None:
    """A feast on fixed days, that may go on into the next year."""
    (month, day), (last_month, last_day) = (map(int, end.split("-")) for end in r.word("feast").split(".."))
    return _feast(r, lambda year: (date(year, month, day), date(year, last_month, last_day)))


def easter(r: Reading) -> Piece | None:
    """The feasts that are counted from Easter Sunday."""
    first, last = map(int, r.word("easter").split(".."))
    return _feast(r, lambda year: (days.easter_sunday(year) + DAY * first, days.easter_sunday(year) + DAY * last))


def midsummer(r: Reading) -> Piece | None:
    """The eve, on which everything stops."""
    return _feast(r, lambda year: (days.midsummer_eve(year),) * 2)


def black_friday(r: Reading) -> Piece | None:
    return _feast(r, lambda year: (days.black_friday(year),) * 2)


def _feast(r: Reading, falls: Callable[[int], Span]) -> Piece | None:
    """The next feast, or that of the year that was told; «God jul» is a wish."""
    if r.follows("wish"):
        return None
    for number in [r.year] if r.year is not None else [r.today.year, r.today.year + 1]:
        first, last = falls(number)
        if r.year is not None or last >= r.today:
            return r.day(last, first=first, past=last < r.today, weak=_is_vague(r))
    return None


_DAY_NAMES = ("dag", "afton", "day", "eve", "maj", "dan", "nyår", "next", "in the", "20")


def _is_vague(r: Reading) -> bool:
    """«Christmas», «påsk»: without a preposition or an hour more a subject than a time; «julafton» is a day."""
    return not (any(name in r.said for name in _DAY_NAMES) or r.precedes("hour"))
