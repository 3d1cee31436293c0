"""Readers of clock times and of parts of the day."""

from __future__ import annotations

from datetime import time

from assistant.checker.times.days import DAY
from assistant.checker.times.pieces import END_OF_DAY, Piece
from assistant.checker.times.readings import Reading

_FIRST_THING = time(10)
_NOON = time(12)
_NIGHT_OVER = time(6)


def clock(r: Reading) -> Piece | None:
    """An hour; of a range the later one. A bare number or hour word («weak») counts beside a day, or
    where the words around it leave no doubt."""
    ends = _hour(r, "h2", "hour2", "min2") or _hour(r, "h", "hour", "min")
    if ends is None:
        return None
    is_half_open = not r.group("min", "min2") and _is_half_open(r, ends)
    if r.value != "weak" or r.said.endswith("tiden"):
        return r.clock(ends, is_half_open=is_half_open)
    is_range, is_led, is_free = bool(r.group("h2", "hour2")), r.follows("clock"), r.precedes("free")
    is_a_one = r.group("hour") in ("ett", "one") and not is_range and not r.follows("clock of one")
    if is_a_one or r.precedes("quantity") or not (is_led or is_free or is_range or r.group("min")):
        return None
    is_weak = not (is_led and (is_free or bool(r.group("min"))))
    return r.clock(ends, weak=is_weak, is_half_open=is_half_open)


def _hour(r: Reading, figure: str, word: str, minute: str) -> time | None:
    """«3» is the afternoon's to a complaints desk, «03» and «3 am» are not."""
    figures = r.group(figure)
    hour = int(figures) if figures else r.word("hour", word)
    minutes = r.digits(minute) or (30 if r.group("thirty").strip() == "thirty" else 0)
    if hour is None or hour > 24 or (hour == 24 and minutes):
        return None
    half = r.group("ap")[:1]
    if hour < 12 and (half == "p" or (not half and 1 <= hour <= 6 and len(figures) < 2)):
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return END_OF_DAY if hour == 24 else time(hour, minutes)


def clock_past(r: Reading) -> Piece | None:
    """«Kvart i tre», «half past five»; «halv tre» is half past two, «half three» half past three."""
    hour = _hour(r, "h", "hour", "")
    if hour is None or hour == END_OF_DAY:
        return None
    shift = (-30 if r.is_swedish else 30) if r.group("half") else 0
    minutes = r.word("minutes") or int(r.number("n") or 0)
    shift += -minutes if r.group("side") in ("i", "to") else minutes
    total = (hour.hour * 60 + hour.minute + shift) % (24 * 60)
    ends = time(total // 60, total % 60)
    return r.clock(ends, is_half_open=_is_half_open(r, ends))


def _is_half_open(r: Reading, hour: time) -> bool:
    """Whether that of the evening may be meant; Swedish figures mean what they say."""
    return 7 <= hour.hour < 12 and not r.group("ap") and not (r.is_swedish and r.group("h", "h2"))


def part(r: Reading) -> Piece | None:
    """A part of a day, beside a day or behind a preposition."""
    name = r.word("part")
    return r.clock(r.over(name), name, weak=True)


def day_part(r: Reading) -> Piece | None:
    """«I kväll», «this afternoon»."""
    return r.day(r.today, clock=r.over(r.value), part=r.value, earlier=r.today)


def this_morning(r: Reading) -> Piece | None:
    """Said after noon, it is behind us."""
    return r.day(r.today, clock=_NOON, part="forenoon", earlier=r.today, leans_back=r.now.time() >= _NOON)


def night(r: Reading) -> Piece | None:
    """The coming night, till six; after a verb of the past the last one."""
    return r.day(r.today + DAY, clock=_NIGHT_OVER, part="night", earlier=r.today)


def morning_ahead(r: Reading) -> Piece | None:
    return r.day(r.today + DAY, clock=_FIRST_THING, part="morning")


def first_thing(r: Reading) -> Piece | None:
    return r.clock(_FIRST_THING, "morning")


def lunch(r: Reading) -> Piece | None:
    """Lunch is over at one; «before lunch» and «by lunch» are noon (see `reading`)."""
    if r.group("noon"):
        return r.clock(_NOON)
    return r.clock(r.over("lunch"), "lunch over" if r.group("over") else "lunch", weak=True)


def midnight(r: Reading) -> Piece | None:
    return r.clock(END_OF_DAY)


def closing(r: Reading) -> Piece | None:
    """The end of the working day: as a deadline the day itself."""
    return r.clock(END_OF_DAY, "closing")


def now(r: Reading) -> Piece | None:
    return r.piece("moment", moment=r.now, now=True)
