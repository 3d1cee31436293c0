"""How dates, times of day, sums and lists are said to a customer, in Swedish and in English.

A date is never said tighter than it is: a day stays that day, a moment is rounded to a later quarter.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from assistant.case import Language, Money, When, day

WEEKDAYS = {
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_NUMBERS = {
    "sv": "noll en två tre fyra fem sex sju åtta nio tio elva tolv".split(),
    "en": "none one two three four five six seven eight nine ten eleven twelve".split(),
}
_FAR_AHEAD = 180
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}
_WORDS = {"GBP": "pund", "EUR": "euro", "USD": "dollar", "NOK": "norska kronor", "DKK": "danska kronor"}


def on_date(when: date, language: Language, today: date) -> str:
    """A day as "måndag den 16 mars", "Monday 16 March"; with the year when it is another one."""
    weekday, month = WEEKDAYS[language][when.weekday()], MONTHS[language][when.month - 1]
    year = f" {when.year}" if when.year != today.year else ""
    return f"{weekday} den {when.day} {month}{year}" if language == "sv" else f"{weekday} {when.day} {month}{year}"


def near_date(when: date, language: Language, today: date) -> str:
    """The date, led by today or tomorrow where it is that: "i morgon, fredag den 13 mars"."""
    said = on_date(when, language, today)
    near = {0: ("i dag", "today"), 1: ("i morgon", "tomorrow")}.get((when - today).days)
    return f"{near[language == 'en']}, {said}" if near else said


def clock(moment: time, language: Language) -> str:
    """A time of day as "klockan 15.30", "3:30 pm"; the hour alone when it is full."""
    if language == "sv":
        return f"klockan {_hour(moment, language)}"
    return f"{_hour(moment, language)} {_half(moment)}" if moment != time(12) else "noon"


def _hour(moment: time, language: Language) -> str:
    if language == "sv":
        return f"{moment.hour}" if not moment.minute else f"{moment.hour}.{moment.minute:02}"
    hour = moment.hour % 12 or 12
    return f"{hour}" if not moment.minute else f"{hour}:{moment.minute:02}"


def _half(moment: time) -> str:
    return "am" if moment.hour < 12 else "pm"


def latest_by(when: When, language: Language, today: date) -> str:
    """A deadline as "senast måndag den 16 mars klockan 12", "by noon on Monday 16 March"."""
    said = near_date(day(when), language, today)
    if not isinstance(when, datetime) or when.time() in (time(0), time(23, 59), time(23, 59, 59)):
        return f"senast {said}" if language == "sv" else f"by {said}"
    hour = clock(when.time(), language)
    return f"senast {said} {hour}" if language == "sv" else f"by {hour} {_on(said)}"


def at_time(when: When, language: Language, today: date, begins: time | None = None) -> str:
    """A visit's time: "måndag den 16 mars mellan klockan 8 och 12", "on Monday 16 March between 8 am and noon"."""
    said = near_date(day(when), language, today)
    if not isinstance(when, datetime) or when.time() == time(0):
        return said if language == "sv" else _on(said)
    if language == "sv":
        between = f"mellan {clock(begins, 'sv')} och {_hour(when.time(), 'sv')}" if begins else clock(when.time(), "sv")
        return f"{said} {between}"
    ends = clock(when.time(), "en")
    if not begins:
        return f"{_on(said)} at {ends}"
    same_half = _half(begins) == _half(when.time()) and when.time() != time(12)
    return f"{_on(said)} between {_hour(begins, 'en') if same_half else clock(begins, 'en')} and {ends}"


def _on(said: str) -> str:
    return said if said.startswith(("today", "tomorrow")) else f"on {said}"


def past_date(when: date, language: Language, today: date) -> str:
    """A day gone by: "i dag", "i går", "i tisdags", "den 3 mars"; "on Tuesday", "on 3 March"."""
    ago = (today - when).days
    if ago in (0, 1):
        return {"sv": ("i dag", "i går"), "en": ("today", "yesterday")}[language][ago]
    if 1 < ago < 7:
        weekday = WEEKDAYS[language][when.weekday()]
        return f"i {weekday}s" if language == "sv" else f"on {weekday}"
    month = MONTHS[language][when.month - 1]
    year = f" {when.year}" if when.year != today.year else ""
    return f"den {when.day} {month}{year}" if language == "sv" else f"on {when.day} {month}{year}"


def sum_of(money: Money, language: Language) -> str:
    """A sum as "2 499 kr", "2,499 kr", "£32", "32 pund"; öre and pence only where there are any."""
    whole = money.amount == money.amount.to_integral_value()
    number = f"{money.amount:,.0f}" if whole else f"{money.amount:,.2f}"
    if language == "sv":
        number = number.replace(",", " ").replace(".", ",")
        return f"{number} {'kr' if money.currency == 'SEK' else _WORDS.get(money.currency, money.currency)}"
    if money.currency in _SIGNS:
        return f"{_SIGNS[money.currency]}{number}"
    return f"{number} {'kr' if money.currency == 'SEK' else money.currency}"


def number(count: int, language: Language) -> str:
    """Up to twelve in words."""
    return _NUMBERS[language][count] if 0 <= count < len(_NUMBERS[language]) else str(count)


def times(count: int, language: Language) -> str:
    """How often, as "tre gånger", "three times", "twice"."""
    if language == "sv":
        return "en gång" if count == 1 else f"{number(count, 'sv')} gånger"
    return {1: "once", 2: "twice"}.get(count, f"{number(count, 'en')} times")


def last_or_next(number: int, month: int, today: date) -> date:
    """The day that a note means which names no year: this year's, or last year's where this year's is far ahead."""
    said = date(today.year, month, min(number, 28))
    return said if (said - today).days <= _FAR_AHEAD else said.replace(year=today.year - 1)


def rounded_up(moment: datetime) -> datetime:
    """The next full quarter: what is said may be looser than what is so, never tighter."""
    spare = timedelta(minutes=-moment.minute % 15)
    return (moment + spare).replace(second=0, microsecond=0)


def whole(amount: Decimal, currency: str) -> Money:
    return Money(amount, currency)
