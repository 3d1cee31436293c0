"""What each shape of `patterns.py` means: a match becomes a Piece, or None where it makes no sense."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from re import Match
from typing import Any

from assistant.calendar import add_business_days, add_months
from assistant.case import Language
from assistant.checker.times.patterns import meaning
from assistant.checker.times.pieces import (
    Piece,
    in_week,
    make_date,
    month_end,
    next_day_of_month,
    previous,
    upcoming,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A match with what a reader needs to understand it."""

    match: Match[str]
    language: Language
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()

    def group(self, *names: str) -> str:
        """The first of these groups that took part, or an empty text."""
        groups = self.match.groupdict()
        return next((groups[name] for name in names if groups.get(name)), "")

    def word(self, table: str, *names: str) -> Any:
        text = self.group(*names)
        return meaning(self.language, table, text) if text else None

    def number(self, name: str) -> float | None:
        text = self.group(name).lower()
        if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
            return float(text.replace(",", "."))
        value = meaning(self.language, "NUMBERS", text) if text else None
        return float(value) if isinstance(value, int) else None

    def day(self, day: date | None, **more: Any) -> Piece | None:
        return Piece(*self.match.span(), "day", day=day, **more) if day else None

    def spread(self, day: date, **more: Any) -> Piece:
        return Piece(*self.match.span(), "day", day=day, spread=True, **more)

    def clock(self, clock: time | None) -> Piece | None:
        return Piece(*self.match.span(), "clock", clock=clock) if clock else None

    def past(self, day: date) -> Piece:
        return Piece(*self.match.span(), "day", day=day, past=True)


def _year(r: Reading, *names: str) -> int | None:
    text = r.group(*names)
    if text.startswith("tjugohundra"):
        number = meaning("sv", "NUMBERS", text.removeprefix("tjugohundra"))
        return 2000 + (number if isinstance(number, int) else 0)
    return (int(text) + (2000 if int(text) < 100 else 0)) if text.isdigit() else None


def iso(r: Reading) -> Piece | None:
    return r.day(make_date(int(r.group("y", "y2")), int(r.group("mo", "mo2")), int(r.group("d", "d2")), r.today))


def iso_name(r: Reading) -> Piece | None:
    year, month = int(r.group("y", "y2")), r.word("MONTHS", "mo", "mo2")
    return r.day(make_date(year, month, int(r.group("d", "d2")), r.today))


def numeric(r: Reading) -> Piece | None:
    """Day before month, as both languages write it in Sweden; the other way only where that fails."""
    a, b, separator, year = int(r.group("a")), int(r.group("b")), r.group("sep"), _year(r, "y")
    if separator != "/" and not year and not _is_dated(r):
        return None
    made = make_date(year, b, a, r.today) or make_date(year, a, b, r.today)
    return r.day(made, reaches_back=year is None)


def _is_dated(r: Reading) -> bool:
    """«5-12» and «5.12» are dates only beside a word that says so, or alone."""
    before, after = r.match.string[: r.match.start()], r.match.string[r.match.end() :]
    if re.search(r"(?:\bkl\.?|klockan|mellan|between|version|at) ?$", before, re.I):
        return False
    said = re.search(r"(?:\b(?:den|senast|på|on|by|until|före|innan|till|before)) ?$", before, re.I)
    return bool(said) or (not before.strip() and bool(re.match(r"\s*(?:kl|at|$)", after, re.I)))


def day_month(r: Reading) -> Piece | None:
    if r.group("this"):
        month = add_months(r.today.replace(day=1), 1 if r.group("this").lower() == "next" else 0)
        return r.day(make_date(month.year, month.month, int(r.group("d3")), r.today))
    day = int(r.group("d")) if r.group("d") else r.word("ORDINALS", "o")
    year = _year(r, "y", "y2")
    made = make_date(year, r.word("MONTHS", "mo", "mo2"), day, r.today)
    return r.day(made, reaches_back=year is None)


def month_day(r: Reading) -> Piece | None:
    day = int(r.group("d")) if r.group("d") else _ordinal(r.group("o"))
    year = _year(r, "y", "y2")
    made = make_date(year, r.word("MONTHS", "mo", "mo2"), day, r.today) if day else None
    return r.day(made, reaches_back=year is None)


def _ordinal(word: str) -> int | None:
    value = meaning("en", "ORDINALS", word.lower()) or meaning("en", "NUMBERS", word.lower())
    return value if isinstance(value, int) else None


def day_range(r: Reading) -> Piece | None:
    return r.day(make_date(_year(r, "y", "y2"), r.word("MONTHS", "mo", "mo2"), int(r.group("d2", "d4")), r.today))


def the_day(r: Reading) -> Piece | None:
    digits = r.group("d", "d2")
    word = r.group("o").lower()
    number = int(digits) if digits else r.word("ORDINALS", "o") or _ordinal(word.replace("the ", ""))
    return r.day(next_day_of_month(number, r.today), reaches_back=True) if number and number <= 31 else None


def last_day(r: Reading) -> Piece | None:
    month = r.word("MONTHS", "mo")
    return r.day(month_end(r.today.year + (month < r.today.month), month))


def today(r: Reading) -> Piece | None:
    return r.day(r.today, spread=not re.fullmatch(r"i ?dag|today", r.match.group(), re.I))


def tomorrow(r: Reading) -> Piece | None:
    return r.day(r.today + timedelta(days=1))


def overmorrow(r: Reading) -> Piece | None:
    return r.day(r.today + timedelta(days=2))


def yesterday(r: Reading) -> Piece | None:
    weekday = r.word("WEEKDAYS", "wd", "wd2")
    return r.past(previous(weekday, r.today) if weekday is not None else r.today - timedelta(days=1))


def today_part(r: Reading) -> Piece | None:
    word = r.group("p").lower()
    over = {"kväll": 23, "natt": 23, "tonight": 23, "this evening": 23, "later this evening": 23, "förmiddag": 12}
    over |= {"this morning": 12, "this lunchtime": 13}
    hour = over.get(word, 18)
    moment = datetime.combine(r.today, time(hour, 59 if hour == 23 else 0))
    return Piece(*r.match.span(), "moment", moment=moment)


def weekday_next(r: Reading) -> Piece | None:
    """«Nästa fredag» is the one of next week; where this week still has one, both readings are heard."""
    weekday = r.word("WEEKDAYS", "wd", "wd2", "wd3", "wd4")
    named = in_week(weekday, 1, r.today)
    return r.day(named, ambiguous=bool(r.group("wd")) and upcoming(weekday, r.today) < named)


def weekday(r: Reading) -> Piece | None:
    return Piece(
        *r.match.span(), "weekday", day=upcoming(r.word("WEEKDAYS", "wd"), r.today)
    )  # fmt: skip


def weekday_part(r: Reading) -> Piece | None:
    day = upcoming(r.word("WEEKDAYS", "wd"), r.today)
    return Piece(*r.match.span(), "day", day=day, clock=_part(r, "p"))


def nth_weekday(r: Reading) -> Piece | None:
    weekday, word = r.word("WEEKDAYS", "wd"), r.group("o").lower()
    month = r.word("MONTHS", "mo")
    if month is None:
        ahead = add_months(r.today.replace(day=1), 1 if "n" in r.group("mo").lower()[:4] else 0)
        first = ahead
    else:
        first = date(_year(r, "y") or r.today.year + (month < r.today.month), month, 1)
    days = [first + timedelta(days=i) for i in range(31)]
    hits = [d for d in days if d.weekday() == weekday and d.month == first.month]
    if word in ("last", "sista"):
        return r.day(hits[-1])
    n = r.word("ORDINALS", "o")
    return r.day(hits[n - 1]) if n and n <= len(hits) else None


def weekdays_ahead(r: Reading) -> Piece | None:
    count, weekday = r.number("n"), r.word("WEEKDAYS", "wd")
    return r.day(upcoming(weekday, r.today) + timedelta(days=7 * (int(count or 1) - 1)))


def week_number(r: Reading) -> Piece | None:
    week = int(r.group("w2") or r.group("w"))
    if not 1 <= week <= 53:
        return None
    for year in (r.today.year, r.today.year + 1):
        try:
            sunday = date.fromisocalendar(year, week, 7)
        except ValueError:
            continue
        if sunday >= r.today:
            return r.spread(sunday)
    return None


def this_week(r: Reading) -> Piece | None:
    return r.spread(in_week(6, 0, r.today))


def week_of(r: Reading) -> Piece | None:
    made = make_date(None, r.word("MONTHS", "mo"), int(r.group("d")), r.today)
    return r.spread(in_week(6, 0, made)) if made else None


def next_week(r: Reading) -> Piece | None:
    return r.spread(in_week(6, 1, r.today))


def week_part(r: Reading) -> Piece | None:
    word, week = r.group("p", "p2").lower(), r.group("w", "w2").lower()
    weeks = 1 if re.search(r"nästa|kommande|next", week) else 0
    weekday = 2 if word in _EARLY else 3 if word in _MIDDLE else 6
    return r.spread(max(in_week(weekday, weeks, r.today), r.today))


_EARLY = ("början", "beginning", "start", "early")
_MIDDLE = ("mitten", "middle", "mid", "mid-")


def weekend(r: Reading) -> Piece | None:
    """Before the weekend is by Friday; otherwise it lasts till Sunday."""
    weeks = 1 if re.match(r"n", r.group("n"), re.I) else 0
    before = r.group("lead").lower() in ("före", "innan", "before")
    return r.spread(in_week(4 if before else 6, weeks, r.today))


def this_month(r: Reading) -> Piece | None:
    return r.spread(month_end(r.today.year, r.today.month))


def month_turn(r: Reading) -> Piece | None:
    """At the turn of the month: the first days of the next one still count."""
    month = r.word("MONTHS", "mo2")
    first = make_date(None, month, 1, r.today) if month else add_months(r.today.replace(day=1), 1)
    return r.spread(first + timedelta(days=2)) if first else None


def next_month(r: Reading) -> Piece | None:
    ahead = add_months(r.today, 1)
    return r.spread(month_end(ahead.year, ahead.month))


def month_part(r: Reading) -> Piece | None:
    month, word = r.word("MONTHS", "mo"), r.group("p").lower()
    year = _year(r, "y") or r.today.year + (month < r.today.month)
    end = month_end(year, month)
    return r.spread(end.replace(day=10 if word in _EARLY else 20 if word in _MIDDLE else end.day))


def month(r: Reading) -> Piece | None:
    number = r.word("MONTHS", "mo", "mo2")
    year = _year(r, "y") or r.today.year + (number < r.today.month)
    return r.spread(month_end(year, number))


def quarter(r: Reading) -> Piece | None:
    if r.group("y"):
        return r.spread(month_end(int(r.group("y")), 3 * int(r.group("q"))))
    number = int(r.group("o")[0]) if r.group("o")[:1].isdigit() else r.word("ORDINALS", "o")
    if not number or number > 4:
        return None
    return r.spread(month_end(r.today.year + (3 * number < r.today.month), 3 * number))


def year(r: Reading) -> Piece | None:
    return r.spread(date(r.today.year, 12, 31))


def next_year(r: Reading) -> Piece | None:
    return r.spread(date(r.today.year + 1, 12, 31))


def season(r: Reading) -> Piece | None:
    found = r.word("SEASONS", "s")
    return r.spread(make_date(None, found[0], found[1], r.today) or r.today) if found else None


def feast(r: Reading) -> Piece | None:
    found = r.word("FEASTS", "f")
    return r.day(make_date(_year(r, "y"), found[0], found[1], r.today)) if found else None


def easter(r: Reading) -> Piece | None:
    offset, named = r.word("EASTER", "f"), _year(r, "y")
    for candidate in [named] if named else [r.today.year, r.today.year + 1]:
        day = easter_sunday(candidate) + timedelta(days=offset)
        if named or day >= r.today:
            return r.day(day)
    return None


def easter_sunday(year: int) -> date:
    """The anonymous Gregorian computus (Meeus, Astronomical Algorithms, 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def midsummer(r: Reading) -> Piece | None:
    """Midsummer's Eve is the Friday between 19 and 25 June."""
    for candidate in (r.today.year, r.today.year + 1):
        eve = next(d for i in range(19, 26) if (d := date(candidate, 6, i)).weekday() == 4)
        if eve >= r.today:
            return r.day(eve)
    return None


def length_half(r: Reading) -> Piece | None:
    word = r.group("h").lower()
    if word:
        minutes = 15 if "kvart" in word or "quarter" in word else 30
        if "dygn" in word:
            minutes = 24 * 60
        if word.startswith("halvår"):
            return _length(r, r.day(add_months(r.today, 6)))
        if "dag" in word or "day" in word:
            minutes = 4 * 60
    elif r.group("t"):
        minutes = 60
        if not r.group("lead"):
            return None
    elif r.group("n4"):
        minutes = 90
    else:
        return _length(r, _after(r, (r.number("n") or 1) + 0.5, r.word("UNITS", "u")))
    return _length(r, Piece(*r.match.span(), "moment", moment=r.now + timedelta(minutes=minutes)))


def length(r: Reading) -> Piece | None:
    counts = [n for n in (r.number("n"), r.number("n2"), r.number("n3")) if n is not None]
    unit = r.word("UNITS", "u")
    trail = r.group("trail").strip().lower()
    if not counts or unit is None or trail in ("gammal", "gamla", "gammalt", "old"):
        return None
    if trail in ("sedan", "sen", "ago", "earlier", "back", "tillbaka") or _looks_back(r):
        return r.past(r.today - timedelta(days=1))
    piece = _after(r, max(counts), unit)
    if piece and r.group("u2") and piece.day:
        piece = _and_days(r, piece)
    return _length(r, piece)


def _looks_back(r: Reading) -> bool:
    return r.group("past").strip().lower() not in ("", "för") or r.group("lead").lower() == "de senaste"


def _and_days(r: Reading, piece: Piece) -> Piece | None:
    extra = re.search(r"(\d+)", r.group("u2"))
    return r.day(piece.day + timedelta(days=int(extra[1]))) if extra and piece.day else piece


def _after(r: Reading, count: float, unit: str) -> Piece | None:
    """The end of that length of time, begun now; weeks that are named ahead end on their Sunday."""
    whole = int(count + 0.999)
    if whole > 5000:
        return None
    if unit in ("second", "minute", "hour"):
        moment = r.now + timedelta(**{f"{unit}s": count})
        return Piece(*r.match.span(), "moment", moment=moment)
    if unit == "business day":
        return r.day(add_business_days(r.today, whole))
    lead = r.match.group().lower()
    ahead = re.match(r"(?:nästa|next|upcoming|coming) |\d+ upcoming|\w+ upcoming", lead)
    if unit == "week":
        return r.day(in_week(6, whole, r.today) if ahead else r.today + timedelta(weeks=whole))
    if unit in ("month", "year"):
        months = whole * (12 if unit == "year" else 1)
        day = add_months(r.today, months)
        return r.day(month_end(day.year, day.month if unit == "month" else 12) if ahead else day)
    return r.day(r.today + timedelta(days=whole))


_DEADLINE_LEADS = re.compile(
    r"(?:redan |senast )?(?:inom|om)|på|efter|närmaste|.*närmaste|.*kommande|nästa|within.*|inside|in.*|under|after|over|"
    r".*next|.*coming|upcoming|by",
    re.I,
)


def _length(r: Reading, piece: Piece | None) -> Piece | None:
    if piece is None:
        return None
    lead, trail = r.group("lead").strip().lower(), r.group("trail").strip().lower()
    said = bool(_DEADLINE_LEADS.fullmatch(lead)) and not (r.language == "sv" and lead in ("i", "under"))
    said = said or trail in ("from now", "from today", "from right now", "later", "senare", "framåt") or "från" in trail
    said = said or "upcoming" in r.match.group().lower()
    return Piece(
        piece.start, piece.end, piece.kind, piece.day, piece.clock, piece.moment, length=not said, spread=True
    )  # fmt: skip


def now(r: Reading) -> Piece | None:
    return Piece(*r.match.span(), "moment", moment=r.now, now=True)


def noon(r: Reading) -> Piece | None:
    word, lead = r.group("w").lower(), r.group("lead").lower()
    if not word:
        return r.clock(time(12))
    if word == "midnight" or word == "midnatt":
        return r.clock(time(23, 59))
    if lead in ("after", "efter"):
        return r.clock(time(15))
    return r.clock(time(12) if word in ("noon", "midday") or lead in ("före", "innan", "before", "by") else time(13))


def clock(r: Reading) -> Piece | None:
    later = [name for name in ("h2", "h6", "h8", "h12") if r.group(name)]
    if r.language == "en" and r.group("h6"):
        later = []
    name = later[0] if later else next(n for n in ("h", "h3", "h4", "h5", "h7", "h9", "h10", "h11", "h6") if r.group(n))
    hour, minute = int(r.group(name)), int(r.group("m" + name[1:]) or 0)
    if hour > 24 or minute > 59:
        return None
    half = r.group("ap" + name[1:]).lower().replace(".", "").replace(" ", "")
    if half.startswith("p") and hour < 12:
        hour += 12
    elif not half and 1 <= hour <= 6 and len(r.group(name)) == 1:
        hour += 12  # a desk that says «kl 3» means the afternoon
    return r.clock(time(hour % 24, minute) if hour < 24 else time(23, 59))


def clock_words(r: Reading) -> Piece | None:
    word = r.group("n", "n2").lower()
    number = 12 if word in ("noon", "midday") else int(word) if word.isdigit() else meaning(r.language, "NUMBERS", word)
    if not isinstance(number, int) or not 1 <= number <= 24:
        return None
    number = {"tolv": 12, "elva": 11}.get(word, number)
    hour = number + 12 if 1 <= number <= 6 else number
    shift = _SHIFTS.get(r.group("q").lower(), 0)
    if r.group("half"):
        shift = -30
    elif "thirty" in r.match.group().lower():
        shift = 30
    minutes = hour * 60 + shift
    return r.clock(time(minutes // 60 % 24, minutes % 60))


_SHIFTS = {
    "kvart över": 15, "kvart i": -15, "tjugo över": 20, "tjugo i": -20, "fem över": 5, "fem i": -5, "tio över": 10,
    "tio i": -10, "klockan 20 över": 20, "half past": 30, "a quarter past": 15, "quarter past": 15, "a quarter to": -15,
    "quarter to": -15, "ten past": 10, "ten to": -10, "twenty past": 20, "twenty to": -20, "five past": 5, "five to": -5,
}  # fmt: skip


def part(r: Reading) -> Piece | None:
    """A part of a day alone; «in the morning», said after noon, is tomorrow's."""
    over = _part(r, "p")
    return Piece(*r.match.span(), "clock", clock=over) if over else None


def _part(r: Reading, name: str) -> time | None:
    word = r.group(name).lower().rstrip("s")
    if word in ("kvällskvisten",):
        return time(23, 59)
    if word == "lunchen":
        return time(13)
    found = meaning(r.language, "PARTS", word)
    return found if isinstance(found, time) else None


READERS: dict[str, Callable[[Reading], Piece | None]] = {
    reader.__name__: reader
    for reader in (
        iso, iso_name, numeric, day_month, month_day, day_range, the_day, last_day, today, tomorrow, overmorrow,
        yesterday, today_part, weekday_next, weekday, weekday_part, nth_weekday, weekdays_ahead, week_number, this_week,
        week_of, next_week, week_part, weekend, this_month, month_turn, next_month, month_part, month, quarter, year,
        next_year, season, feast, easter, midsummer, length_half, length, now, noon, clock, clock_words, part,
    )
}  # fmt: skip
