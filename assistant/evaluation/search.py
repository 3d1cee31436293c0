"""How right the search is, on labelled questions and complaints: words alone, meaning alone, and fused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.case import Language
from assistant.errors import BadInput

if TYPE_CHECKING:
    from assistant.search import Search

Length = Literal["short", "long"]
Half = Literal["tune", "test"]
_DEEP = 1000
"""So many hits are asked for that every entry has its place, for the mean reciprocal rank."""


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """A question or complaint with the entry that answers it and those that are right as well."""

    id: str
    query: str
    language: Language
    length: Length
    primary: str
    also: tuple[str, ...]

    @property
    def half(self) -> Half:
        """Weights are chosen on one half and reported on the other; the id's hash decides which."""
        return "tune" if int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2 == 0 else "test"


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """Shares of `count` queries: the primary entry first (`top1`), among the first three (`top3`), it or
    another right one among the first three (`top3_also`); `mrr` is the primary's mean reciprocal rank."""

    signals: str
    language: Language
    length: Length
    count: int
    top1: float
    top3: float
    top3_also: float
    mrr: float

    def __str__(self) -> str:
        shares = f"top-1 {self.top1:.3f}  top-3 {self.top3:.3f}  or also {self.top3_also:.3f}  MRR {self.mrr:.3f}"
        return f"{self.signals:8} {self.language} {self.length:5} {self.count:4}  {shares}"


def read_queries(path: Path) -> tuple[LabelledQuery, ...]:
    """Labelled queries, one JSON object a line; BadInput names the line."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            data = json.loads(line)
            found.append(LabelledQuery(**{**data, "also": tuple(data["also"])}))
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(f"is not a labelled query: {error}", where=f"{path}:{number}") from None
    return tuple(found)


def measure_search(search: Search, queries: Sequence[LabelledQuery]) -> Iterator[SearchFigures]:
    """Figures for words alone, meaning alone and both fused, by language and length."""
    from assistant.search import FUSED, MEANING, WORDS

    for name, weights in (("words", WORDS), ("meaning", MEANING), ("fused", FUSED)):
        ranks: dict[tuple[Language, Length], list[tuple[int, int]]] = {}
        for query in queries:
            found = [hit.entry for hit in search.search(query.query, query.language, _DEEP, weights)]
            ranks.setdefault((query.language, query.length), []).append(_ranks(query, found))
        for (language, length), places in ranks.items():
            yield _figures(name, language, length, places)


def _ranks(query: LabelledQuery, found: Sequence[str]) -> tuple[int, int]:
    """The place of the primary entry and of the best right one, from 1; beyond all where it was not found."""
    places = {entry: place for place, entry in enumerate(found, 1)}
    primary = places.get(query.primary, _DEEP)
    return primary, min(primary, *(places.get(entry, _DEEP) for entry in query.also), _DEEP)


def _figures(signals: str, language: Language, length: Length, places: Sequence[tuple[int, int]]) -> SearchFigures:
    count = len(places)
    return SearchFigures(
        signals,
        language,
        length,
        count,
        top1=sum(primary == 1 for primary, _ in places) / count,
        top3=sum(primary <= 3 for primary, _ in places) / count,
        top3_also=sum(best <= 3 for _, best in places) / count,
        mrr=sum(1 / primary for primary, _ in places) / count,
    )
