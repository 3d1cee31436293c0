"""The words by which the composer reads a customer's message: data in `vocabulary/`, read strictly.

An unknown or missing key, a pattern that does not compile or a noun that lacks a form stops the reading with file
and key in the error. Nothing of this is ever sent; what is sent stands in `playbooks/phrases/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from assistant.case import Language
from assistant.errors import BadInput

FOLDER = Path(__file__).parent / "vocabulary"
KINDS = ("goods", "parcel", "document", "agreement", "service", "booking", "work", "money", "person")

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing that complaints are about; `kind` is one of `KINDS`."""

    indefinite: str
    definite: str
    english: str
    kind: str
    plural: bool

    @property
    def gender(self) -> Literal["en", "ett", "pl"]:
        """The Swedish agreement."""
        if self.plural:
            return "pl"
        return "ett" if self.definite.endswith("t") else "en"

    @property
    def english_plural(self) -> bool:
        last = self.english.split()[-1]
        return last.endswith("s") and not last.endswith(("ss", "us", "is"))


@dataclass(frozen=True, slots=True)
class Weight:
    """A sign that a sentence is worth telling back."""

    about: str
    weight: int
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Counting:
    """How a customer says how often they have been in touch; `n` is the number in each pattern."""

    total: Pattern
    times: Pattern
    nth: Pattern
    near: Pattern
    many: Pattern


@dataclass(frozen=True, slots=True)
class Words:
    """One language of the vocabulary; what each part is for stands beside it in the file."""

    turned: Mapping[str, str]
    you: frozenset[str]
    owning: str
    owned: str
    after_object: frozenset[str]
    starts: frozenset[str]
    perfect: frozenset[str]
    ours_now: Mapping[str, str]
    spelled: Mapping[str, str]
    sen_before: Pattern
    acronyms: frozenset[str]
    fillers: Pattern
    lead_ins: Pattern
    leads: frozenset[str]
    me: frozenset[str]
    afterthought: Pattern
    splice: Pattern
    headless: Pattern
    shouted: frozenset[str]
    evaluative: frozenset[str]
    having: frozenset[str]
    unspoken: Pattern
    steering: Pattern
    weights: tuple[Weight, ...]
    opinion: Pattern
    consequences: Mapping[str, Pattern]
    grief: Pattern
    danger: Pattern
    contacts: Counting
    numbers: Mapping[str, int]
    own_doing: Pattern
    promised: Pattern
    no_gift: Pattern
    pledge: Pattern
    in_vain: Pattern
    public_body: Pattern
    now: Pattern
    due: Pattern
    done: Pattern
    wants: Mapping[str, Pattern]
    signs: Pattern
    not_names: frozenset[str]
    roles: Pattern
    team: Pattern
    formal: Pattern
    answering: frozenset[str]
    sentence_adverbs: frozenset[str]
    finite: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sign:
    """By what a situation is believed, and the noun for its thing when the customer names none."""

    id: str
    thing: Noun
    kinds: tuple[str, ...]
    seen: Mapping[Language, Pattern]


@cache
def nouns() -> tuple[Noun, ...]:
    data = load("nouns.yaml", frozenset(KINDS))
    return tuple(_noun(str(line), kind) for kind, lines in data.items() for line in lines)


def named(indefinite: str) -> Noun:
    """The noun with this Swedish indefinite form."""
    return next(noun for noun in nouns() if noun.indefinite == indefinite)


@cache
def words(language: Language) -> Words:
    name = f"{language}.yaml"
    data = load(name, frozenset(Words.__dataclass_fields__))
    return Words(**{key: _read(key, data[key], name) for key in data})


def _read(key: str, value: Any, name: str) -> Any:
    """One part of a language's file in the shape that `Words` gives it."""
    shape = str(Words.__annotations__[key])
    if key in _PARTS:
        return _PARTS[key](value, name)
    if shape == "Pattern":
        return pattern("|".join(value) if isinstance(value, list) else value, name, key)
    if shape == "frozenset[str]":
        return frozenset(value if isinstance(value, list) else value.split())
    return dict(value) if isinstance(value, dict) else str(value)


_PARTS: Mapping[str, Callable[[Any, str], Any]] = {
    "weights": lambda value, name: tuple(
        Weight(w["about"], w["weight"], pattern(w["pattern"], name, "weights")) for w in value
    ),
    "contacts": lambda value, name: Counting(**{k: pattern(text, name, f"contacts.{k}") for k, text in value.items()}),
    "consequences": lambda value, name: {
        c["key"]: pattern(c["pattern"], name, f"consequences.{c['key']}") for c in value
    },
    "afterthought": lambda value, name: _compiled(value, f"{name}: afterthought"),
    "headless": lambda value, name: _compiled(value, f"{name}: headless"),
    "splice": lambda value, name: _compiled(value, f"{name}: splice"),
    "wants": lambda value, name: {w["about"]: pattern(w["pattern"], name, "wants") for w in value},
}


@cache
def cliches(language: Language) -> Pattern:
    """What no reply may say."""
    return pattern(load("cliches.yaml", frozenset(("sv", "en")))[language], "cliches.yaml", language)


@cache
def signs() -> Mapping[str, Sign]:
    """What confirms each situation, by its id."""
    name = "situations.yaml"
    data = load(name)
    things = {noun.indefinite: noun for noun in nouns()}
    found = {}
    for id, sign in data.items():
        if set(sign) != {"thing", "kinds", "sv", "en"} or sign["thing"] not in things:
            raise BadInput("needs thing (a noun of nouns.yaml), kinds, sv and en", where=f"{FOLDER / name}: {id}")
        seen: dict[Language, Pattern] = {"sv": pattern(sign["sv"], name, id), "en": pattern(sign["en"], name, id)}
        found[id] = Sign(id, things[sign["thing"]], tuple(sign["kinds"]), seen)
    return found


def _noun(line: str, kind: str) -> Noun:
    forms = line.removeprefix("+").split(maxsplit=2)
    if len(forms) != 3 or not forms[1].endswith(("n", "t", "na")):
        raise BadInput(f"{line!r} is not indefinite, definite, English", where=f"{FOLDER / 'nouns.yaml'}: {kind}")
    indefinite, definite, english = forms
    return Noun(indefinite, definite, english, kind, plural=line.startswith("+") or definite.endswith("na"))


@cache
def load(name: str, keys: frozenset[str] | None = None) -> Mapping[str, Any]:
    path = FOLDER / name
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"the vocabulary cannot be read: {error}", where=str(path), now="mend or reinstall it") from None
    if not isinstance(data, dict) or not data:
        raise BadInput("holds no vocabulary", where=str(path))
    if keys is not None and set(data) != keys:
        raise BadInput(f"missing or unknown keys: {', '.join(sorted(keys ^ set(data)))}", where=str(path))
    return data


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def pattern(text: str, name: str, key: str) -> Pattern:
    """Between word boundaries; an empty text matches nothing, and a line may be broken after a bar."""
    return _compiled(rf"(?<!\w)(?:{unbroken(text)})(?!\w)" if text else r"(?!)", f"{name}: {key}")


def _compiled(text: str, where: str) -> Pattern:
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise BadInput(f"is no regular expression: {error}", where=f"{FOLDER}/{where}") from None


def unbroken(text: str) -> str:
    """A pattern without the line breaks behind its bars."""
    return re.sub(r"\|\s+(?=[\w\\])", "|", text.strip())
