"""Readers of single days: today, weekdays, dates, business days; and of habits, that are no day at all."""

from __future__ import annotations

from datetime import timedelta

from assistant.calendar import add_months
from assistant.checker.times import days
from assistant.checker.times.days import DAY, WEEK
from assistant.checker.times.numerals import small
from assistant.checker.times.pieces import Piece
from assistant.checker.times.readings import Reading

RECENT = timedelta(days=120)
"""A date without a year that passed no longer ago than this is not next year's."""


def day_ahead(r: Reading) -> Piece | None:
    """Today, tomorrow; «today» after a verb of the past is behind us."""
    return r.day(r.today + DAY * r.value, earlier=None if r.value else r.today)


def day_back(r: Reading) -> Piece | None:
    return r.day(r.today - DAY * r.value, past=True)


def weekday_back(r: Reading) -> Piece | None:
    return None if r.weekday is None else r.day(days.previous(r.weekday, r.today), past=True)


def weekday(r: Reading) -> Piece | None:
    """The next such day; after a verb of the past the last one."""
    if r.weekday is None:
        return None
    return r.piece("weekday", day=days.upcoming(r.weekday, r.today), earlier=days.previous(r.weekday, r.today))


def weekday_short(r: Reading) -> Piece | None:
    """«Fre», «Sat»: behind a preposition, beside a date or an hour, or alone."""
    is_written_so = r.is_swedish or r.is_capital("weekday_short") or r.said == r.match.string
    return weekday(r) if r.follows("weekday") or (is_written_so and r.precedes("after weekday")) else None


def weekday_part(r: Reading) -> Piece | None:
    """«Fredagskväll»."""
    day, part = days.upcoming(r.weekday or 0, r.today), r.word("part")
    return r.day(day, clock=r.over(part), part=part)


def weekday_next(r: Reading) -> Piece | None:
    """The one of next week; where this week still has one, both readings are heard."""
    named = days.in_week(r.weekday or 0, 1, r.today)
    return r.day(named, ambiguous=days.upcoming(named.weekday(), r.today) < named)


def weekday_later(r: Reading) -> Piece | None:
    """«Monday week», «måndag om en vecka», «a week tomorrow»: so many weeks after that day."""
    later = WEEK * int(r.number("n") or 1) * (2 if r.group("unit") == "fortnight" else 1)
    if r.group("tomorrow"):
        return r.day(r.today + DAY + later)
    return r.day((r.today if r.weekday is None else days.upcoming(r.weekday, r.today - DAY)) + later)


def weekday_after(r: Reading) -> Piece | None:
    """«The Monday after that», «fredagen därpå»: a week later than the coming one."""
    return r.day(days.upcoming(r.weekday or 0, r.today) + WEEK)


def weekdays_ahead(r: Reading) -> Piece | None:
    """«3 Fridays from now»."""
    return r.day(days.upcoming(r.word("weekdays"), r.today) + WEEK * (int(r.number("n") or 1) - 1))


def business_day(r: Reading) -> Piece | None:
    """«Nästa arbetsdag»."""
    return r.day(days.business_days_after(r.today, 1))


def offset(r: Reading) -> Piece | None:
    """«The day after», «that evening»: so many days after the day that was named before."""
    part = r.word("part")
    return r.piece("offset", offset=r.value, clock=r.over(part) if part else None, part=part or "")


def habit(r: Reading) -> Piece | None:
    """«On Mondays», «varje dag»: no time that a promise could be held to."""
    return r.piece("habit")


def exact(r: Reading) -> Piece | None:
    """A date with its year."""
    return _with_year(r, r.year or 0, r.digits("mo") or r.month or 0, r.digits("d") or 0)


def _with_year(r: Reading, year: int, month: int, day: int) -> Piece | None:
    made = days.on(year, month, day)
    return r.day(made, past=made < r.today) if made else None


def numeric(r: Reading) -> Piece | None:
    """Day before month, as both languages write it here; the other way only where that fails."""
    first, second = r.digits("d") or 0, r.digits("mo") or 0
    if r.follows("numbered") or r.precedes("counted") or (first, second) == (24, 7):
        return None
    if r.group("sep") != "/" and r.year is None and not _is_told_as_date(r):
        return None
    may_turn = r.group("sep") != "." or r.year is not None
    return _dated(r, second, first) or (_dated(r, first, second) if may_turn else None)


def _is_told_as_date(r: Reading) -> bool:
    """«5-12» and «5.12» are dates only behind a word that says so, or before an hour; «by 10.30» is one."""
    if not (r.follows("date") or r.said.startswith("den ") or r.precedes("hour")):
        return False
    return r.group("sep") == "-" or len(r.group("mo")) < 2 or r.follows("only a date") or r.said.startswith("den ")


def _dated(r: Reading, month: int, day: int) -> Piece | None:
    """That date: with its year, or the next one; a date just gone by is heard as that one."""
    if r.year is not None:
        return _with_year(r, r.year, month, day)
    ahead, behind = days.nearest(month, day, r.today)
    return r.day(ahead, earlier=behind, leans_back=behind is not None and r.today - behind <= RECENT)


def day_month(r: Reading) -> Piece | None:
    """A day and its month; of «3–5 maj» the last."""
    day = r.digits("d") or r.word("ordinal") or _spelled(r)
    return None if not r.month or _is_a_verb(r) else _dated(r, r.month, day)


def _spelled(r: Reading) -> int:
    """«May twenty one», not «May a …»."""
    text = r.group("spelled")
    return 0 if text in ("a", "an") else small(r.grammar.language).get(text, 0)


def _is_a_verb(r: Reading) -> bool:
    """«Order 2 may arrive», «1 mar on the lid»: in English these two months are written with a capital."""
    name = "month" if r.group("month") else "month_short"
    return not r.is_swedish and r.group(name) in ("may", "mar") and not r.is_capital(name) and r.year is None


def day_number(r: Reading) -> Piece | None:
    """«The 14th», «den 3:e»: of this month or the next."""
    number = r.digits("d") or r.word("ordinal") or 0
    is_rank = bool(r.group("ordinal")) and not (r.precedes("free") and (number > 3 or r.follows("rank")))
    if is_rank or r.precedes("numbered thing"):
        return None
    ahead, behind = days.nearest_day_of_month(number, r.today)
    return r.day(ahead, earlier=behind)


def day_of_month(r: Reading) -> Piece | None:
    """«The 20th of next month»."""
    month = r.first_of_month
    return _with_year(r, month.year, month.month, r.digits("d") or r.word("ordinal") or 0)


def nth_weekday(r: Reading) -> Piece | None:
    """«The last Friday in October», «andra måndagen i nästa månad»."""
    index = -1 if r.group("last") else r.word("ordinal") - 1
    named = r.first_of_month
    for month in (named, add_months(named, 12 if r.month else 1)):
        found = days.weekdays_of_month(r.weekday or 0, month)
        if index < len(found) and (r.year is not None or found[index] >= r.today):
            return r.day(found[index], past=found[index] < r.today)
    return None


def last_of_month(r: Reading) -> Piece | None:
    """The last day of a month, or its last business day; «den sista gången» is none."""
    if not (r.month or r.group("rel") or r.precedes("free")):
        return None
    end = days.month_end(r.first_of_month)
    is_any_day = r.group("what") in ("", "day", "dag", "dagen")
    return r.day(end if is_any_day else days.last_business_day(end), closed=True)
