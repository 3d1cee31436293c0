"""Reads `rules/times-sv.yaml` and `rules/times-en.yaml`: the words of time and the shapes they stand in.

Strict, and never open: an unknown key, an unknown name in a template, a pattern that does not compile
or an unreadable file stops the checker with the file and the place in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.case import Language
from assistant.checker.times.numerals import small
from assistant.checker.times.openings import openings
from assistant.checker.times.wording import inverted, meaning, one_of, spelled
from assistant.errors import BadInput

RULES = Path(__file__).parent.parent / "rules"
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Everything is text: «on» and «no» are words here."""
_KEYS = {
    "unaccented", "parts", "words", "leads", "length_leads", "trails", "joints", "between", "particles", "surroundings", "shapes",
}  # fmt: skip
ROLES = (
    *("earliest", "back", "after", "end", "first half", "early", "middle", "before", "since", "from"),
    *("week before", "week after", "week"),
    *("within", "on", "between", "by", "until", "at", "about"),
)
"""What connecting words can make of a time, the weightiest first."""
_FIGURES = {
    "d": r"[0-9]{1,2}(?![0-9])",
    "y": r"20[0-9]{2}(?![0-9])",
    "h": r"[0-9]{1,2}(?![0-9])",
    "min": r"[0-5][0-9](?![0-9])",
    "n": r"[0-9]{1,3}(?:[.,][0-9]{1,2})?(?![0-9])",
}
"""What a name stands for in figures: a day, a year, an hour, its minutes, a count."""
_ENDS = r"(?![\w%]|[.,:/-][0-9]|'s(?!\w))"
"""No part of a longer number, a version, a telephone number, a compound or a genitive."""
_PLACE = re.compile(r"(?<!P)<(\w+)(?::(\w+))?>")
_SURROUNDINGS = {
    "before": r"(?<![^\W0-9])(?:{}) ?$",
    "after": r" ?(?:{})(?:(?<=\W)|(?!\w))",
    "within": r"(?<!\w)(?:{})(?!\w)",
    "anywhere": r"(?:{})",
}
_NEVER = r"(?!)"

Words = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Shape:
    """One way of writing a time: `reader` understands what `pattern` matches; `value` is what it should know
    beside the words; `openings` are the words that it can begin with."""

    reader: str
    value: int | str
    pattern: re.Pattern[str]
    openings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Source:
    """What one file holds, its parts put into the templates."""

    unaccented: Sequence[str]
    words: Words
    leads: Mapping[str, str]
    length_leads: Mapping[str, str]
    trails: Sequence[str]
    joints: Sequence[str]
    between: Sequence[str]
    particles: re.Pattern[str]
    surroundings: Mapping[str, re.Pattern[str]]
    shapes: Sequence[Shape]


def load(language: Language) -> Source:
    """What the file of that language holds. BadInput where anything in it is not as it should be."""
    path = RULES / f"times-{language}.yaml"
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(
            f"the times cannot be read: {error}", where=str(path), now="mend or reinstall the file"
        ) from None
    if not isinstance(data, dict) or set(data) != _KEYS:
        raise BadInput(f"must hold exactly {', '.join(sorted(_KEYS))}", where=str(path))
    try:
        return _source(data, language)
    except (KeyError, TypeError, AttributeError, ValueError, re.error) as error:
        raise BadInput(f"is not as it should be: {error}", where=str(path)) from None


def _source(data: Mapping[str, Any], language: Language) -> Source:
    parts = {name: part if isinstance(part, str) else f"(?:{'|'.join(part)})" for name, part in data["parts"].items()}
    words = {table: inverted(senses) for table, senses in data["words"].items()}
    words["n"] |= small(language)
    strange = {*data["leads"], *data["length_leads"]} - set(ROLES)
    if strange:
        raise ValueError(f"{strange.pop()} is no role of a connecting word")
    particles, prepositions = (one_of(spelled(data["particles"][side])) for side in ("are", "before"))
    return Source(
        unaccented=spelled(data["unaccented"]),
        words=words,
        leads=inverted(data["leads"]),
        length_leads=inverted(data["length_leads"]),
        trails=spelled(data["trails"]),
        joints=spelled(data["joints"]),
        between=spelled(data["between"]),
        particles=re.compile(rf"(?:{particles}) (?=(?:{prepositions}) )"),
        surroundings={name: _surrounding(found, parts) for name, found in data["surroundings"].items()},
        shapes=[shape for item in data["shapes"] for shape in _shapes(item, parts, words)],
    )


def _surrounding(found: Mapping[str, Sequence[str]], parts: Mapping[str, str]) -> re.Pattern[str]:
    ((side, words),) = found.items()
    return re.compile(_SURROUNDINGS[side].format("|".join(_with_parts(word, parts) for word in words) or _NEVER))


def _shapes(item: Mapping[str, Any], parts: Mapping[str, str], words: Words) -> Iterator[Shape]:
    if not set(item) <= {"reader", "value", "templates"} or not item["templates"]:
        raise ValueError(f"a shape with {', '.join(item)}")
    for template in item["templates"]:
        whole = _with_parts(template, parts)
        unknown = {place[1] for place in _PLACE.finditer(whole)} - set(words) - set(_FIGURES)
        if unknown:
            raise ValueError(f"{item['reader']}: <{unknown.pop()}> is neither a part nor a table")
        pattern = re.compile(_expression(whole, words) + _ENDS)
        yield Shape(item["reader"], meaning(item.get("value", "")), pattern, frozenset(openings(whole, words)))


def _with_parts(template: str, parts: Mapping[str, str]) -> str:
    """The template with its parts put in, and the parts of these."""
    whole = re.sub(r"(?<!P)<(\w+)>", lambda place: parts.get(place[1], place[0]), template)
    return whole if whole == template else _with_parts(whole, parts)


def _expression(template: str, words: Words) -> str:
    """The regular expression of a template: names become groups, a space one to three."""

    def group(place: re.Match[str]) -> str:
        choices = [_FIGURES.get(place[1], ""), one_of(words.get(place[1], ()))]
        if place[1] == "n":
            choices[1] = rf"(?:{choices[1]})(?![^\W0-9_])"
        return f"(?P<{place[2] or place[1]}>{'|'.join(filter(None, choices))})"

    spaced = _PLACE.sub(group, template).replace(" ?", " {0,2}")
    return "(?:" + re.sub(r" (?!\{)", " {1,3}", spaced) + ")"
