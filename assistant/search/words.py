"""Text -> what the lexical search counts: lemmas, the parts of Swedish compounds, and letter groups.

Everything is folded to a–z, so that a text typed without å, ä and ö meets one typed with them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from assistant.case import Language
from assistant.language.vocabulary import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_]+")
_GRAM = 4
"""Letters in a group: long enough to carry the sense of a stem, short enough to survive a typo."""
_LONGEST_WORD = 40
_SHORTEST_PART = 4
"""Letters in a part of a compound; shorter ones are found in words that they have nothing to do with."""
_LONG_PART = 6


def words(text: str) -> list[str]:
    return [word[:_LONGEST_WORD] for word in _WORD.findall(text.lower())]


@lru_cache(100_000)
def fold(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@lru_cache(100_000)
def lemma(word: str, language: Language) -> str:
    """The folded dictionary form: fakturorna -> faktura, återbetalningen -> aterbetalning."""
    import simplemma  # imported late: its dictionary takes two seconds to read

    return fold(str(simplemma.lemmatize(word, lang=language)).lower())


def lemmas(text: str, language: Language) -> list[str]:
    return [lemma(word, language) for word in words(text)]


def grams(text: str) -> list[str]:
    """Letter groups of each word, its edges marked: ^pake, pake, aket, ket$."""
    return [gram for word in words(text) for gram in _grams(fold(word))]


@lru_cache(100_000)
def _grams(word: str) -> tuple[str, ...]:
    edged = f"^{word}$"
    return tuple(edged[i : i + _GRAM] for i in range(max(1, len(edged) - _GRAM + 1)))


def parts(word: str, known: Collection[str]) -> Iterator[str]:
    """The `known` lemmas that a folded Swedish compound is made of: leveransdatum -> leverans, datum.

    Of a compound with one known part that part, if it is long: leveransstrul -> leverans.
    """
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        head = word[:cut]
        firsts = {lemma(form, "sv") for form in (head, head.removesuffix("s")) if len(form) >= _SHORTEST_PART}
        first = next((form for form in firsts if form in known), None)
        second = lemma(word[cut:], "sv")
        if first and second in known:
            yield from (first, second)
        elif first and len(first) >= _LONG_PART:
            yield first
        elif second in known and len(second) >= _LONG_PART:
            yield second


def shared(text: str, query: str, language: Language) -> list[tuple[int, int]]:
    """Where words of `text` are the query's: in any form, or as a part of a compound, of four letters or more.

    Words that every text has are left out.
    """
    asked = {lemma for lemma in lemmas(query, language) if len(lemma) >= _SHORTEST_PART} - _said_by_all(language)
    stems = tuple(lemma for lemma in asked if len(lemma) >= _LONG_PART)
    places = []
    for match in _WORD.finditer(text):
        word = lemma(match.group().lower(), language)
        if word in asked or any(stem in word or (len(word) >= _LONG_PART and word in stem) for stem in stems):
            places.append(match.span())
    return places


@cache
def _said_by_all(language: Language) -> frozenset[str]:
    words = FUNCTION_WORDS[language].split()
    return frozenset(form for word in words for form in (fold(word), lemma(word, language)))
