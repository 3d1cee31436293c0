"""Which language a text is in, told by its words, its letters and, where these do not decide, their shape."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from unicodedata import name

from assistant.case import Language
from assistant.language.vocabulary import ANOTHER, LETTERS, NAMES, SCRIPTS, SHAPES, WORDS

_LOOKED_AT = 5000
"""Characters; a language shows long before."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NO_WORD = re.compile(r"//|www\.|@|\d")
"""Addresses, and order numbers, whose letters are no words."""
_VOTES = {language: frozenset(words.split()) for language, words in WORDS.items()}
_SHARED = Counter(word for words in _VOTES.values() for word in words)
_FOREIGN_AT_LEAST = 2
"""Words (or one letter) of a third language before it is named: one alone may be a name or a slip."""


@dataclass(frozen=True, slots=True)
class Detected:
    """`language` is what we write in; `other` names the language we do not write (Swedish, English)."""

    language: Language
    other: tuple[str, str] | None = None

    @property
    def is_nordic(self) -> bool:
        """Norwegian or Danish, whose writers read Swedish too."""
        return self.other in (NAMES["no"], NAMES["da"])


def detect(text: str, default: Language = "sv") -> Detected:
    """The language of `text`: Swedish and English as they are, any other one answered in English.

    A text that does not tell (a number, a name, a smiley, nothing at all) gets `default`. Norwegian and
    Danish are told from Swedish by their words; two or three words that all three share stay Swedish.
    """
    words = [word for piece in text[:_LOOKED_AT].split() if not _NO_WORD.search(piece) for word in _WORD.findall(piece)]
    if script := _foreign_script(words):
        return Detected("en", script)
    score = _scores(words)
    ours = max(score["sv"], score["en"])
    foreign = max(NAMES, key=lambda language: score[language])
    if score[foreign] > ours and _evidence(words, foreign) >= _FOREIGN_AT_LEAST:
        return Detected("en", NAMES[foreign])
    return Detected(_ours(words, score, default))


def _foreign_script(words: list[str]) -> tuple[str, str] | None:
    """The name of a language that is written in other letters than ours."""
    letters = Counter(map(_script, "".join(words)))
    if not letters or letters["LATIN"] * 2 >= letters.total():
        return None
    del letters["LATIN"]
    return SCRIPTS.get(letters.most_common(1)[0][0], ANOTHER)


@cache
def _script(letter: str) -> str:
    return name(letter, "").partition(" ")[0]


def _scores(words: list[str]) -> dict[str, float]:
    """Each word counts for its languages, the less the more of them share it; each telling letter counts two."""
    score = {
        language: sum(1 / _SHARED[word.lower()] for word in words if word.lower() in votes)
        for language, votes in _VOTES.items()
    }
    for language in LETTERS:
        score[language] += 2 * len(_telling_letters(words, language))
    return score


def _evidence(words: list[str], language: str) -> int:
    known = {word.lower() for word in words} & _VOTES[language]
    return len(known) + 2 * len(_telling_letters(words, language))


def _telling_letters(words: list[str], language: str) -> set[str]:
    """Names do not count: Tønder may stand in a Swedish text."""
    return {letter for word in words if word[0].islower() for letter in word} & set(LETTERS.get(language, ""))


def _ours(words: list[str], score: dict[str, float], default: Language) -> Language:
    swedish, english = score["sv"] + _shaped(words, "sv"), score["en"] + _shaped(words, "en")
    if swedish == english:
        return default
    return "sv" if swedish > english else "en"


def _shaped(words: list[str], language: str) -> float:
    return sum(0.25 if word[0].islower() else 0.1 for word in words if re.search(SHAPES[language], word.lower()))
