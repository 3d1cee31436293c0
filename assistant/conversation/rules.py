"""Reads `phrases.yaml` and `facts.yaml`: what a line in the chat may ask for or tell, in Swedish and English.

Strict, and never open: an unknown key, a pattern that does not compile or an empty set stops the
reading with file and rule in the error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from assistant.case import ABOUT, CHANNELS, Channel, Language
from assistant.errors import BadInput

PHRASES = Path(__file__).parent / "phrases.yaml"
LANGUAGES: tuple[Language, ...] = ("sv", "en")
Does = Literal["wish", "channel", "opens", "asks", "recalls", "helps", "shows", "tells", "denies", "about"]

_WISHES: Mapping[str, tuple[Any, ...]] = {
    "length": ("short", "normal"),
    "language": LANGUAGES,
    "warmer": (True, False),
    "gesture": (True, False),
}
_DOES: Mapping[Does, tuple[Any, ...]] = {
    "wish": (),
    "channel": CHANNELS,
    "opens": ("case", "customer"),
    "asks": (True,),
    "recalls": (True,),
    "helps": (True,),
    "shows": (True,),
    "tells": (True,),
    "denies": (True,),
    "about": ABOUT,
}


@dataclass(frozen=True, slots=True)
class Words:
    """One language of a rule: its patterns, and the lines that test it."""

    patterns: tuple[re.Pattern[str], ...]
    sees: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """`does` says what kind of request it is; `wish` which fields of Wishes it sets; `opens` whose words
    follow; `channel` where the reply is to go; `about` what a fact is about."""

    name: str
    does: Does
    words: Mapping[Language, Words]
    wish: Mapping[str, Any] = field(default_factory=dict)
    opens: Literal["case", "customer"] | None = None
    channel: Channel | None = None
    about: str | None = None

    def match(self, line: str) -> re.Match[str] | None:
        """Where the rule sees its words in `line`, in either language."""
        patterns = (pattern for words in self.words.values() for pattern in words.patterns)
        return next((found for pattern in patterns if (found := pattern.search(line))), None)


@cache
def rules(path: Path = PHRASES) -> tuple[Rule, ...]:
    """All rules, in the order of the file; BadInput names the file and the rule with a fault."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"cannot be read: {error}", where=str(path)) from None
    if not isinstance(data, list) or not data:
        raise BadInput("holds no rule", where=str(path))
    return tuple(_rule(item, f"{path}: rule {number}") for number, item in enumerate(data, 1))


def rule(name: str) -> Rule:
    return next(rule for rule in rules() if rule.name == name)


def _rule(data: Any, where: str) -> Rule:
    if not isinstance(data, dict) or not isinstance(data.get("rule"), str):
        raise BadInput("has no name", where=where, now="give it `rule: NAME`")
    where = f"{where} {data['rule']}"
    does = [key for key in _DOES if key in data]
    if len(does) != 1 or set(data) - {"rule", *LANGUAGES, *does}:
        raise BadInput("has wrong keys", where=where, now=f"rule, sv, en and one of {', '.join(_DOES)}")
    kind, value = does[0], data[does[0]]
    if kind == "wish":
        _check_wish(value, where)
    elif value not in _DOES[kind]:
        raise BadInput(f"{kind}: {value!r} is not allowed", where=where)
    return Rule(
        name=data["rule"],
        does=kind,
        words={language: _words(data.get(language), f"{where}, {language}") for language in LANGUAGES},
        wish=value if kind == "wish" else {},
        opens=value if kind == "opens" else None,
        channel=value if kind == "channel" else None,
        about=value if kind == "about" else None,
    )


def _check_wish(wish: Any, where: str) -> None:
    if not isinstance(wish, dict) or any(value not in _WISHES.get(key, ()) for key, value in wish.items()):
        raise BadInput(f"{wish!r} is not a wish", where=where, now=f"allowed are {', '.join(_WISHES)}")


def _words(data: Any, where: str) -> Words:
    keys = ("patterns", "sees", "leaves")
    if not isinstance(data, dict) or set(data) != set(keys) or not all(_is_texts(data[key]) for key in keys):
        raise BadInput("must be lists of text", where=where, now=f"give {', '.join(keys)}")
    try:
        patterns = tuple(re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in data["patterns"])
    except re.error as error:
        raise BadInput(f"a pattern does not compile: {error}", where=where) from None
    return Words(patterns, tuple(data["sees"]), tuple(data["leaves"]))


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)
