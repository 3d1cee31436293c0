"""Reads `patterns.yaml` and finds personal data by it. Strict: an unknown key or kind, or an expression
that does not compile, stops the reading, since what is not found would leave the machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import BadInput
from assistant.language.names import sure_first_names

FILE = Path(__file__).parent / "patterns.yaml"
_KEYS = {"kind", "pattern", "beside", "unlike", "alone", "check"}
_BEFORE = _AFTER = 40
"""How far the words beside a number are looked for, in characters."""

_PARTS = {
    "flat": r"(?:,?\s(?:lgh|lägenhet)\s?\d{3,4}|,?\s\d{1,2}\s?tr\b|,?\s(?:vån|våning)\.?\s?\d{1,2})*",
    "not_a_length": r"(?!\s?(?:kr|km|kilometer|m|mil|meter|min|minut\w*|timm\w*|dag\w*|veck\w*|månad\w*|år|gång\w*|st|"
    r"procent|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b|[:%]|\d)",
}
_PART = re.compile(r"\{([A-Za-z_]+)\}")
_WORD = r"(?:[A-ZÅÄÖÉ][\w'’-]*\w|(?:[A-ZÅÄÖ]\.-?)+)"
_BETWEEN = r"(?:och|and|&|von|af|de|van|der|den|av|el|bin)"
_NAME = rf"(?P<it>{_WORD}(?: (?:{_BETWEEN} ){{0,2}}{_WORD}){{0,3}})"


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data at `text[start:end]`."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """One shape of one kind of personal data, and the words beside it that decide."""

    kind: str
    shape: re.Pattern[str]
    beside: re.Pattern[str] | None
    unlike: re.Pattern[str] | None
    alone: bool
    check: Callable[[str], int] | None

    def find(self, text: str) -> list[Found]:
        found = []
        for match in self.shape.finditer(text):
            start, end = match.span("it") if "it" in self.shape.groupindex else match.span()
            if self.check:
                end = start + self.check(text[start:end])
            if start < end and self._is_meant(text, start, end):
                found.append(Found(self.kind, start, end))
        return found

    def _is_meant(self, text: str, start: int, end: int) -> bool:
        """What the words beside it say; those right before a number, against it, weigh most."""
        before = text[max(0, start - _BEFORE) : start]
        against = self.unlike.search(before) if self.unlike else None
        if against:
            return bool(self.beside and self.beside.search(against.group()))
        return self.alone or bool(self.beside and self.beside.search(f"{before}\n{text[end : end + _AFTER]}"))


@dataclass(frozen=True, slots=True)
class Patterns:
    """All that `patterns.yaml` says."""

    labels: Mapping[str, str]
    patterns: tuple[Pattern, ...]
    names: tuple[re.Pattern[str], ...]
    also_words: frozenset[str]
    titles: frozenset[str]


@cache
def patterns() -> Patterns:
    """The shipped patterns, read once."""
    return read(FILE)


def read(file: Path) -> Patterns:
    """The patterns in a file; BadInput names the first fault."""
    try:
        return _patterns(yaml.safe_load(_text(file)))
    except yaml.YAMLError as error:
        raise BadInput(f"is no YAML: {error}", where=str(file), now="mend or reinstall the file") from None
    except _Fault as fault:
        raise BadInput(str(fault), where=str(file), now="mend or reinstall the file") from None


class _Fault(Exception):
    """What is wrong in the file that is read."""


def _patterns(data: Any) -> Patterns:
    wanted = {"labels", "words", "patterns", "names", "also_words", "titles"}
    if not isinstance(data, dict) or set(data) != wanted or not data["patterns"]:
        raise _Fault(f"must hold {', '.join(sorted(wanted))}")
    parts = _PARTS | {name: _joined(words) for name, words in data["words"].items()}
    return Patterns(
        labels=data["labels"],
        patterns=tuple(_pattern(item, i, data["labels"], parts) for i, item in enumerate(data["patterns"])),
        names=tuple(_name(text, i) for i, text in enumerate(data["names"])),
        also_words=frozenset(data["also_words"].split()),
        titles=frozenset(data["titles"].split()),
    )


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot be read: {error}", where=str(file), now="mend or reinstall the file") from None


def _pattern(item: dict[str, Any], number: int, labels: Mapping[str, str], parts: Mapping[str, str]) -> Pattern:
    where = f"patterns[{number}]"
    strange = sorted(set(item) - _KEYS)
    if strange or item.get("kind") not in labels or "pattern" not in item:
        raise _Fault(f"{where}: needs a known kind and a pattern, and no key {strange}")
    if item.get("check") not in (None, *_CHECKS):
        raise _Fault(f"{where}: check is one of {', '.join(_CHECKS)}")
    words = {
        key: _expression(item[key], parts, where, re.IGNORECASE) if key in item else None
        for key in ("beside", "unlike")
    }
    return Pattern(
        kind=item["kind"],
        shape=_expression(_joined(item["pattern"]), parts, where),
        beside=words["beside"],
        unlike=words["unlike"],
        alone=item.get("alone", "beside" not in item),
        check=_CHECKS.get(item.get("check", "")),
    )


def _name(text: str, number: int) -> re.Pattern[str]:
    known = "|".join(sorted(sure_first_names(), key=len, reverse=True))
    first = rf"(?P<it>(?:{known})(?: {_WORD})*)"
    parts = {"NAME": _NAME, "ONE": rf"(?P<it>{_WORD})", "WORD": _WORD, "FIRST": first}
    return _expression(text, parts, f"names[{number}]", re.MULTILINE)


def _joined(lines: str) -> str:
    """An expression that is broken over several lines for the eye."""
    return "".join(line.strip() for line in lines.splitlines())


def _expression(text: str, parts: Mapping[str, str], where: str, flags: int = 0) -> re.Pattern[str]:
    try:
        return re.compile(_PART.sub(lambda part: parts[part[1]], text), flags)
    except KeyError as error:
        raise _Fault(f"{where}: there is no part {error}") from None
    except re.error as error:
        raise _Fault(f"{where}: is no regular expression: {error}") from None


def _luhn(text: str) -> int:
    digits = [int(c) for c in text if c.isdigit()]
    doubled = [d if i % 2 == 0 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(reversed(digits))]
    return len(text) if sum(doubled) % 10 == 0 else 0


def _date(text: str) -> int:
    """A day of birth, or one with 60 added as in a coordination number."""
    digits = re.sub(r"\D", "", text)[-10:]
    month, day = int(digits[2:4]), int(digits[4:6])
    try:
        date(2000, month, day - 60 if day > 60 else day)
    except ValueError:
        return 0
    return len(text)


def _personal_number(text: str) -> int:
    return len(text) if _date(text) and _luhn(re.sub(r"\D", "", text)[-10:]) else 0


_IBAN_LENGTHS = dict(
    word.split(":")
    for word in (
        "SE:24 NO:15 DK:18 FI:18 IS:26 DE:22 GB:22 IE:22 FR:27 NL:18 BE:16 LU:20 ES:24 PT:25 IT:27 AT:20 CH:21 PL:28 "
        "CZ:24 SK:24 HU:28 EE:20 LV:21 LT:20 RO:24 BG:22 GR:27 HR:21 SI:19 RS:22 BA:20 TR:26 UA:29 MT:31 CY:28"
    ).split()
)
"""The whole length of an account number by country (the registry of ISO 13616)."""


def _iban(text: str) -> int:
    """As much of `text` as its country's numbers are long, where the check digits are right."""
    wanted = int(_IBAN_LENGTHS.get(text[:2].upper(), 0))
    ends = [i + 1 for i, c in enumerate(text) if c.isalnum()]
    if not wanted or len(ends) < wanted:
        return 0
    end = ends[wanted - 1]
    plain = re.sub(r"[^A-Z0-9]", "", text[:end].upper())
    number = "".join(str(int(c, 36)) for c in plain[4:] + plain[:4])
    return end if int(number) % 97 == 1 else 0


def _digits(text: str) -> int:
    """As many digits as a phone number has."""
    return len(text) if 8 <= sum(c.isdigit() for c in text) <= 15 else 0


_CHECKS: Mapping[str, Callable[[str], int]] = {
    "date": _date,
    "personal_number": _personal_number,
    "luhn": _luhn,
    "iban": _iban,
    "digits": _digits,
}
"""How much of a match holds, in characters; 0 where none of it does."""
