"""Sums of money in a text, in Swedish and English: how much, in what currency, where.

Thousands may be parted by spaces, points or commas (1 794 kr, 1.794 kr, 1,794 kr), decimals by a
comma or a point (49,90); `:-`, `kr`, `spänn`, `tkr`, `k`, notes, coins and number words are read. Of
a range the larger end counts. A share (half, 15 %) is no sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import yaml

from assistant.case import Language, Money
from assistant.checker.times import grammar, numerals
from assistant.checker.times.canonical import canonical
from assistant.checker.times.shapes import RULES, Loader
from assistant.checker.times.wording import inverted, one_of, spelled
from assistant.errors import BadInput


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in a text; `money` is the larger end of a range."""

    start: int
    end: int
    money: Money


_KEYS = {
    "currencies", "before", "thousands", "scales", "wholes", "coins", "notes", "after notes", "priced", "worth",
}  # fmt: skip
_FIGURES = r"(?:[0-9]{1,3}(?:[ .,'][0-9]{3}){1,4}(?:[.,][0-9]{1,2})?|[0-9]{1,9}(?:[.,:][0-9]{1,4})?)(?![0-9])"
_STARTS = r"(?<![\w#])(?<![0-9][.,:/-])(?:(?<![^\W0-9]-)|(?<=kr-)|(?<=kronor-))"
"""No part of a longer number, of an order number or of a telephone number."""
_TO = r"(?: ?- ?| till | to | eller | or )"
_RANGE = re.compile(r" ?- ?| till | to | upp till | up to ")
_AND = re.compile(r" (?:och|and) ")
_FIGURE = re.compile(r" ?[0-9]")
_BETWEEN = re.compile(r"(?:mellan|between) $")


@dataclass(frozen=True, slots=True)
class _Words:
    """What money is called, as `rules/money.yaml` holds it; from each word to what it means."""

    codes: Mapping[str, str]
    before: Sequence[str]
    thousands: Mapping[str, int]
    scales: Mapping[str, int]
    wholes: Mapping[str, int]
    coins: Mapping[str, Mapping[str, str]]
    notes: Mapping[str, Mapping[str, int]]
    after_notes: Sequence[str]
    priced: Sequence[str]
    worth: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Shape:
    """One way of writing a sum: its pattern, and how a match of it is read."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Language, str], Sum | None]


def find(text: str, language: Language, currency: str = "SEK") -> list[Sum]:
    """The sums in `text`, in order. A plain "kr" is SEK, a coin or a note is in `currency`."""
    plain = grammar.of(language).restored(canonical(text))
    if not _sign_of_money().search(plain):
        return []
    found = (
        shape.read(match, language, currency) for shape in _shapes(language) for match in shape.pattern.finditer(plain)
    )
    return list(_ranges(_longest([sum_ for sum_ in found if sum_]), plain))


def _longest(sums: list[Sum]) -> Iterator[Sum]:
    """Those that begin first, of these the longest; none overlapping."""
    end = 0
    for found in sorted(sums, key=lambda s: (s.start, -s.end)):
        if found.start >= end:
            end = found.end
            yield found


def _ranges(sums: Iterator[Sum], plain: str) -> Iterator[Sum]:
    """Two sums that are the ends of one range become one: «£10 to £20», «mellan 100 kr och 200 kr»."""
    last: Sum | None = None
    for found in sums:
        if last and _is_range(last, found, plain):
            last = replace(found, start=last.start)
            continue
        if last:
            yield last
        last = found
    if last:
        yield last


def _is_range(low: Sum, high: Sum, plain: str) -> bool:
    if low.money.currency != high.money.currency or low.money.amount > high.money.amount:
        return False
    if _RANGE.fullmatch(plain, low.end, high.start):
        return True
    is_between = _BETWEEN.search(plain, max(0, low.start - 10), low.start)
    return bool(is_between and _AND.fullmatch(plain, low.end, high.start))


@cache
def _words() -> _Words:
    path = RULES / "money.yaml"
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader)
        if set(data) != _KEYS:
            raise ValueError(f"must hold exactly {', '.join(sorted(_KEYS))}")
        return _Words(
            codes=inverted(data["currencies"]),
            before=data["before"],
            thousands=inverted(data["thousands"]),
            scales=inverted(data["scales"]),
            wholes=inverted(data["wholes"]),
            coins={language: inverted(coins) for language, coins in data["coins"].items()},
            notes={language: inverted(notes) for language, notes in data["notes"].items()},
            after_notes=data["after notes"],
            priced=spelled(data["priced"]),
            worth=spelled(data["worth"]),
        )
    except (OSError, ValueError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise BadInput(f"the words of money cannot be used: {error}", where=str(path)) from None


@cache
def _sign_of_money() -> re.Pattern[str]:
    """A figure, or a word that only money is told with."""
    named = [word for tables in (_words().coins, _words().notes) for table in tables.values() for word in table]
    words = [word for word in (*_words().codes, *named) if word.isalpha() and len(word) > 1]
    return re.compile(rf"[0-9]|(?<!\w)(?:{one_of(words)})(?!\w)")


@cache
def _shapes(language: Language) -> tuple[_Shape, ...]:
    known, spelled_out = _words(), numerals.pattern(language)
    number = rf"(?:{_FIGURES}|{one_of(known.wholes)}|{spelled_out})"
    scale = rf"(?: ?(?P<scale>{one_of(known.scales)})(?!\w))?"
    coin = rf"(?:{one_of(known.coins[language])})(?!\w)"
    coins = rf"(?P<coins>[0-9]{{1,2}}|{spelled_out}) ?{coin}(?! ?/| per)"
    rest = rf"(?:(?: och | and | |, ?)(?:{coins}|(?P<bare>[0-9]{{2}})(?= ?(?:[.!?]|$))))?"
    unit = rf"(?!pounds? of )(?:(?P<unit>{one_of(known.codes)})(?![\w€£$])|-?kronors[a-zåäö]*)"
    low = rf"(?:(?P<low>{_FIGURES}){_TO}|(?:(?<=mellan )|(?<=between ))(?P<least>{number}) (?:och|and) )?"
    ends = rf"(?= ?(?:[.,;:!?)]|$)| (?:{one_of(known.after_notes)})(?!\w))"
    high = rf"(?: ?- ?(?P<high>{_FIGURES})|{_TO}(?P<top>{_FIGURES}){ends}|(?: and | och ){coins})?"
    note = rf"(?P<note>{one_of(known.notes[language])})(?!\w){ends}"
    price = r"(?P<number>[0-9]{1,6}[.,:][0-9]{2})(?![\w:%/-]|[.,][0-9]| ?%)"
    patterns = (
        (rf"{_STARTS}{low}(?P<number>{number}){scale}(?: ?|-){unit}{rest}", _amount),
        (rf"(?<!\w)(?P<unit>{one_of(known.before)}) ?(?P<number>{_FIGURES}){scale}{high}(?!\w)", _signed),
        (rf"{_STARTS}(?P<number>{_FIGURES}|{spelled_out})(?P<apart> ?)(?P<coin>{coin})", _coin),
        (rf"(?<!\w)(?:(?P<number>{spelled_out}|[0-9]{{1,2}}) )?{note}", _note),
        (rf"(?<!\w)(?:{one_of(known.priced)}) {price}", _priced),
        (rf"(?<!\w)(?:{one_of(known.worth)}) (?P<number>{_FIGURES}){ends}", _priced),
    )
    return tuple(_Shape(re.compile(pattern), read) for pattern, read in patterns)


def _amount(match: re.Match[str], language: Language, currency: str) -> Sum | None:
    """«1 500–2 000 kr», «2 kronor och 23 öre»; a sign such as € needs figures, and «a SEK 200 voucher» is not one krona."""
    number, unit = _number(match["number"], language), match["unit"] or "kronors"
    if number is None or not (unit.replace(" ", "").isalpha() or match["number"][0].isdigit()):
        return None
    if not match["number"][0].isdigit() and unit in _words().before and _FIGURE.match(match.string, match.end("unit")):
        return None
    low = _number(match["low"] or match["least"], language)
    start = match.start() if low is not None and low <= number else match.start("number")
    amount = number * _words().thousands.get(unit, 1) * _scale(match) + _hundredths(
        match["coins"] or match["bare"], language
    )
    return Sum(start, match.end(), Money(amount, _words().codes[unit]))


def _signed(match: re.Match[str], language: Language, currency: str) -> Sum | None:
    """«€400», «SEK 500», «£10–20»."""
    ends = [_number(match[name], language) for name in ("number", "high", "top") if match[name]]
    numbers = [number for number in ends if number is not None]
    if not numbers:
        return None
    amount = max(numbers) * _scale(match) + _hundredths(match["coins"], language)
    return Sum(*match.span(), Money(amount, _words().codes[match["unit"].rstrip(".")]))


def _coin(match: re.Match[str], language: Language, currency: str) -> Sum | None:
    """«85 öre», «50p» (but «4 p» is a page or a point)."""
    number = _number(match["number"], language)
    if number is None or (match["coin"] == "p" and match["apart"]):
        return None
    return Sum(*match.span(), Money(number / 100, _words().coins[language][match["coin"]] or currency))


def _note(match: re.Match[str], language: Language, currency: str) -> Sum | None:
    """«En hundralapp», «two grand»."""
    count = _number(match["number"] or "1", language)
    return (
        None if count is None else Sum(*match.span(), Money(count * _words().notes[language][match["note"]], currency))
    )


def _priced(match: re.Match[str], language: Language, currency: str) -> Sum | None:
    """«Kostar 49,90»."""
    number = _number(match["number"], language)
    return None if number is None else Sum(*match.span("number"), Money(number, currency))


def _scale(match: re.Match[str]) -> int:
    return _words().scales.get(match["scale"], 1)


def _hundredths(text: str | None, language: Language) -> Decimal:
    return (_number(text, language) or Decimal(0)) / 100


def _number(text: str | None, language: Language) -> Decimal | None:
    """A number in figures or words; 1,794 and 1.794 are thousands, 0,795 is not."""
    if not text:
        return None
    if not text[0].isdigit():
        value = _words().wholes.get(text) or numerals.value(text, language)
        return None if value is None else Decimal(value)
    figures = re.sub(r"[ ']", "", text)
    last = max(figures.rfind(mark) for mark in ".,:")
    whole, decimals = (figures[:last], figures[last + 1 :]) if last >= 0 else (figures, "")
    if len(decimals) == 3 and whole != "0":
        whole, decimals = whole + decimals, ""
    return Decimal(f"{re.sub('[.,:]', '', whole)}.{decimals or 0}")
