"""Reads the note that a colleague has written for a fact: what it hints at, from when to when, about which thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from typing import Any

from assistant.case import Fact, Language
from assistant.composing.things import Thing, definite, indefinite, things_in
from assistant.composing.vocabulary import FOLDER, Noun, Pattern, load, nouns, pattern, unbroken
from assistant.errors import BadInput
from assistant.language import detect

_FILE = "notes.yaml"
_KEYS = frozenset(
    ("cues", "private", "of_stock", "known_abbreviations", "carriers", "conditions", "plain_beginnings", "sv", "en")
)
_WINDOW = re.compile(
    r"(?<![\d.])(\d{1,2})(?:[.:](\d\d))?\s?(am|pm)?\s?(?:[-–]|till|och|to|and)\s?(\d{1,2})(?:[.:](\d\d))?\s?(am|pm)?"
    r"(?![\d.:]|\s?(?:kr|st|maj|ju|m2|%|[a-z]*dagar))",
    re.IGNORECASE,
)
"""From an hour to an hour: "kl 8–12", "between 8 and 10 am"; no days of a month, no sums."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How colleagues write in one language; what each part is for stands beside it in the file."""

    spelled: Mapping[str, str]
    customer: tuple[tuple[Pattern, str], ...]
    finite: frozenset[str]
    states: Pattern
    keep: frozenset[str]
    by_whom: Pattern
    no_subject: frozenset[str]
    within_subject: Pattern
    follows: Pattern
    subordinate: frozenset[str]


@dataclass(frozen=True, slots=True)
class Note:
    """A fact with what its text hints at. `thing` is the first thing that it names, `work` the first job,
    `actor` who comes, `begins` when the stretch begins that ends at the fact's own time."""

    fact: Fact
    language: Language
    cues: frozenset[str]
    thing: Thing | None
    actor: Noun | None
    work: Thing | None
    begins: time | None

    def hints(self, *cues: str) -> bool:
        return any(cue in self.cues for cue in cues)


def read(fact: Fact, written: Language, language: Language) -> Note:
    """`written` is the language of the thread, for a note too short to tell; `language` that of the reply."""
    source = _language(fact.says, written)
    things = things_in(fact.says, source, language) + _leading(fact.says, source, language)
    return Note(
        fact=fact,
        language=source,
        cues=frozenset(cue for cue, signs in cues().items() if signs.search(fact.says)),
        thing=next((t for t in things if t.noun.kind not in ("person", "work", "money")), None),
        actor=_actor(fact.says),
        work=next((t for t in things if t.noun.kind == "work"), None),
        begins=_begins(fact),
    )


def _language(says: str, written: Language) -> Language:
    """By its letters, the words that notes are made of, and the words of the language at large."""
    if re.search(r"[åäö]", says.lower()):
        return "sv"
    words = re.findall(r"[^\W\d_]+", says.lower())
    swedish = len(dialect("sv").states.findall(says)) + sum(bool(indefinite(w) or definite(w)) for w in words)
    english = len(dialect("en").states.findall(says)) + sum(w in dialect("en").finite for w in words)
    if swedish != english:
        return "sv" if swedish > english else "en"
    return detect(says, default=written).language


def _leading(says: str, source: Language, language: Language) -> list[Thing]:
    """The noun that a Swedish note begins with, in its bare form: "Spjälsäng Lo: …", "Ny router packad"."""
    if source != "sv":
        return []
    bare = re.match(r"(?:Nya? |Nytt |Rättad |En |Ett )?([^\W\d_]+(?:-[^\W\d_]+)?)", says)
    noun = indefinite(bare[1].lower()) if bare else None
    return things_in(f"min {noun.indefinite}", "sv", language) if noun else []


def _actor(says: str) -> Noun | None:
    lower = says.lower()
    people = [noun for noun in nouns() if noun.kind == "person"]
    found = [n for n in people if re.search(rf"\b(?:{n.indefinite}|{n.definite}|{n.english})\b", lower)]
    return max(found, key=lambda noun: len(noun.indefinite), default=None)


def _begins(fact: Fact) -> time | None:
    if not isinstance(fact.by, datetime):
        return None
    for match in _WINDOW.finditer(fact.says):
        start, end = _clock(match[1], match[2], match[3] or match[6]), _clock(match[4], match[5], match[6])
        if start and end and end == fact.by.time() and start < end:
            return start
    return None


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    number = int(hour) + (12 if half and half.lower() == "pm" and int(hour) < 12 else 0)
    return time(number, int(minute or 0)) if number < 24 and int(minute or 0) < 60 else None


@cache
def cues() -> Mapping[str, Pattern]:
    return {cue: pattern(text, _FILE, f"cues.{cue}") for cue, text in _data()["cues"].items()}


@cache
def private() -> Pattern:
    """What a customer has no use for."""
    return pattern(_data()["private"], _FILE, "private")


@cache
def of_stock() -> frozenset[str]:
    """What a note on stock is made of that names no thing."""
    return frozenset(_data()["of_stock"].split())


@cache
def carriers() -> Pattern:
    return pattern(_data()["carriers"], _FILE, "carriers")


@cache
def conditions() -> Pattern:
    """What a fact hangs on, from its conjunction to the end of its clause."""
    return pattern(_data()["conditions"], _FILE, "conditions")


@cache
def plain_beginnings() -> frozenset[str]:
    """What a note on a delivery begins with that names no thing of its own."""
    return frozenset(_data()["plain_beginnings"].split())


@cache
def known_abbreviations() -> frozenset[str]:
    return frozenset(_data()["known_abbreviations"].split())


@cache
def dialect(language: Language) -> Dialect:
    data = _data()[language]
    if set(data) != set(Dialect.__dataclass_fields__):
        wrong = ", ".join(sorted(set(data) ^ set(Dialect.__dataclass_fields__)))
        raise BadInput(f"missing or unknown keys: {wrong}", where=f"{FOLDER / _FILE}: {language}")
    return Dialect(
        spelled=dict(data["spelled"]),
        customer=tuple((pattern(old, _FILE, f"{language}.customer"), new) for old, new in data["customer"]),
        finite=frozenset(data["finite"].split()),
        states=pattern(data["states"], _FILE, f"{language}.states"),
        keep=frozenset(data["keep"].split()),
        by_whom=re.compile(rf"(?:{data['by_whom']})\b", re.IGNORECASE),
        no_subject=frozenset(data["no_subject"].split()),
        within_subject=pattern(data["within_subject"], _FILE, f"{language}.within_subject"),
        follows=pattern(f"(?:{unbroken(data['states'])}){data['follows']}", _FILE, f"{language}.follows"),
        subordinate=frozenset(data["subordinate"].split()),
    )


def _data() -> Mapping[str, Any]:
    return load(_FILE, _KEYS)
