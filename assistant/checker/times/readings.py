"""A match of a shape, with all that its reader needs to understand it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from assistant.calendar import add_months
from assistant.checker.times.grammar import Grammar
from assistant.checker.times.numerals import small
from assistant.checker.times.pieces import END_OF_DAY, Kind, Piece

_MORNING_OVER = {"sv": time(10), "en": time(12)}
"""An English morning lasts till noon, a Swedish one till ten."""
_OVER = {"forenoon": time(12), "afternoon": time(18), "evening": END_OF_DAY, "night": END_OF_DAY, "lunch": time(13)}
_BEHIND = 60
"""How far back what surrounds a time is looked for, in characters."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`original` is the text as it was written; the match is over the canonical one. `value` is the shape's."""

    match: re.Match[str]
    grammar: Grammar
    now: datetime
    original: str
    value: Any = None

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def is_swedish(self) -> bool:
        return self.grammar.language == "sv"

    @property
    def said(self) -> str:
        return self.match.group()

    def group(self, *names: str) -> str:
        """The first of these groups that took part, or an empty text."""
        taking_part = self.match.re.groupindex
        return next((text for name in names if name in taking_part and (text := self.match[name])), "")

    def word(self, table: str, name: str = "") -> Any:
        """What the captured word of that table stands for; None where none was captured."""
        return self.grammar.words.get(table, {}).get(self.group(name or table))

    def digits(self, name: str) -> int | None:
        text = self.group(name)
        return int(text) if text.isdigit() else None

    def number(self, name: str) -> float | None:
        """A count in figures or words."""
        text = self.group(name)
        if text[:1].isdigit():
            return float(text.replace(",", "."))
        spelled: int | None = self.grammar.words["n"].get(text)
        return spelled

    @property
    def weekday(self) -> int | None:
        """0 for Monday; None where no weekday was captured."""
        tables = ("weekday", "weekday_short", "weekday_stem")
        return next((number for table in tables if (number := self.word(table)) is not None), None)

    @property
    def month(self) -> int | None:
        number: int | None = self.word("month") or self.word("month_short")
        return number

    @property
    def year(self) -> int | None:
        """The year that was told; two figures are of this century."""
        if century := self.group("century"):
            return 2000 + small(self.grammar.language).get(century, 0)
        year = self.digits("y") or self.digits("y2")
        return year + 2000 if year is not None and year < 100 else year

    @property
    def first_of_month(self) -> date:
        """Of the month that was named: by its name, as the next one, or this one."""
        this = self.today.replace(day=1)
        if self.month:
            return date(self.year or this.year + (self.month < this.month), self.month, 1)
        return add_months(this, int(self.group("rel").startswith(("next", "nästa", "the following"))))

    def over(self, part: str) -> time:
        """When that part of the day is over."""
        return _OVER.get(part) or _MORNING_OVER[self.grammar.language]

    def follows(self, surrounding: str) -> bool:
        """Whether the words right before the match are of that kind."""
        start = self.match.start()
        pattern = self.grammar.surroundings[surrounding]
        return bool(pattern.search(self.match.string, max(0, start - _BEHIND), start))

    def precedes(self, surrounding: str) -> bool:
        """Whether the words right after the match are of that kind."""
        return bool(self.grammar.surroundings[surrounding].match(self.match.string, self.match.end()))

    def is_capital(self, group: str) -> bool:
        at = self.match.start(group)
        return at >= 0 and self.original[at].isupper()

    def piece(self, kind: Kind, **facts: Any) -> Piece:
        start, end = self.match.span()
        return Piece(start, end, kind, start, **facts)

    def day(self, day: date | None, **facts: Any) -> Piece | None:
        return self.piece("day", day=day, **facts) if day else None

    def clock(self, clock: time, part: str = "", **facts: Any) -> Piece:
        return self.piece("clock", clock=clock, part=part, **facts)
