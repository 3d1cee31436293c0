"""The days of a colleague's note as a reply says them: with the weekday, and today and tomorrow by their names."""

from __future__ import annotations

import re
from datetime import date

from assistant.case import Language
from assistant.speech import MONTHS, WEEKDAYS, near_date

_SWEDISH = re.compile(
    rf"(?:(?:{'|'.join(WEEKDAYS['sv'])}) )?(?<![–-])den (\d{{1,2}}) ({'|'.join(MONTHS['sv'])})(?: (\d{{4}}))?(?! ?[–-])"
)
_ENGLISH = re.compile(
    rf"(on |\b)(?<!\d to )(?:(?:{'|'.join(WEEKDAYS['en'])}) )?(?<![–-])\b(\d{{1,2}}) ({'|'.join(MONTHS['en'])})(?: (\d{{4}}))?(?! ?[–-])"
)
_GONE_BY = re.compile(r"\b(?:\w{3,}(?:ades|ddes|ttes|ldes|rdes|ndes|gdes)|gick|kom|was|were|ended|expired)\b")
"""A verb of the past before a day: the day is past too."""
_TWICE = re.compile(r"\b(i dag|i morgon|today|tomorrow)(?: \1)+")
_AHEAD = 150
"""A day without a year further ahead than this is taken for one gone by."""


def with_days(text: str, language: Language, today: date) -> str:
    """ "senast den 17 september" as "senast i morgon, torsdag den 17 september"; a day gone by stays as it is."""

    def swedish(match: re.Match[str]) -> str:
        if _GONE_BY.search(text[: match.start()].rpartition(". ")[2]) and not match[3]:
            return match[0] if (match[1], match[2]) != (str(today.day), MONTHS["sv"][today.month - 1]) else "i dag"
        when = _day(match[1], match[2], match[3], "sv", today)
        return match[0] if when is None else "i dag" if when == today else near_date(when, "sv", today)

    def english(match: re.Match[str]) -> str:
        if _GONE_BY.search(text[: match.start()].rpartition(". ")[2]) and not match[4]:
            return match[0] if (match[2], match[3]) != (str(today.day), MONTHS["en"][today.month - 1]) else "today"
        when = _day(match[2], match[3], match[4], "en", today)
        if when is None:
            return match[0]
        said = "today" if when == today else near_date(when, "en", today)
        return said if (when - today).days < 2 else match[1] + said

    said = _SWEDISH.sub(swedish, text) if language == "sv" else _ENGLISH.sub(english, text)
    return _TWICE.sub(r"\1", said)


def _day(number: str, month: str, year: str | None, language: Language, today: date) -> date | None:
    """The day still to come that is meant, today too; None of one gone by."""
    place = MONTHS[language].index(month) + 1
    for candidate in (int(year),) if year else (today.year, today.year + 1):
        try:
            when = date(candidate, place, int(number))
        except ValueError:
            continue
        if (when - today).days >= 0 and (year or (when - today).days <= _AHEAD):
            return when
    return None
