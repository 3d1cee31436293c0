"""The day that a customer means by "i tisdags", "three days ago" or a date without its year."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.calendar import add_months
from assistant.case import Language
from assistant.composing.vocabulary import words

_RECENT = timedelta(days=125)
SAID_DAY: dict[Language, re.Pattern[str]] = {
    "sv": re.compile(r"i (?:mån|tis|ons|tors|fre|lör|sön)dags|i ?går|i ?dag|i ?morse", re.IGNORECASE),
    "en": re.compile(r"(?:on|last) \w+day|yesterday|today|this morning", re.IGNORECASE),
}
"""The words that name a day."""
_WEEKDAYS = {
    "sv": re.compile(r"\bi (mån|tis|ons|tors|fre|lör|sön)dags\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:on|last) (mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE),
}
_STEMS = {"sv": "mån tis ons tors fre lör sön".split(), "en": "mon tues wednes thurs fri satur sun".split()}
_AGO = re.compile(
    r"(?:för )?(\w+) (dagar|dag|veckor|vecka|månader|månad|days?|weeks?|months?) (?:sedan|sen|ago)", re.IGNORECASE
)


def past_day(said: str, language: Language, today: date) -> date | None:
    """The day that "i tisdags", "i går" or "three days ago" means."""
    lower = said.lower()
    if re.search(r"\bi ?dag\b|\bi ?morse\b|\btoday\b|\bthis morning\b", lower):
        return today
    if re.search(r"\bi ?går\b|\byesterday\b", lower):
        return today - timedelta(days=1)
    if match := _WEEKDAYS[language].search(said):
        weekday = _STEMS[language].index(match[1].lower())
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    if match := _AGO.search(said):
        return _ago(match[1].lower(), match[2].lower(), language, today)
    return None


def _ago(number: str, unit: str, language: Language, today: date) -> date | None:
    one = {"en": 1, "ett": 1, "a": 1, "an": 1, "one": 1}
    count = int(number) if number.isdigit() else one.get(number) or words(language).numbers.get(number)
    if not count:
        return None
    if unit.startswith(("mån", "month")):
        return add_months(today, -count)
    return today - timedelta(days=count * (7 if unit.startswith(("veck", "week")) else 1))


def dated(when: date, today: date, said: str) -> date | None:
    """A date told without its year, read as the last one where that is near."""
    if not re.search(r"\d", said) or re.search(r"\d{1,2}[:.]\d\d|kl", said):
        return None
    for candidate in (when, _year_before(when)):
        if candidate and timedelta(0) <= today - candidate <= _RECENT:
            return candidate
    return None


def _year_before(when: date) -> date | None:
    try:
        return when.replace(year=when.year - 1)
    except ValueError:
        return None
