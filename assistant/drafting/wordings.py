"""Reads what is said to the agent about a model's work, and how a model declines: three data files.

Strict: a missing language, an unknown slot or a pattern that does not compile stops the reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.case import Language
from assistant.errors import BadInput

_FOLDER = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")
_SLOTS = {"model", "seconds", "count", "gap", "other"}


@dataclass(frozen=True, slots=True)
class Wordings:
    """Sentences by key and language."""

    texts: Mapping[str, Mapping[str, str]]

    def say(self, key: str, language: Language, **slots: str) -> str:
        return _SLOT.sub(lambda slot: slots[slot[1]], self.texts[key][language])


@cache
def notices() -> Wordings:
    """Why no draft of a model came."""
    return wordings(_FOLDER / "notices.yaml")


@cache
def remarks() -> Wordings:
    """What is said beside a model's draft."""
    return wordings(_FOLDER / "remarks.yaml")


@dataclass(frozen=True, slots=True)
class Refusals:
    """`pattern` matches at the beginning of an answer; the sentences test it."""

    pattern: re.Pattern[str]
    sees: tuple[str, ...]
    leaves: tuple[str, ...]


@cache
def refusals() -> Refusals:
    path = _FOLDER / "refusals.yaml"
    data = _load(path)
    if set(data) != {"patterns", "sees", "leaves"} or not all(data.values()):
        raise BadInput("needs patterns, sees and leaves", where=str(path))
    try:
        pattern = re.compile("|".join(f"(?:{pattern})" for pattern in data["patterns"]), re.IGNORECASE)
    except re.error as error:
        raise BadInput(f"holds no regular expression: {error}", where=str(path)) from None
    return Refusals(pattern, tuple(data["sees"]), tuple(data["leaves"]))


@cache
def wordings(path: Path) -> Wordings:
    """The sentences in a file; BadInput where one lacks a language or has a slot that nobody fills."""
    data = _load(path)
    for key, texts in data.items():
        if not isinstance(texts, dict) or set(texts) != {"sv", "en"}:
            raise BadInput(f"{key} needs sv and en", where=str(path))
        slots = [set(_SLOT.findall(text)) for text in texts.values()]
        if slots[0] != slots[1] or slots[0] - _SLOTS:
            raise BadInput(f"{key} has other slots in one language, or unknown ones", where=str(path))
    return Wordings(data)


def _load(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"cannot be read: {error}", where=str(path), now="mend or reinstall the file") from None
    if not isinstance(data, dict) or not data:
        raise BadInput("holds nothing", where=str(path), now="mend or reinstall the file")
    return data
