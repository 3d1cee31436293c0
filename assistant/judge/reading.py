"""What a model answered -> its opinions, as far as they can be read.

Weak servers send JSON in fences, after thoughts, cut off in the middle, with other keys, with numbers of
sentences that do not exist. What is whole and in order is taken; the rest counts as not said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.case import OVERPROMISES
from assistant.drafting.quoting import plain
from assistant.drafting.reading import without_thoughts
from assistant.judge.request import VERDICTS

_LONGEST_WHY = 240
_LONGEST_ANSWER = 60_000
_ENTRY = re.compile(r'\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}')
_NUMBER = re.compile(r"\s*S?(\d{1,4})\W*", re.IGNORECASE)
_FACT = re.compile(r"\W*F(\d{1,3})\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model calls one sentence. `fact` is the index of the fact that it leans on, from 0."""

    verdict: str
    kind: str | None
    fact: int | None
    why: str


def opinions(raw: str, sentences: int, facts: int) -> dict[int, Opinion]:
    """The opinions by the index of their sentence, from 0. A sentence that is judged twice, and not alike, is
    left out: one of the two answers is meant for another one."""
    found: dict[int, Opinion] = {}
    torn: set[int] = set()
    for entry in _entries(without_thoughts(raw)):
        number = _NUMBER.fullmatch(str(entry.get("number", "")))
        index = int(number[1]) - 1 if number else -1
        opinion = _opinion(entry, facts)
        if opinion is None or not 0 <= index < sentences:
            continue
        if index in found and found[index].verdict != opinion.verdict:
            torn.add(index)
        found.setdefault(index, opinion)
    return {index: opinion for index, opinion in sorted(found.items()) if index not in torn}


def _entries(text: str) -> Iterator[Mapping[str, Any]]:
    """Each flat object of the text that is whole, be what stands around it valid or not."""
    for match in _ENTRY.finditer(text[:_LONGEST_ANSWER]):
        try:
            entry = json.loads(match.group(), strict=False)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield entry


def _opinion(entry: Mapping[str, Any], facts: int) -> Opinion | None:
    verdict = str(entry.get("verdict", "")).strip().lower()
    if verdict not in VERDICTS:
        return None
    kind = str(entry.get("kind", "")).strip().lower()
    fact = _FACT.fullmatch(str(entry.get("fact", "")))
    index = int(fact[1]) - 1 if fact else -1
    return Opinion(
        verdict=verdict,
        kind=kind if kind in OVERPROMISES and verdict == "overpromise" else None,
        fact=index if 0 <= index < facts else None,
        why=_why(entry.get("why")),
    )


def _why(said: Any) -> str:
    if not isinstance(said, str):
        return ""
    line = " ".join(plain(said).split())
    return line if len(line) <= _LONGEST_WHY else f"{line[: _LONGEST_WHY - 1]}…"
