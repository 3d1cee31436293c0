"""Finds the expressions of time in a text: matches shapes, keeps the longest, joins neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import cache

from assistant.case import Language, When, latest
from assistant.checker.times import clocks, dates, grammar, lengths, stretches
from assistant.checker.times.canonical import canonical
from assistant.checker.times.days import DAY
from assistant.checker.times.grammar import Grammar
from assistant.checker.times.joining import joined, merged
from assistant.checker.times.pieces import END_OF_DAY, Piece, Time
from assistant.checker.times.readings import Reading
from assistant.checker.times.settling import settled
from assistant.errors import BadInput

_LEAD_WIDTH = 40
"""How far back connecting words are looked for, in characters."""
_ABBREVIATED = re.compile(r"(?<![ap]\.m)\.$")
"""The full stop of «fre.» may as well end the sentence."""
_SENTENCE_END = re.compile(r"[.!?;] ")
_NOON, _AFTERNOON_OVER = time(12), time(18)
_EVENING = 17
"""From this hour on «by nine» is tonight's."""

_READERS: dict[str, Callable[[Reading], Piece | None]] = {
    name: reader
    for room in (dates, stretches, lengths, clocks)
    for name, reader in vars(room).items()
    if callable(reader) and getattr(reader, "__module__", "") == room.__name__ and not name.startswith("_")
}
"""Every public function of the four rooms, by its name."""


def find(text: str, language: Language, today: datetime) -> list[Time]:
    """Every expression of time in `text`, in order, none overlapping."""
    spoken = _grammar(language)
    plain = spoken.restored(canonical(text))
    found = _longest([*_pieces(text, plain, spoken, today)], len(text))
    if not found:
        return []
    whole = joined(_led(found, plain, spoken), plain, spoken)
    known = _carried([settled(piece, plain, spoken, today) for piece in whole], plain)
    kept = [piece for piece in known if _counts(piece, plain, spoken)]
    return [_time(piece, today) for piece in _trailed(kept, plain, spoken)]


@cache
def _grammar(language: Language) -> Grammar:
    """The grammar of a language, every shape of which has its reader."""
    spoken = grammar.of(language)
    strange = {shape.reader for listed in spoken.shapes.values() for shape in listed} - set(_READERS)
    if strange:
        raise BadInput(f"no reader is called {', '.join(sorted(strange))}", where=f"times-{language}.yaml")
    return spoken


def _pieces(text: str, plain: str, spoken: Grammar, today: datetime) -> Iterator[Piece]:
    for shape, match in spoken.matches(plain):
        if piece := _READERS[shape.reader](Reading(match, spoken, today, text, shape.value)):
            yield piece


def _longest(pieces: list[Piece], length: int) -> list[Piece]:
    """The longest of those that overlap, of equals the one whose shape stands first; in order of place."""
    taken = bytearray(length)
    kept = []
    for piece in sorted(pieces, key=lambda p: p.start - p.end):
        if taken.find(1, piece.start, piece.end) < 0:
            taken[piece.start : piece.end] = b"\1" * (piece.end - piece.start)
            kept.append(piece)
    return sorted(kept, key=lambda p: p.start)


def _led(pieces: list[Piece], plain: str, spoken: Grammar) -> list[Piece]:
    """Each piece with the connecting words before it, and what they make of it."""
    led: list[Piece] = []
    for piece in pieces:
        behind = led[-1].end if led else 0
        leads = spoken.length_leads if piece.kind == "length" else spoken.leads
        start, role = leads.before(plain, max(behind, piece.core - _LEAD_WIDTH), piece.core)
        known = _in_role(piece, start, role)
        if not (known.weak and known.is_day) or _has_company(known, led, plain, spoken):
            led.append(known)
    return led


def _has_company(piece: Piece, before: list[Piece], plain: str, spoken: Grammar) -> bool:
    """A day that needs a preposition stands without one as the second of two, or alone in the text."""
    is_second = bool(before) and spoken.between.fullmatch(plain, before[-1].end, piece.core) is not None
    return is_second or _is_alone(piece, plain)


def _is_alone(piece: Piece, plain: str) -> bool:
    return piece.end - piece.start == len(plain.strip())


def _in_role(piece: Piece, start: int, role: str) -> Piece:
    """A piece that bears its role by its own words keeps it where the words before it have none."""
    lead = piece.lead if piece.lead and role in ("", "at", "about", "until", "by") else role
    is_firm = lead not in ("", "about") and (piece.is_day or bool(piece.part))
    led = piece.but(start=start, lead=lead, weak=piece.weak and not is_firm)
    if piece.kind != "clock":
        return led
    if lead == "after":
        return led.but(clock=_AFTERNOON_OVER if piece.part == "lunch" else END_OF_DAY, part=piece.part or "late")
    return led.but(clock=_NOON) if piece.part == "lunch" and lead in ("before", "by", "until") else led


def _carried(pieces: list[Piece], plain: str) -> list[Piece]:
    """An hour alone is of the day named before it in the sentence; so is «the day after»."""
    carried: list[Piece] = []
    anchor: Piece | None = None
    for piece in pieces:
        if anchor and _SENTENCE_END.search(plain, anchor.end, piece.start):
            anchor = None
        known = _anchored(piece, anchor)
        if known.is_day and not known.weak:
            is_one_day = known.first is None and known.lead in ("", "at", "until", "by", "about")
            anchor = known if is_one_day else None
        carried.append(known)
    return carried


def _anchored(piece: Piece, anchor: Piece | None) -> Piece:
    """A piece that leans on the day named before it, with that day; «two days later» can do without."""
    if piece.kind == "offset":
        day = anchor.day + DAY * piece.offset if anchor and anchor.day else piece.day
        return piece.but(kind="day", day=day, past=bool(anchor and anchor.past)) if day else piece
    if anchor is None or anchor.past or piece.kind != "clock" or piece.weak or piece.past:
        return piece
    return piece.but(kind="day", day=anchor.day, clock=merged(piece, anchor) if piece.is_exact else piece.clock)


def _counts(piece: Piece, plain: str, spoken: Grammar) -> bool:
    """No habit, no earliest day, nothing that needed company and had none, no opening hours."""
    if piece.kind in ("habit", "offset") or _is_earliest(piece, plain, spoken):
        return False
    if piece.weak and not (piece.is_day and _is_alone(piece, plain)):
        return False
    opening_hours = spoken.surroundings["opening hours"]
    return not (piece.is_exact and opening_hours.search(plain, max(0, piece.start - _LEAD_WIDTH), piece.start))


def _is_earliest(piece: Piece, plain: str, spoken: Grammar) -> bool:
    """«Tidigast på måndag», «Monday at the earliest»: nobody can be held to the day."""
    return piece.lead == "earliest" or bool(spoken.surroundings["earliest"].match(plain, piece.end))


def _trailed(pieces: list[Piece], plain: str, spoken: Grammar) -> Iterator[Piece]:
    """With the words behind a time that belong to it: «at the latest», «prick»."""
    for i, piece in enumerate(pieces):
        limit = pieces[i + 1].start if i + 1 < len(pieces) else len(plain)
        match = spoken.trail.match(plain, piece.end, limit)
        end = match.end() if match else piece.end
        yield piece.but(end=end - bool(_ABBREVIATED.search(plain, piece.start, end)))


def _time(piece: Piece, today: datetime) -> Time:
    when = _when(piece, today)
    is_past = piece.past or (not piece.now and latest(when) < today)
    is_length = piece.kind == "length" and piece.lead not in ("within", "after", "back")
    return Time(piece.start, piece.end, when, is_past, piece.now, is_length, piece.ambiguous)


def _when(piece: Piece, today: datetime) -> When:
    if piece.moment:
        return piece.moment
    if piece.clock is None or piece.clock == END_OF_DAY:
        return piece.day or today.date()
    if piece.day:
        return datetime.combine(piece.day, piece.clock)
    return _next_clock(piece, datetime.combine(today.date(), piece.clock), today)


def _next_clock(piece: Piece, moment: datetime, today: datetime) -> datetime:
    """An hour with no day: today's where it lies ahead, else tomorrow's; of what has been, the last one."""
    if piece.past:
        return moment if moment <= today else moment - DAY
    tonight = moment + timedelta(hours=12)
    if piece.is_half_open and today.hour >= _EVENING and moment < today <= tonight:
        return tonight
    return moment if moment >= today else moment + DAY
