"""A language's grammar of time, compiled: which shapes a text can hold, and its connecting words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.case import Language
from assistant.checker.times import shapes
from assistant.checker.times.openings import WORD, token
from assistant.checker.times.shapes import ROLES, Shape, Source, Words
from assistant.checker.times.wording import one_of

STARTS = re.compile(r"(?<![\w#+§])(?!(?:(?<=[0-9][.,:])|(?<=\w[-/]))[0-9])")
"""Where an expression may begin: not within a word, a longer number, a version or a telephone number."""
_BARE = str.maketrans("åäö", "aao")
_NEVER = r"(?!)"
_OPENING_MARKS = "\"'«»“”„([{*_-"


@dataclass(frozen=True, slots=True)
class Leads:
    """Connecting words: up to four of them in a row before a time, and the role of each."""

    roles: Mapping[str, str]
    words: frozenset[str]
    chain: re.Pattern[str]
    phrase: re.Pattern[str]
    particles: re.Pattern[str]

    def before(self, text: str, start: int, end: int) -> tuple[int, str]:
        """Where the chain that ends at `end` begins, and the weightiest of its roles."""
        for at in self._starts(text, start, end):
            if self.chain.fullmatch(text, at, end):
                particle = self.particles.match(text, at, end)
                first = particle.end() if particle else at
                said = {self.roles[phrase] for phrase in self.phrase.findall(text, first, end)}
                return first, next((role for role in ROLES if role in said), "")
        return end, ""

    def _starts(self, text: str, start: int, end: int) -> list[int]:
        """Where a chain may begin, the earliest first: the words up to `end` that are connecting words."""
        starts: list[int] = []
        at = end
        for word in reversed(text[start:end].split(" ")):
            at -= len(word)
            bare = word.lstrip(_OPENING_MARKS)
            if bare in self.words:
                starts.append(at + len(word) - len(bare))
            if word and (bare != word or bare not in self.words):
                break
            at -= 1
        return starts[::-1]


@dataclass(frozen=True, slots=True)
class Grammar:
    """`shapes` are those that can begin with a word; `surroundings` what stands around a time."""

    language: Language
    unaccented: re.Pattern[str]
    accented: Mapping[str, str]
    words: Words
    shapes: Mapping[str, Sequence[Shape]]
    leads: Leads
    length_leads: Leads
    trail: re.Pattern[str]
    joint: re.Pattern[str]
    between: re.Pattern[str]
    surroundings: Mapping[str, re.Pattern[str]]

    def restored(self, text: str) -> str:
        """`text`, which is canonical, with å, ä and ö where a word of time is written without them; as long as it was."""
        return self.unaccented.sub(lambda word: self.accented[word[0]], text)

    def matches(self, text: str) -> Iterator[tuple[Shape, re.Match[str]]]:
        """Every match of every shape in `text`, which is canonical."""
        for word in WORD.finditer(text):
            candidates = self.shapes.get(token(word.group()))
            if candidates and STARTS.match(text, word.start()):
                for shape in candidates:
                    if match := shape.pattern.match(text, word.start()):
                        yield shape, match


@cache
def of(language: Language) -> Grammar:
    """The grammar of a language, read and compiled on first use."""
    source = shapes.load(language)
    accented = {word.translate(_BARE): word for word in source.unaccented}
    return Grammar(
        language=language,
        unaccented=re.compile(rf"(?<![\w-])(?:{one_of(accented) or _NEVER})(?![\w-])"),
        accented=accented,
        words=source.words,
        shapes=_by_opening(source.shapes),
        leads=_leads(source.leads, source),
        length_leads=_leads(source.length_leads, source),
        trail=re.compile(rf"[ ,]{{1,3}}(?:{one_of(source.trails)})(?!\w)"),
        joint=re.compile(rf"[ ,(]{{0,4}}(?:(?:{one_of(source.joints)})(?!\w)[ ,(]{{1,3}}){{0,2}}"),
        between=re.compile(rf" {{0,3}}(?:-|/|(?:{one_of(source.between)})(?!\w)) {{0,3}}"),
        surroundings=source.surroundings,
    )


def _by_opening(listed: Sequence[Shape]) -> dict[str, list[Shape]]:
    found: dict[str, list[Shape]] = {}
    for shape in listed:
        for word in shape.openings:
            found.setdefault(word, []).append(shape)
    return found


def _leads(roles: Mapping[str, str], source: Source) -> Leads:
    phrase = rf"(?<![\w-])(?:{one_of([*roles])})(?= )"
    return Leads(
        roles=roles,
        words=frozenset(word for lead in roles for word in lead.split()),
        chain=re.compile(rf"(?:{phrase} {{1,3}}){{1,4}}"),
        phrase=re.compile(phrase),
        particles=source.particles,
    )
