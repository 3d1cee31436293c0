"""One playbook, indexed: a query -> the entries that it is about, each with its best passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.case import Language
from assistant.language import detect
from assistant.playbook import Entry, Group, Playbook
from assistant.providers import Embedder, Vectors
from assistant.search.aims import Aims
from assistant.search.chroma import Index
from assistant.search.lexical import Lexicon, Scores, spread
from assistant.search.scope import Scope
from assistant.search.units import Unit, units
from assistant.search.windows import windows

NEIGHBOURS = 50
_REMEMBERED = 256
"""Queries whose vectors are kept: a complaint is searched again with each new wish for its draft."""
_LEAST = 0.5
"""What a stretch without a telling word weighs, where one rare word weighs 3 or 4."""
MAX_QUERY = 8000
"""Characters of a query that are read; a complaint longer than three pages has made its point."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts, all three in standard deviations."""

    aims: float
    neighbours: float
    lexical: float


FUSED = Weights(aims=1.0, neighbours=0.2, lexical=0.75)
"""Chosen on the tune half of tests/data/queries.jsonl. With 0.5 to 1 for the words and 0 to 0.4 for the
neighbours the share found among the first three stays within two points."""
MEANING = Weights(aims=1.0, neighbours=0.2, lexical=0)
WORDS = Weights(aims=0, neighbours=0, lexical=1)

_NEARNESS_WEIGHT = 30.0
_USUAL_NEARNESS = 0.87
_SCOPE_WEIGHT = 10.0
"""How near the nearest text is, and whether the query is about complaints at all, lifts or lowers all scores of a
query alike, so that they can be told from those of a query that the playbook has no answer to."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that answers, and the heading and text in it that do so best. `score` is in standard
    deviations above the playbook's other entries; `Search.is_clear` reads it."""

    entry: str
    group: Group
    language: Language
    heading: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vectors' half: a model, the index of its vectors, and what was learned from them."""

    embedder: Embedder
    index: Index
    aims: Aims
    scope: Scope


class Ranking:
    """Everything known of one playbook, by its words and, once it has learned, by its meaning."""

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook
        self.units = units(playbook)
        self.meaning: Meaning | None = None
        self._ids = sorted({entry.id for entry in playbook})
        self._places = {id: place for place, id in enumerate(self._ids)}
        self._owners = {unit.key: self._places[unit.entry] for unit in self.units}
        self._sections: defaultdict[tuple[str, Language], list[Unit]] = defaultdict(list)
        for unit in self.units:
            if unit.kind == "section":
                self._sections[unit.entry, unit.language].append(unit)
        self._lexicon = Lexicon(self.units, self._ids)
        self._embedded = lru_cache(_REMEMBERED)(self._embed)
        self._rows: dict[str, Vectors] = {}

    def learn(self, embedder: Embedder, index: Index, background: Vectors) -> None:
        """Adds the meaning; `background` are the vectors of texts that no entry answers.

        Unavailable when the index does not answer.
        """
        phrases = [unit for unit in self.units if unit.kind == "phrase"]
        rows = index.vectors([unit.key for unit in phrases])
        vectors = np.array([rows[unit.key] for unit in phrases], np.float32)
        aims = Aims(vectors, [self._owners[unit.key] for unit in phrases], len(self._ids))
        self.meaning = Meaning(embedder, index, aims, Scope(vectors, background))

    def hits(self, query: str, language: Language, top: int, weights: Weights) -> tuple[Hit, ...]:
        """The best entries, each in `language` where it is written in it. Unavailable when a model or an
        index that `weights` asks for does not answer; nothing when no signal has anything to say."""
        vector = self._vector(query) if weights.aims or weights.neighbours else None
        scores = weights.lexical * self._lexicon.scores(query, detect(query, default=language).language)
        if vector is not None and self.meaning is not None:
            near = self.meaning.index.neighbours(vector, NEIGHBOURS)
            scores += weights.aims * spread(self.meaning.aims.scores(vector))
            scores += weights.neighbours * spread(self._nearness(near))
            scores += _NEARNESS_WEIGHT * (max(max(keys.values()) for keys in near) - _USUAL_NEARNESS)
            scores += _SCOPE_WEIGHT * self.meaning.scope.score(vector)
        if not scores.any():
            return ()
        best = np.argsort(-scores, kind="stable")[:top]
        entries = [self._written(self._ids[place], language) for place in best]
        passages = self._passages(query, vector, entries)
        return tuple(
            Hit(entry.id, entry.group, entry.language, passage.heading, passage.text, round(float(scores[place]), 4))
            for place, entry, passage in zip(best, entries, passages, strict=True)
        )

    def _vector(self, query: str) -> Vectors | None:
        """One vector for the query: the middle of its stretches, each with the weight of what its words tell."""
        return self._embedded(query) if self.meaning else None

    def _embed(self, query: str) -> Vectors:
        assert self.meaning is not None
        stretches = windows(query, self._lexicon.telling)
        weights = np.array([_LEAST + self._lexicon.telling(stretch) for stretch in stretches])
        middle = weights @ self.meaning.embedder.queries(stretches)
        return np.asarray(middle / np.linalg.norm(middle), np.float32)

    def _nearness(self, near: Sequence[Mapping[str, float]]) -> Scores:
        """How many of the nearest texts are an entry's, and by how much they are nearer than the last of them."""
        nearness = np.zeros(len(self._ids))
        for cosines in near:
            farthest = min(cosines.values())
            for key, cosine in cosines.items():
                nearness[self._owners[key]] += cosine - farthest
        return nearness

    def _written(self, id: str, language: Language) -> Entry:
        other: Language = "en" if language == "sv" else "sv"
        entry = self.playbook.get(id, language) or self.playbook.get(id, other)
        assert entry is not None
        return entry

    def _passages(self, query: str, vector: Vectors | None, entries: Sequence[Entry]) -> list[Unit]:
        """The piece of each entry that answers best: by its vector, or by the words it shares with the query."""
        pieces = [self._sections[entry.id, entry.language] for entry in entries]
        if vector is None or self.meaning is None:
            return [max(own, key=lambda unit: self._lexicon.overlap(query, unit.text, unit.language)) for own in pieces]
        rows = self._section_vectors(self.meaning.index, [unit.key for own in pieces for unit in own])
        return [max(own, key=lambda unit: float(rows[unit.key] @ vector)) for own in pieces]

    def _section_vectors(self, index: Index, keys: Sequence[str]) -> Mapping[str, Vectors]:
        """Kept once they were asked for: to ask again costs a third of a short search."""
        unknown = [key for key in keys if key not in self._rows]
        if unknown:
            self._rows |= index.vectors(unknown)
        return self._rows
