"""The lexical half: which entries share words with the query, weighted by how few entries use them (BM25)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.case import Language
from assistant.search import words
from assistant.search.units import Unit

Scores = NDArray[np.float64]

_SATURATION = 1.2
_LENGTH = 0.75
"""The usual constants of BM25, not tuned."""
_PHRASE_WEIGHT = 3
"""A letter group in a customer's phrase counts as three in a section; from one to five the figures hardly move."""
_TELLING = 0.25
"""A word that more than this share of the entries use tells nothing of which one is meant."""


def spread(scores: Scores) -> Scores:
    """Scores in standard deviations from their mean, so that those of different kinds can be added."""
    width = float(scores.std())
    return (scores - scores.mean()) / width if width > 1e-9 else np.zeros_like(scores)


class Lexicon:
    """The words of all entries. Scores come in the order of `ids`, the entries of both languages as one."""

    def __init__(self, units: Sequence[Unit], ids: Sequence[str]) -> None:
        self._places = {id: place for place, id in enumerate(ids)}
        self._shelves = {
            language: _Shelf(language, [unit for unit in units if unit.language == language])
            for language in {unit.language for unit in units}
        }

    def scores(self, query: str, language: Language) -> Scores:
        """How well each entry's words match a query written in `language`, in standard deviations.

        A query with no known word of that language but with one of the other is looked up in the other;
        zeros where nothing is known at all.
        """
        shelves = sorted(self._shelves.values(), key=lambda shelf: shelf.language != language)
        shelf = next((shelf for shelf in shelves if shelf.telling(query)), shelves[0])
        places = [self._places[id] for id in shelf.ids]
        lemmas, grams = np.zeros(len(self._places)), np.zeros(len(self._places))
        lemmas[places], grams[places] = shelf.scores(query)
        return (spread(lemmas) + spread(grams)) / 2

    def telling(self, text: str) -> float:
        """How much the words of a text tell about which entry is meant."""
        return max((shelf.telling(text) for shelf in self._shelves.values()), default=0.0)

    def overlap(self, query: str, text: str, language: Language) -> float:
        """How much of the query's telling words stands in a text of that language."""
        shelf = self._shelves.get(language)
        return shelf.overlap(query, text) if shelf else 0.0


class _Shelf:
    """The entries of one language as bags of lemmas (of phrases) and of letter groups (of everything)."""

    def __init__(self, language: Language, units: Sequence[Unit]) -> None:
        self.language = language
        self._known = {lemma for unit in units for lemma in words.lemmas(unit.text, language)}
        self._parts = lru_cache(50_000)(self._parts_of)
        lemmas: defaultdict[str, Counter[str]] = defaultdict(Counter)
        grams: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for unit in units:
            weight = _PHRASE_WEIGHT if unit.kind == "phrase" else 1
            lemmas[unit.entry].update(self.terms(unit.text) if unit.kind == "phrase" else ())
            grams[unit.entry].update({gram: weight * n for gram, n in Counter(words.grams(unit.text)).items()})
        self.ids = list(grams)
        self._lemmas = _Bm25([lemmas[id] for id in self.ids])
        self._grams = _Bm25([grams[id] for id in self.ids])

    def terms(self, text: str) -> list[str]:
        """Lemmas, and beside a compound its parts."""
        terms = []
        for lemma in words.lemmas(text, self.language):
            terms += [lemma, *self._parts(lemma)]
        return terms

    def scores(self, query: str) -> tuple[Scores, Scores]:
        return self._lemmas.scores(Counter(self.terms(query))), self._grams.scores(Counter(words.grams(query)))

    def telling(self, text: str) -> float:
        return sum(self._lemmas.rarity(term) for term in set(self.terms(text)))

    def overlap(self, query: str, text: str) -> float:
        shared = set(self.terms(query)) & set(self.terms(text))
        return sum(self._lemmas.rarity(term) for term in shared)

    def _parts_of(self, lemma: str) -> tuple[str, ...]:
        if self.language != "sv":
            return ()
        return tuple(dict.fromkeys(part for part in words.parts(lemma, self._known) if part != lemma))


class _Bm25:
    def __init__(self, documents: Sequence[Mapping[str, int]]) -> None:
        lengths = np.array([sum(document.values()) for document in documents], float)
        norm = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / max(lengths.mean(), 1.0))
        found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, document in enumerate(documents):
            for term, count in document.items():
                found[term].append((place, count * (_SATURATION + 1) / (count + norm[place])))
        self._count = len(documents)
        self._postings = {term: self._weighed(pairs) for term, pairs in found.items()}

    def _weighed(self, pairs: Sequence[tuple[int, float]]) -> tuple[NDArray[np.int64], Scores]:
        rarity = math.log(1 + (self._count - len(pairs) + 0.5) / (len(pairs) + 0.5))
        return np.array([place for place, _ in pairs]), rarity * np.array([weight for _, weight in pairs])

    def scores(self, query: Mapping[str, int]) -> Scores:
        scores = np.zeros(self._count)
        for term, count in query.items():
            if term in self._postings:
                places, weights = self._postings[term]
                scores[places] += weights * (count * (_SATURATION + 1) / (count + _SATURATION))
        return scores

    def rarity(self, term: str) -> float:
        """0 for a word of no entry or of too many, else more the fewer entries use it."""
        used = len(self._postings[term][0]) if term in self._postings else 0
        return math.log(self._count / used) if 0 < used <= max(1, self._count * _TELLING) else 0.0
