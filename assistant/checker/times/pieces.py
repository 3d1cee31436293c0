"""The parts that an expression of time is put together from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Literal

from assistant.case import When

END_OF_DAY = time(23, 59, 59)
"""A part of the day that lasts till midnight: as a deadline it is the day itself."""

Kind = Literal["day", "weekday", "clock", "length", "moment", "habit", "offset"]


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time in a text. `when` is the latest moment that it allows.

    `past`: it lies behind (yesterday, three days ago). `now`: at once, genast. `length`: a length of
    time with no word that makes it a deadline ("takes two days"). `ambiguous`: another common
    reading is a week or more earlier.
    """

    start: int
    end: int
    when: When
    past: bool = False
    now: bool = False
    length: bool = False
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One recognised part, before it is joined with its neighbours.

    `core` is where the expression itself begins, after its prepositions; `start` takes them in, and
    `lead` is the role they play. `day` is the last day allowed and `first` the first one of a
    stretch of days; `closed` is a stretch that is named by its end ("månadens slut").
    """

    start: int
    end: int
    kind: Kind
    core: int
    day: date | None = None
    first: date | None = None
    closed: bool = False
    clock: time | None = None
    part: str = ""
    """The part of the day that was named; it decides between 7 and 19, and yields to an exact hour."""
    is_half_open: bool = False
    """An hour that may as well be that of the evening: «by nine»."""
    moment: datetime | None = None
    earlier: date | None = None
    """The last such day before today, where the words fit both ("den 3 mars", "on Monday")."""
    leans_back: bool = False
    """Without a word that says otherwise it means `earlier`."""
    offset: int = 0
    """Days after the day that was named before ("the day after")."""
    lead: str = ""
    past: bool = False
    now: bool = False
    ambiguous: bool = False
    weak: bool = False
    """Counts only beside a day, behind a preposition or alone in the text ("9–11", "mars")."""

    @property
    def is_day(self) -> bool:
        return self.kind in ("day", "weekday")

    @property
    def is_exact(self) -> bool:
        """An hour was named, not only a part of the day."""
        return self.clock is not None and not self.part

    def but(self, **changes: Any) -> Piece:
        """The piece with these changes, itself where they change nothing."""
        return replace(self, **changes) if any(getattr(self, name) != new for name, new in changes.items()) else self
