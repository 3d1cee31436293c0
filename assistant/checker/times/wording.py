"""Word lists as the data files write them, and as regular expressions use them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from typing import Any


def one_of(words: Iterable[str]) -> str:
    """An alternation of plain words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True))


def spelled(listed: Iterable[str]) -> list[str]:
    """Every form of the words: «måndag(|en)» is «måndag» and «måndagen»."""
    forms = []
    for word in listed:
        choices = [part.split("|") for part in re.split(r"[()]", word)]
        forms += ["".join(choice) for choice in itertools.product(*choices)]
    return forms


def inverted(senses: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """From {meaning: words} to {word: meaning}; a meaning in figures is a number."""
    return {word: meaning(sense) for sense, listed in senses.items() for word in spelled(listed)}


def meaning(text: str) -> int | str:
    return int(text) if text.lstrip("-").isdigit() else text
