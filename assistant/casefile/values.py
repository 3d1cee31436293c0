"""Single values of a case or a policy: text, choices, dates, sums, hours, periods; a Fault for any other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from assistant.case import Money, Period, When
from assistant.casefile.document import Fault, Key

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""A case plays in between; beyond them something else was meant, and date sums overflow at the ends."""

S = TypeVar("S", bound=str)

_DAY = r"\d{4}-\d\d-\d\d"
_DATE = re.compile(_DAY, re.ASCII)
_MOMENT = re.compile(_DAY + r"[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_GAP = "[ \u00a0\u202f]"  # plain, no-break, narrow no-break
_SUM = re.compile(rf"(\d{{1,12}}|\d{{1,3}}(?:{_GAP}\d{{3}}){{1,3}})([.,]\d{{1,2}})?{_GAP}?([A-Z]{{3}}|kr)", re.ASCII)
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,4})?", re.ASCII)
_CLOCK = r"([01]\d|2[0-3]):([0-5]\d)"
_HOURS = re.compile(rf"{_CLOCK}\s?-\s?{_CLOCK}", re.ASCII)
_PERIOD = re.compile(r"(\d{1,3}) (business day|hour|day|week|month)s?", re.ASCII)


def local(moment: datetime) -> datetime:
    """The desk's wall-clock time of `moment`; without an offset it already is."""
    return moment.astimezone(STOCKHOLM).replace(tzinfo=None) if moment.tzinfo else moment


def text(value: Any, key: Key) -> str | None:
    """Text as it was written; a number, such as an id, is text too."""
    if value is None:
        return None
    if isinstance(value, Mapping | list | bool):
        raise Fault(key, f"must be text, not {named(value)}")
    written = str(value)
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in written):
        raise Fault(key, "is not text but the content of some file")
    return written


def choice(value: Any, key: Key, allowed: tuple[S, ...]) -> S | None:
    if value is None:
        return None
    for candidate in allowed:
        if value == candidate:
            return candidate
    raise Fault(key, f"{named(value)} is not one of {', '.join(allowed)}")


def truth(value: Any, key: Key) -> bool:
    if not isinstance(value, bool):
        raise Fault(key, f"must be true or false, not {named(value)}")
    return value


def when(value: Any, key: Key) -> When | None:
    """A date, or a date-time as the desk's clock shows it."""
    if value is None:
        return None
    written = value.strip() if isinstance(value, str) else ""
    try:
        if _DATE.fullmatch(written):
            return _plausible(date.fromisoformat(written), key)
        if _MOMENT.fullmatch(written):
            _plausible(date.fromisoformat(written[:10]), key)
            return local(datetime.fromisoformat(written))
    except ValueError:
        raise Fault(key, f"{named(value)} is not in the calendar") from None
    raise Fault(key, f"{named(value)} is not a date or date-time such as 2026-03-12 or 2026-03-12T10:00")


def _plausible(day: date, key: Key) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Fault(key, f"{str(day)!r} is not between the years {FIRST_YEAR} and {LAST_YEAR}")
    return day


def moment(value: Any, key: Key) -> datetime | None:
    """A date-time; a plain date is its first moment."""
    given = when(value, key)
    return given if given is None or isinstance(given, datetime) else datetime.combine(given, time(0))


def money(value: Any, key: Key) -> Money | None:
    if value is None:
        return None
    match = _SUM.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise Fault(key, f"{named(value)} is not a sum such as 499 SEK or 1 299,50 SEK")
    whole, part, currency = match.groups()
    amount = Decimal(re.sub(_GAP, "", whole) + (part or "").replace(",", "."))
    return Money(amount, "SEK" if currency == "kr" else currency)


def number(value: Any, key: Key) -> Decimal:
    if isinstance(value, bool) or not _NUMBER.fullmatch(str(value)):
        raise Fault(key, f"{named(value)} is not a number such as 500")
    return Decimal(str(value))


def currency(value: Any, key: Key) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{3}", value):
        raise Fault(key, f"{named(value)} is not a currency code such as SEK")
    return value


def hours(value: Any, key: Key) -> tuple[time, time]:
    match = _HOURS.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise Fault(key, f"{named(value)} is not opening hours such as 09:00-17:00")
    opens, closes = (time(int(hour), int(minute)) for hour, minute in (match.group(1, 2), match.group(3, 4)))
    if opens >= closes:
        raise Fault(key, f"{named(value)} closes before it opens")
    return opens, closes


def period(value: Any, key: Key) -> Period:
    match = _PERIOD.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise Fault(key, f"{named(value)} is not a period such as 5 business days, 24 hours or 2 weeks")
    return Period(int(match[1]), match[2])  # type: ignore[arg-type]


def named(value: Any) -> str:
    """A wrong value as an error may show it: short, and never the content of a list."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        shown = repr(value)
        return shown if len(shown) <= 40 else f"{shown[:37]}…'"
    return {list: "a list", dict: "keys and values", type(None): "nothing"}.get(type(value), type(value).__name__)
