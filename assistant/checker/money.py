"""Sums of money in a text, in Swedish and English: how much, in what currency, where.

Thousands may be parted by spaces, points or commas (1 794 kr, 1.794 kr, 1,794 kr), decimals by a
comma or a point (49,90); `:-`, `kr`, `spänn`, `tkr`, `k`, `miljoner`, and number words are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from re import Match

from assistant.case import Language, Money
from assistant.checker.times.vocabulary import NUMBERS


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in a text; `money` is the larger end of a range."""

    start: int
    end: int
    money: Money


_CURRENCIES = {
    "SEK": r"kronorna|kronor|kronors|krona|kr|sek|spänn|pix|lax|riksdaler|swedish kron(?:or|a)|crowns|:-|;-",
    "EUR": r"euros?|eur|€",
    "USD": r"us dollars?|dollars?|usd|us\$|\$|bucks",
    "GBP": r"british pounds?|pounds?(?: sterling)?|quid|gbp|£|pund",
    "NOK": r"nok|nkr|norska kronor",
    "DKK": r"dkk|dkr|danska kronor",
    "INR": r"rupees|inr|rs",
    "AUD": r"aud\$?|australian dollars?",
    "JPY": r"yen|jpy",
    "CHF": r"chf|francs?",
}
_MINOR = r"öre|öringar|cents?|pence|penny|pennies|p(?=\b)|¢|c(?=\b)"
_SCALES = {
    "tusen lapp|tusenlapp|tusenlappar|tkr|tusen|thousand|grand|k": 1_000,
    "miljoner|miljon|mkr|mnkr|million|mn|m": 1_000_000,
    "miljarder|miljard|billion|bn": 1_000_000_000,
    "hundralappar|hundralapp|hundring|hundringar": 100,
    "femhundring|femhundralapp": 500,
}
_NUMBER = r"\d{1,3}(?:[   .,’']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    currency = "|".join(_CURRENCIES.values())
    scale = r"tusen|thousand|miljoner|miljon|million|miljarder|miljard|billion|bn|mn|[kK](?![a-zåäö])|t(?=kr)|m(?=kr)"
    words = "|".join(sorted(map(re.escape, _words(language)), key=len, reverse=True))
    trailing = rf"(?P<n>{_NUMBER}|(?<!\w)(?:{words})(?!\w)) ?(?:(?P<s>{scale}) ?)?(?P<c>{currency})(?![\w€£$])"
    minor = rf"(?:(?: och | and | |, ?)(?P<mi>\d{{1,2}}) ?(?:{_MINOR})(?!\w)| and (?P<mi2>\d{{1,2}})(?= ?[.,!?]))?"
    leading = rf"(?<!\w)(?P<c2>us\$|\$|€|£|kr\.?|eur|usd|gbp|sek|nok|dkk|aud\$|aud|usd\$) ?(?P<n2>{_NUMBER}) ?(?P<s2>{scale})?(?!\w)"
    small = rf"(?P<n3>{_NUMBER}|(?<!\w)(?:{words})(?!\w)) ?(?P<c3>{_MINOR})(?!\w)(?: per | / |/)?"
    coined = r"(?<!\w)(?P<w>(?:en |two |två |tre |a )?(?:tusenlapp(?:ar)?|hundralapp(?:ar)?|hundring(?:ar)?|femhundring|grand))(?!\w)"
    return re.compile(rf"(?:{leading})|(?:{trailing}{minor})|(?:{small})|(?:{coined})", re.I)


@cache
def _words(language: Language) -> dict[str, int]:
    """Number words that may stand before a currency, with hundreds and thousands."""
    numbers = {word: n for word, n in NUMBERS[language].items() if word not in ("par", "någon", "något", "nån")}
    hundred, thousand = ("hundra", "tusen") if language == "sv" else (" hundred", " thousand")
    ones = {word: n for word, n in numbers.items() if n < 10}
    large = {f"{word}{hundred}": n * 100 for word, n in ones.items()}
    large |= {
        f"{word}{hundred}{tens}": n * 100 + t for word, n in ones.items() for tens, t in numbers.items() if t in (50,)
    }
    large |= {f"{word}{thousand}": n * 1000 for word, n in numbers.items() if n <= 20}
    large |= {f"{word} tusen": n * 1000 for word, n in numbers.items() if language == "sv" and n <= 20}
    return (
        numbers
        | large
        | ({"hundra": 100, "tusen": 1000} if language == "sv" else {"a hundred": 100, "a thousand": 1000})
    )


def find(text: str, language: Language, currency: str = "SEK") -> list[Sum]:
    """The sums in `text`, in order. A plain "kr" is SEK, a coin or a note is in `currency`."""
    if not any(c.isdigit() for c in text) and not re.search(
        r"kron|\bkr\b|lapp|hundring|dollar|pound|euro|pund|spänn|quid", text, re.I
    ):
        return []
    sums = (_sum(match, language, currency) for match in _pattern(language).finditer(text))
    return [found for found in sums if found]


def _sum(match: Match[str], language: Language, currency: str) -> Sum | None:
    groups = {name: value or "" for name, value in match.groupdict().items()}
    if groups["w"]:
        return _note(match, groups["w"].lower(), currency)
    number = _number(groups["n"] or groups["n2"] or groups["n3"], language)
    if number is None:
        return None
    number *= _scale(groups["s"] or groups["s2"])
    if groups["n3"]:
        code = "SEK" if groups["c3"].lower().startswith("ör") else currency
        return Sum(match.start(), _end(match), Money(number / 100, code))
    number += Decimal(groups["mi"] or groups["mi2"] or 0) / 100
    return Sum(match.start(), _end(match), Money(number, _code(groups["c"] or groups["c2"])))


def _note(match: Match[str], word: str, currency: str) -> Sum:
    count = next((n for w, n in (("två ", 2), ("two ", 2), ("tre ", 3)) if word.startswith(w)), 1)
    note = word.split()[-1]
    value = 500 if note.startswith("femh") else 100 if note.startswith("hundra") or note.startswith("hundri") else 1000
    return Sum(match.start(), match.end(), Money(Decimal(count * value), currency))


def _end(match: Match[str]) -> int:
    return match.start() + len(match.group().rstrip(" /"))


def _code(word: str) -> str:
    word = word.lower().strip(" .")
    return next((code for code, words in _CURRENCIES.items() if re.fullmatch(words, word)), "SEK")


def _scale(word: str) -> int:
    word = word.lower()
    if word in ("t", "m"):
        return 1_000 if word == "t" else 1_000_000
    return next((scale for words, scale in _SCALES.items() if word and re.fullmatch(words, word)), 1)


def _number(text: str, language: Language) -> Decimal | None:
    if not text[:1].isdigit():
        value = _words(language).get(text.lower())
        return None if value is None else Decimal(value)
    text = re.sub(r"[   ’']", "", text)
    last = max(text.rfind(","), text.rfind("."))
    if last >= 0 and len(text) - last - 1 == 3:  # 1,794 and 1.794 are thousands, never thousandths of a krona
        return Decimal(re.sub(r"[.,]", "", text))
    if last >= 0:
        return Decimal(re.sub(r"[.,]", "", text[:last]) + "." + text[last + 1 :])
    return Decimal(text)
