"""The thing that a text is about, in a form that a sentence can use in either language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from assistant.case import Language
from assistant.composing.vocabulary import Noun, nouns, words

_SHORT = 3
"""A noun this short is taken only as a word of its own: "bok" is not found in "anbok"."""
_FIRST_PART = 3
"""The first part of a compound is at least so long: no table ("bord") in "ombord"."""
_NEAR = 3
"""An indefinite noun counts when one of `having` stands at most so many words before it: "köpte ett par löparskor"."""
_PREPOSITION = 16
_BESIDE = re.compile(
    r"(?<!\w)(?:mot|utanför|bredvid|bakom|outside|against|behind|beside|next to|over ?looking) $", re.IGNORECASE
)
"""What is named only to say where something else is, is never what a case is about."""
_BY_PHONE = re.compile(
    r"\b(?:(?:on|over|by|answer\w*|pick\w* up) the phone|(?:i|per|på|över) telefon(?:en)?)\b", re.IGNORECASE
)
_WHERE = re.compile(
    r"(?<!\w)(?:i|under|in|into) $",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun as a sentence uses it: `text` in definite form ("skinnsoffan", "the leather sofa")."""

    text: str
    form: int
    noun: Noun

    def agreeing(self, forms: tuple[str, ...]) -> str:
        """Of Swedish (en, ett, plural) or English (singular, plural) forms, the one that fits."""
        return forms[min(self.form, len(forms) - 1)]


def thing_of(noun: Noun, language: Language, prefix: str = "") -> Thing:
    """The noun in `language`; `prefix` is the first part of a Swedish compound."""
    if language == "sv":
        return Thing(prefix + noun.definite, ("en", "ett", "pl").index(noun.gender), noun)
    return Thing(f"the {noun.english}", int(noun.english_plural), noun)


def things_in(text: str, source: Language, language: Language) -> list[Thing]:
    """The things named in a text written in `source`, in order, said in `language`.

    Where a thing lies, "in the recycling bin", is no thing of the case if there is another.
    """
    text = _BY_PHONE.sub(" ", text)
    found = list(_swedish(text) if source == "sv" else _english(text))
    things = [(_said(noun, compound, source, language), place) for noun, compound, place in found]
    named = {thing.text for thing, place in things if not place and thing.noun.kind in ("goods", "parcel")}
    places = {thing.text for thing, place in things if place and thing.noun.kind == "goods"} - named
    return [thing for thing, _ in things if not named or thing.text not in places]


def _said(noun: Noun, modifier: str, source: Language, language: Language) -> Thing:
    if source == language == "sv":
        return thing_of(noun, "sv", modifier)
    if source == language == "en" and modifier:
        return Thing(f"the {modifier}{noun.english}", int(noun.english_plural), noun)
    return thing_of(noun, language)


def _just_before(match: re.Match[str]) -> str:
    """The few characters before a match: a preposition's length, so that a long message costs no more than its length."""
    return match.string[max(0, match.start() - _PREPOSITION) : match.start()]


def _swedish(text: str) -> Iterator[tuple[Noun, str, bool]]:
    """Each noun, the first part of its compound, and whether it is told as a place."""
    since_having = _NEAR + 1
    for match in re.finditer(r"[^\W\d_]+(?:[:-][^\W\d_]+)*", text):
        word, before = match[0].lower(), _just_before(match)
        place = _WHERE.search(before) is not None
        since_having = 0 if word in words("sv").having else since_having + 1
        if _BESIDE.search(before):
            continue
        if noun := definite(word):
            yield noun, word.removesuffix(noun.definite), place
        elif since_having <= _NEAR and (noun := indefinite(word)):
            yield noun, word.removesuffix(noun.indefinite), place


@cache
def definite(word: str) -> Noun | None:
    """The noun of a Swedish word in definite form, compounds too."""
    return _longest(word, ((noun, noun.definite) for noun in nouns()))


@cache
def indefinite(word: str) -> Noun | None:
    return _longest(word, ((noun, noun.indefinite) for noun in nouns()))


def _longest(word: str, forms: Iterable[tuple[Noun, str]]) -> Noun | None:
    fitting = [(noun, form) for noun, form in forms if _fits(word, form)]
    return max(fitting, key=lambda pair: len(pair[1]), default=(None, ""))[0]


def _fits(word: str, form: str) -> bool:
    first_part = len(word) - len(form)
    if not word.endswith(form):
        return False
    return first_part == 0 or (first_part >= _FIRST_PART and len(form) > _SHORT)


def _english(text: str) -> Iterator[tuple[Noun, str, bool]]:
    known = words("en")
    for match in _english_pattern().finditer(text):
        noun, before = _english_nouns()[match["noun"].lower()], _just_before(match)
        if _BESIDE.search(before):
            continue
        said = match["first"] or match["modifier"] or ""
        modifier = said.lower().strip()
        begins = match.start("noun") == 0 or before.rstrip()[-1:] in ".!?\n"
        if match["owner"] or begins or modifier in known.having:
            named = match["owner"] and modifier and modifier not in known.evaluative and said.islower()
            yield noun, f"{modifier} " if named else "", _WHERE.search(before) is not None


@cache
def _english_nouns() -> dict[str, Noun]:
    """By their names, also written as one word: a lawn mower is a lawnmower."""
    named = {noun.english.lower(): noun for noun in reversed(nouns()) if noun.kind != "person"}
    return {name.replace(" ", ""): noun for name, noun in named.items()} | named


@cache
def _english_pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _english_nouns()), key=len, reverse=True))
    owner = r"(?:\b(?P<owner>my|our|the|a|an|this|your) )?"
    noun = rf"(?:(?P<modifier>[\w-]+) )??\b(?P<first>(?:{names}) )?(?P<noun>{names})\b(?!['’])"
    return re.compile(owner + noun, re.IGNORECASE)
