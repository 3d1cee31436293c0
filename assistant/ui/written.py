"""Dates, times, sums and periods as people write them, in Swedish and English."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from assistant.case import Language, Money, Period, When, day
from assistant.ui.casetexts import case_words
from assistant.ui.texts import words

_MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_WEEKDAYS = {
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}
NARROW_SPACE = "\u202f"
"""Keeps the thousands of a sum on one line."""


def date_of(when: date, language: Language, today: date) -> str:
    """«16 mars», «16 March»; with the year when it is another than `today`'s."""
    year = "" if when.year == today.year else f" {when.year}"
    return f"{when.day} {_MONTHS[language][when.month - 1]}{year}"


def weekday_and_date(when: date, language: Language, today: date) -> str:
    """«måndag 16 mars», «Monday 16 March»."""
    return f"{_WEEKDAYS[language][when.weekday()]} {date_of(when, language, today)}"


def time_of(when: datetime, language: Language) -> str:
    return f"{when:%H.%M}" if language == "sv" else f"{when:%H:%M}"


def when_of(when: When, language: Language, today: date) -> str:
    """A day with its weekday, and the clock time where there is one."""
    written = weekday_and_date(day(when), language, today)
    if not isinstance(when, datetime):
        return written
    clock = time_of(when, language)
    return f"{written} kl. {clock}" if language == "sv" else f"{written} at {clock}"


def customer_of(customer: str | None, opening: str | None, language: Language) -> str:
    """The customer's name, or that there is none, with their first words."""
    return customer or ": ".join(filter(None, [case_words(language)["unnamed"], opening]))


def sum_of(money: Money, language: Language) -> str:
    """«2 499 kr», «49,50 kr»; «2,499 kr», «£20», «20 GBP»."""
    number = _number(money.amount, language)
    if money.currency == "SEK":
        return f"{number} kr"
    if language == "en" and money.currency in _SIGNS:
        return f"{_SIGNS[money.currency]}{number}"
    return f"{number} {money.currency}"


def count_of(count: int, language: Language) -> str:
    """A whole number with its thousands apart: 12 480, 12,480."""
    return _number(Decimal(count), language)


def period_of(period: Period, language: Language) -> str:
    """«5 arbetsdagar», «1 business day»."""
    unit = period.unit.replace(" ", "_")
    key = f"period_{unit}_one" if period.count == 1 else f"period_{unit}"
    return words(language)[key].format(n=period.count)


def _number(amount: Decimal, language: Language) -> str:
    whole = amount == amount.to_integral_value()
    written = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    if language == "en":
        return written
    return written.replace(",", NARROW_SPACE).replace(".", ",")
