"""Finds the expressions of time in a text: matches shapes, keeps the longest, joins neighbours."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from assistant.case import Language, When
from assistant.checker.times.patterns import matches
from assistant.checker.times.pieces import Piece, Time, moved
from assistant.checker.times.readers import READERS, Reading

_JOINT = re.compile(
    r"[\s,(]*(?:(?:den|the|on|at|kl\.?|klockan|på|i|in|of|för|for|@|senast|mellan|between|to|before|före|innan|by|around|"
    r"about|vid|runt|redan|already|till|after|efter|sometime|någon gång|prick|sharp|alltså|dvs)[\s,(]*)*\)?",
    re.I,
)
_RANGE = re.compile(r"\s*(?:-|–|—|\btill\b|\bto\b|\bthrough\b|\bthru\b|\boch\b|\band\b|\beller\b|\bor\b|\bt\.?o\.?m\.?)\s*(?:(?:den|the|på|on)\s+)?", re.I)  # fmt: skip
_BEFORE = re.compile(r"\b(?:före|innan|before|ahead of|prior to)\s+(?:(?:den|the|på|on|nu på)\s+)?$", re.I)
_SPREAD_BEFORE = re.compile(r"^(?:före|innan|before)\b", re.I)
_TRIGGER = re.compile(r"\d|[^\W\d_]")


def find(text: str, language: Language, today: datetime) -> list[Time]:
    """Every expression of time in `text`, in order, none overlapping."""
    if not _TRIGGER.search(text):
        return []
    pieces = _longest(_pieces(text, language, today))
    return [_time(piece, text, today) for piece in _joined(pieces, text)]


def _pieces(text: str, language: Language, today: datetime) -> list[Piece]:
    readings = (READERS[name](Reading(match, language, today)) for name, match in matches(language, text))
    return [_stripped(piece, text) for piece in readings if piece]


def _stripped(piece: Piece, text: str) -> Piece:
    """Without the spaces that a pattern may have taken along."""
    start, end = piece.start, piece.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return moved(piece, start=start, end=end)


def _longest(pieces: list[Piece]) -> list[Piece]:
    """The longest of those that overlap; of equals the one whose shape stands first."""
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: p.start - p.end):
        if all(piece.end <= other.start or piece.start >= other.end for other in kept):
            kept.append(piece)
    return sorted(kept, key=lambda p: p.start)


def _joined(pieces: list[Piece], text: str) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        whole = _join(joined[-1], piece, text) if joined else None
        if whole:
            joined[-1] = whole
        else:
            joined.append(piece)
    return joined


def _join(a: Piece, b: Piece, text: str) -> Piece | None:
    gap = text[a.end : b.start]
    is_range = _RANGE.fullmatch(gap) and not (a.clock and b.day and not b.clock)
    if is_range and (ranged := _ranged(a, b)) is not None:
        return ranged
    if not _JOINT.fullmatch(gap):
        return None
    if _is_day(a) and _is_day(b):
        return _same_day(a, b)
    if a.kind == "clock" and b.kind == "clock":
        return moved(a, end=b.end, clock=_merged_clock(a, b, text))
    if _is_day(a) and a.clock is None and b.kind == "clock":
        return moved(a, end=b.end, clock=b.clock)
    if a.kind == "clock" and _is_day(b) and b.clock is None:
        return moved(b, start=a.start, clock=a.clock)
    if a.kind == "moment" and b.kind == "clock" and a.moment and b.clock and not a.length:
        return moved(a, end=b.end, kind="day", day=a.moment.date(), clock=b.clock)
    return None


def _merged_clock(a: Piece, b: Piece, text: str) -> time | None:
    """«At 8 in the evening»: the hour, in the half of the day that the other part names."""
    exact, rough = (a, b) if any(c.isdigit() for c in text[a.start : a.end]) or not a.clock else (b, a)
    if exact.clock and rough.clock and exact.clock.hour < 12 and rough.clock.hour >= 18:
        return exact.clock.replace(hour=exact.clock.hour + 12)
    return exact.clock


def _is_day(piece: Piece) -> bool:
    return piece.kind in ("day", "weekday") and not piece.length


def _same_day(a: Piece, b: Piece) -> Piece | None:
    """A weekday beside a date is that date; in a week that is named it is that week's."""
    if a.kind == "weekday" and b.kind == "day" and a.day and b.day:
        if b.spread:
            return moved(
                b, start=a.start, day=b.day - timedelta(days=(b.day.weekday() - a.day.weekday()) % 7), spread=False
            )
        return moved(b, start=a.start, day=_on_weekday(b, a.day), clock=b.clock or a.clock)
    if b.kind == "weekday" and a.kind == "day" and a.day and b.day:
        if a.spread:
            day = a.day - timedelta(days=(a.day.weekday() - b.day.weekday()) % 7)
            return moved(a, end=b.end, day=day, spread=False, clock=b.clock)
        return moved(a, end=b.end)
    return None


def _on_weekday(dated: Piece, weekday: date) -> date | None:
    """A date told without its year, in the first year where it falls on the weekday told beside it."""
    day = dated.day
    if not day or not dated.reaches_back or day.weekday() == weekday.weekday():
        return day
    nearby = [_shifted(day, years) for years in (1,)]
    return next((d for d in nearby if d and d.weekday() == weekday.weekday()), day)


def _shifted(day: date, years: int) -> date | None:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return None


def _ranged(a: Piece, b: Piece) -> Piece | None:
    """The later end of a range of days or of hours."""
    if a.kind == "clock" and b.kind == "clock":
        return moved(b, start=a.start)
    if a.kind == "day" and a.clock and b.kind == "clock":
        return moved(a, end=b.end, clock=b.clock)
    if _is_day(a) and _is_day(b) and not a.past and a.day and b.day:
        later = b.day if b.day >= a.day else b.day + timedelta(days=7 if b.kind == "weekday" else 0)
        return moved(b, start=a.start, day=max(later, a.day))
    return None


def _time(piece: Piece, text: str, today: datetime) -> Time:
    when = _before(piece, _when(piece, today), text)
    return Time(piece.start, piece.end, when, piece.past, piece.now, piece.length, piece.ambiguous)


def _when(piece: Piece, today: datetime) -> When:
    if piece.kind == "moment" and piece.moment:
        return piece.moment
    if piece.day and piece.clock:
        return datetime.combine(piece.day, piece.clock)
    if piece.day:
        return piece.day
    clock = piece.clock or time(23, 59)
    moment = datetime.combine(today.date(), clock)
    return moment if moment >= today else moment + timedelta(days=1)


def _before(piece: Piece, when: When, text: str) -> When:
    """«Före fredag» ends with Thursday; «före kl. 12» and «före månadens slut» do not step back."""
    if piece.spread or piece.past or isinstance(when, datetime):
        return when
    lead = text[: piece.start]
    inside = _SPREAD_BEFORE.match(text[piece.start : piece.end])
    return when - timedelta(days=1) if _BEFORE.search(lead) or inside else when
