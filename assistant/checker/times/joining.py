"""Neighbours become one time: a weekday with its date, a day with its hour, the two ends of a range."""

from __future__ import annotations

from datetime import date, time

from assistant.checker.times import days
from assistant.checker.times.days import DAY, WEEK
from assistant.checker.times.grammar import Grammar
from assistant.checker.times.pieces import END_OF_DAY, Piece

_LONGEST_GAP = 30
_WORKING_WEEK = 3
"""Weekdays so far apart, with no "between", are opening hours and no deadline: Monday to Friday."""


def joined(pieces: list[Piece], text: str, grammar: Grammar) -> list[Piece]:
    """The pieces of a text in order, neighbours that speak of one time made one."""
    found: list[Piece] = []
    for piece in pieces:
        whole = _whole(found[-1], piece, text, grammar) if found else None
        if whole:
            found[-1] = whole
        else:
            found.append(piece)
    return found


def _whole(a: Piece, b: Piece, text: str, grammar: Grammar) -> Piece | None:
    if b.core - a.end > _LONGEST_GAP:
        return None
    if grammar.between.fullmatch(text, a.end, b.core) and (ranged := _ranged(a, b, text)):
        return ranged
    if not grammar.joint.fullmatch(text, a.end, b.start):
        return None
    return _together(a, b, is_apart="," in text[a.end : b.start])


def _ranged(a: Piece, b: Piece, text: str) -> Piece | None:
    """The later end of a range of days, hours or lengths; working weeks are habits."""
    if a.kind == b.kind == "habit":
        return a.but(end=b.end)
    if a.past or b.past:
        return None
    if a.kind == b.kind == "clock" and not (a.weak and b.weak):
        return b.but(start=a.start, core=a.core, weak=False, clock=_later(a, b))
    if a.is_day and a.is_exact and b.kind == "clock" and b.is_exact:
        return a.but(end=b.end, clock=b.clock)
    if a.kind == b.kind == "length" and a.day and b.day:
        return b.but(start=a.start, core=a.core, lead=a.lead or b.lead)
    if a.is_day and b.is_day and a.day and b.day and not (a.clock and not b.clock):
        return _later_day(a, b, text)
    return None


def _later(a: Piece, b: Piece) -> time | None:
    return b.clock if b.is_exact or not a.is_exact else a.clock


def _later_day(a: Piece, b: Piece, text: str) -> Piece | None:
    """Of two days the later; «fredag eller måndag» goes on into the next week."""
    if a.day is None or b.day is None:
        return None
    if _is_working_week(a, b, text):
        return a.but(end=b.end, kind="habit")
    day = b.day
    if day < a.day and b.kind == "weekday":
        day += WEEK
    elif day < a.day and b.earlier and not b.leans_back:
        day = days.nearest_day_of_month(day.day, a.day)[0] or day
    return b.but(start=a.start, core=a.core, day=max(day, a.day), first=None, earlier=None, lead="at", weak=False)


def _is_working_week(a: Piece, b: Piece, text: str) -> bool:
    is_list = text[a.end : b.core].strip() in ("och", "and", "eller", "or")
    if a.day is None or b.day is None or a.kind != "weekday" or b.kind != "weekday" or is_list or a.lead == "between":
        return False
    return b.day.weekday() - a.day.weekday() >= _WORKING_WEEK


def _together(a: Piece, b: Piece, *, is_apart: bool) -> Piece | None:
    if "habit" in (a.kind, b.kind) and {a.kind, b.kind} <= {"habit", "clock", "weekday"}:
        return a.but(end=b.end, kind="habit")
    if a.is_day and b.is_day:
        return _same_day(a, b, is_apart=is_apart)
    if a.kind == b.kind == "clock":
        return _same_hour(a, b)
    if (a.is_day or a.kind == "offset") and b.kind == "clock":
        return _with_clock(a, b)
    if a.kind == "clock" and (b.is_day or b.kind == "offset"):
        return _with_clock(b, a)
    if a.kind == "length" and a.day and b.is_day and b.lead in ("before", "after", "from") and not is_apart:
        return _counted_from(a, b)
    if a.kind == "length" and a.day and b.kind == "clock" and a.lead == "within" and b.is_exact:
        return a.but(end=b.end, kind="day", clock=b.clock)
    if a.kind == "length" and a.day and b.kind == "weekday" and b.day and a.day.weekday() == b.day.weekday():
        return a.but(end=b.end, kind="day", lead="at")
    return None


def _counted_from(length: Piece, day: Piece) -> Piece | None:
    """«Five days before New Year», «three weeks from tomorrow»."""
    if day.day is None:
        return None
    is_before = day.lead == "before"
    counted = (day.first or day.day) - DAY * length.offset if is_before else day.day + DAY * length.offset
    return day.but(start=length.start, core=length.core, day=counted, first=None, lead="at", past=False)


def _with_clock(day: Piece, clock: Piece) -> Piece | None:
    """A day with its hour; an exact hour stands in for a part of the day, and is understood by it."""
    span = {"start": min(day.start, clock.start), "end": max(day.end, clock.end)}
    span["core"] = min(day.core, clock.core)
    past = day.past or clock.past
    if day.clock is None:
        return day.but(**span, clock=clock.clock, part=clock.part, past=past)
    if day.part and clock.is_exact:
        return day.but(**span, clock=merged(clock, day), part="", past=past)
    if day.part and day.part == clock.part and day.clock and clock.clock:
        return day.but(**span, clock=min(day.clock, clock.clock), past=past)
    if day.is_exact and clock.part:
        return day.but(**span, clock=merged(day, clock), past=past)
    return None


def _same_hour(a: Piece, b: Piece) -> Piece | None:
    """«At eight in the evening», «in the afternoon, by three»."""
    if a.is_exact == b.is_exact:
        return None
    exact, rough = (a, b) if a.is_exact else (b, a)
    return exact.but(start=a.start, end=b.end, core=a.core, clock=merged(exact, rough), weak=a.weak and b.weak)


def merged(exact: Piece, rough: Piece) -> time | None:
    """The hour, in the half of the day that the other words name."""
    hour, name = exact.clock, rough.part
    if hour is None or hour == END_OF_DAY:
        return hour
    if (name in ("evening", "afternoon") and 1 <= hour.hour < 12) or (name == "night" and 7 <= hour.hour < 12):
        return hour.replace(hour=hour.hour + 12)
    if name in ("morning", "night", "forenoon") and 13 <= hour.hour <= 18:
        return hour.replace(hour=hour.hour - 12)
    return hour


def _same_day(a: Piece, b: Piece, *, is_apart: bool) -> Piece | None:
    """One day told twice: a weekday with its date, with its week, or beside a feast."""
    if a.day is None or b.day is None or a.past != b.past:
        return None
    whole = {"start": a.start, "end": b.end, "core": a.core}
    if a.kind == "weekday" and b.kind == "day":
        return _weekday_with(a, b, whole, is_apart=is_apart)
    if b.kind == "weekday" and a.kind == "day":
        return _weekday_with(b, a, whole, is_apart=True)
    if a.kind == b.kind == "day" and a.day == b.day:
        return a.but(**whole, clock=b.clock or a.clock, part=b.part if b.clock else a.part, earlier=None)
    return None


def _weekday_with(weekday: Piece, other: Piece, whole: dict[str, int], *, is_apart: bool) -> Piece | None:
    """The date of the two, the day within the stretch, the day beside the feast, or the weekday itself."""
    day, clock = weekday.day, {"clock": weekday.clock or other.clock, "part": weekday.part or other.part}
    if day is None or other.day is None:
        return None
    is_beside = other.lead in ("before", "after")
    if is_beside and not is_apart:
        return weekday.but(**whole, kind="day", day=_beside(other, day.weekday()), earlier=None)
    if not is_beside and other.first is None:
        return other.but(**whole, **clock, lead=weekday.lead if weekday.start < other.start else other.lead)
    inside = _inside(other, day.weekday())
    if not is_beside and other.first and other.first <= inside:
        return other.but(**whole, **clock, day=inside, first=None, lead=weekday.lead, earlier=None)
    return weekday.but(**whole, kind="day", earlier=None)


def _inside(stretch: Piece, weekday: int) -> date:
    """The last such weekday of a week, a weekend or a feast."""
    return days.upcoming(weekday, (stretch.day or date.max) - WEEK)


def _beside(other: Piece, weekday: int) -> date:
    """«The Friday before Christmas», «tisdagen efter påsk»."""
    if other.lead == "before":
        return days.previous(weekday, other.first or other.day or date.max)
    return days.upcoming(weekday, other.day or date.max - DAY)
