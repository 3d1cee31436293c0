"""What the words around a time make of it: behind us or ahead, before it or after it, its beginning or end."""

from __future__ import annotations

from datetime import date, datetime

from assistant.calendar import add_months
from assistant.checker.times import days
from assistant.checker.times.days import DAY, FRIDAY, SUNDAY, WEEK
from assistant.checker.times.grammar import Grammar
from assistant.checker.times.pieces import Piece

_WEEKS = {"week before": -1, "week": 0, "week after": 1}
"""How many weeks from that of a day «the week before», «the week of», «the week after» it are."""
_CLAUSE_WIDTH = 60
"""How far a clause is followed on either side, in characters."""


def settled(piece: Piece, plain: str, spoken: Grammar, today: datetime) -> Piece:
    """The piece with its final day."""
    if piece.kind == "length":
        return _settled_length(piece, plain, spoken, today.date())
    if piece.kind == "clock":
        is_past = piece.lead == "since" or (piece.lead in ("", "at") and _is_told_of(piece, plain, spoken))
        return piece.but(past=piece.past or is_past)
    if not piece.is_day or piece.day is None or piece.past:
        return piece
    if _lies_behind(piece, plain, spoken):
        return piece.but(day=piece.earlier or min(piece.day, today.date() - DAY), past=True)
    return _moved(piece, today.date())


def _settled_length(piece: Piece, plain: str, spoken: Grammar, today: date) -> Piece:
    """«De senaste tre dagarna», «I haven't heard in two weeks» lie behind; «klar på två dagar» is a
    deadline, «ångerrätt på 14 dagar» none."""
    if piece.lead == "back" or (piece.lead in ("within", "on") and _stands_behind(piece, "not since", plain, spoken)):
        return piece.but(kind="day", day=today - DAY * max(piece.offset, 1), moment=None, past=True)
    if piece.lead == "on" and _stands_behind(piece, "done", plain, spoken):
        return piece.but(lead="within")
    return piece


def _stands_behind(piece: Piece, surrounding: str, plain: str, spoken: Grammar) -> bool:
    """Whether a length stands right behind words of that kind."""
    return bool(spoken.surroundings[surrounding].search(plain, max(0, piece.core - _CLAUSE_WIDTH), piece.core))


def _lies_behind(piece: Piece, plain: str, spoken: Grammar) -> bool:
    """Said of what has been: «since Monday», «den 3 mars» told on the 12th, «it left on Monday»."""
    if piece.lead == "since":
        return True
    if piece.earlier is None:
        return False
    is_deadline = piece.lead in ("by", "until", "before")
    if piece.leans_back and not is_deadline:
        return not spoken.surroundings["ahead"].search(_clause(piece, plain, spoken))
    may_be_back = piece.leans_back or piece.lead in _open_leads(piece, spoken)
    return may_be_back and _is_told_of(piece, plain, spoken)


def _open_leads(piece: Piece, spoken: Grammar) -> tuple[str, ...]:
    """The roles that leave it open which way a time lies; Swedish «på måndag» always lies ahead."""
    return ("", "from") if piece.kind == "weekday" and spoken.language == "sv" else ("", "at", "from")


def _is_told_of(piece: Piece, plain: str, spoken: Grammar) -> bool:
    """A clause with a verb of the past, and none of the future."""
    clause = _clause(piece, plain, spoken)
    return bool(spoken.surroundings["behind"].search(clause)) and not spoken.surroundings["ahead"].search(clause)


def _clause(piece: Piece, plain: str, spoken: Grammar) -> str:
    """The words around a time as far as its clause goes."""
    border = spoken.surroundings["clause"]
    before = plain[max(0, piece.start - _CLAUSE_WIDTH) : piece.start]
    ends = [match.end() for match in border.finditer(before)]
    after = plain[piece.end : piece.end + _CLAUSE_WIDTH]
    stop = border.search(after)
    return f"{before[ends[-1] if ends else 0 :]}|{after[: stop.start() if stop else None]}"


def _moved(piece: Piece, today: date) -> Piece:
    """The day that «before», «after», «early in» and their like point at; never a day before today."""
    day, first = piece.day or today, piece.first or piece.day or today
    if piece.lead == "after" and not piece.is_exact:
        return piece.but(day=days.business_days_after(day, 1))
    if piece.lead == "before" and piece.clock is None and not piece.closed and first > today:
        return piece.but(day=first - DAY)
    if _is_weekend(piece) and (piece.lead == "before" or (piece.lead == "by" and first > today)):
        return piece.but(day=first - DAY if first > today else first + WEEK - DAY)
    if piece.lead in ("early", "first half", "middle") and piece.first:
        return piece.but(day=max(_within(first, day, piece.lead), today))
    if piece.lead == "from" and piece.first:
        return piece.but(day=max(first, today))
    if piece.lead in _WEEKS:
        return piece.but(day=max(days.in_week(SUNDAY, _WEEKS[piece.lead], first), today))
    return piece


def _is_weekend(piece: Piece) -> bool:
    return bool(piece.first and piece.day and piece.first.weekday() > FRIDAY and piece.day - piece.first == DAY)


def _within(first: date, last: date, part: str) -> date:
    """The last day of the beginning, the first half or the middle of a stretch: Wednesday or Thursday of a week,
    the 10th, 15th or 20th of a month, so much of what is longer."""
    length = (last - first).days + 1
    if length <= 7:
        return first + DAY * (2 if part == "early" else 3)
    if length <= 31:
        return first.replace(day={"early": 10, "first half": 15, "middle": 20}[part])
    months = round(length / 30.4)
    counted = {"early": max(months // 4, 1), "first half": months // 2, "middle": months * 2 // 3}
    return add_months(first, counted[part]) - DAY
