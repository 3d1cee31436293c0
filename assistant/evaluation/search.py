"""How right and how quick the search is, on labelled questions and complaints: words alone, meaning alone, and fused."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from assistant.case import Language
from assistant.errors import BadInput
from assistant.evaluation.gold import FOLDER

if TYPE_CHECKING:
    from assistant.search import Search
    from assistant.settings import Settings

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
        """Weights are chosen on one half and reported on the other; the id's hash decides which.

        The batch `u` is all of the tune half: what it missed was read while the search was mended.
        """
        if "-u-" in self.id:
            return "tune"
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


@dataclass(frozen=True, slots=True)
class SearchReport:
    """All that was measured of the search on one half of the queries. `guides` are the questions whose answer is a
    step or a principle; `milliseconds` holds the median and the 95th percentile of a warm search by length;
    `clear` is the share of right queries that are told to have a clear answer, `unclear` that of off-topic ones
    told to have none."""

    half: Half
    figures: tuple[SearchFigures, ...]
    guides: tuple[SearchFigures, ...]
    milliseconds: dict[Length, tuple[float, float]]
    clear: float
    unclear: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def as_text(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"search, {self.half} half of {QUERIES.name}"
        yield from map(str, self.figures)
        yield "of these, steps and principles asked as questions"
        yield from map(str, self.guides)
        yield f"told to have a clear answer {self.clear:.3f}; off-topic, told to have none {self.unclear:.3f}"
        for length, (median, p95) in self.milliseconds.items():
            yield f"milliseconds a {length} query: median {median:.0f}, p95 {p95:.0f}"


QUERIES = FOLDER / "queries.jsonl"
OFF_TOPIC = FOLDER / "offtopic.txt"


def measure_shipped(settings: Settings, half: Half = "test") -> SearchReport:
    """The search of the shipped playbook, as `settings` set it up."""
    from assistant import playbook
    from assistant.search import open_search

    book = playbook.LivePlaybook(playbook.folders())
    guides = {entry.id for entry in book.current() if entry.group != "situations"}
    queries = [query for query in read_queries(QUERIES) if query.half == half]
    search = open_search(settings, book)
    try:
        return SearchReport(
            half,
            milliseconds={length: _timed(search, queries, length) for length in ("short", "long")},
            figures=tuple(measure_search(search, queries)),
            guides=tuple(f for f in measure_search(search, [query for query in queries if query.primary in guides])),
            clear=_share(search, [(query.query, query.language) for query in queries], lambda clear: clear),
            unclear=_share(search, [(line, None) for line in _off_topic()], lambda clear: not clear),
        )
    finally:
        search.close()


def _off_topic() -> list[str]:
    return OFF_TOPIC.read_text(encoding="utf-8").splitlines()


def _share(search: Search, asked: Sequence[tuple[str, Language | None]], right: Callable[[bool], bool]) -> float:
    told = [right(search.is_clear(search.search(query, language, 1))) for query, language in asked]
    return sum(told) / len(told)


def _timed(search: Search, queries: Sequence[LabelledQuery], length: Length) -> tuple[float, float]:
    """Each query once, after the dictionaries have been read; the vectors of none are known before."""
    search.search("Var är min försenade leverans?", "sv")
    search.search("Where is my late delivery?", "en")
    took = []
    for query in queries:
        if query.length == length:
            began = time.perf_counter()
            search.search(query.query, query.language)
            took.append(1000 * (time.perf_counter() - began))
    median, p95 = np.percentile(took, (50, 95))
    return float(median), float(p95)


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


SIGNALS = ("words", "meaning", "fused")


def measure_search(
    search: Search, queries: Sequence[LabelledQuery], signals: Sequence[str] = SIGNALS
) -> Iterator[SearchFigures]:
    """Figures for words alone, meaning alone and both fused, by language and length."""
    from assistant.search import FUSED, MEANING, WORDS

    weights_of = dict(zip(SIGNALS, (WORDS, MEANING, FUSED), strict=True))
    for name in signals:
        weights = weights_of[name]
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
