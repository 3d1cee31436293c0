"""Which thing a sentence about a fact speaks of, and what the sum in it is called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.case import Language
from assistant.composing.facts.notes import Note, of_stock
from assistant.composing.story import Story
from assistant.composing.things import Thing, definite, indefinite, thing_of
from assistant.composing.vocabulary import Noun, named, nouns
from assistant.speech import MONTHS

_FITTING = {
    "delivery": ("goods", "parcel"),
    "shipping": ("goods", "parcel"),
    "stock": ("goods",),
    "replacement": ("goods",),
    "repair": ("goods", "service"),
    "service": ("service",),
    "billing": ("document",),
    "contract": ("agreement",),
}
"""The kinds of noun that a sentence about each kind of fact can take."""
_OWN_WORD = ("repair", "service", "billing", "contract")
"""Kinds of fact that are told of the thing in their own note only: who knows what else "back from Monday" means."""
_UNFIT = ("leverans", "sändning", "vara", "färg")
"""Nouns that none can take: no "leveransen av leveransen"."""
_VEHICLES = ("skåpbil",)
"""What brings things, and is not what is brought."""
_WORD = re.compile(r"[^\W\d_]+")
_SEATS = re.compile(
    r"\b(?:platser|seats|rum|rooms|bord|tables|hotell?|cabin|stuga\w*|view|biljett\w*|tickets?)\b", re.IGNORECASE
)
_PAID_BY_THEM = ("pengar", "kostnad", "hotellkostnad", "frakt", "fraktkostnad")
"""What the customer has paid is not what they get."""
_LONGEST_LABEL = 50


def subject(note: Note, several: bool, story: Story, fallback: Thing | None, language: Language) -> Thing | None:
    """What the note names, in the customer's words if they name it too; else what the customer names, or `fallback`.

    `several`: other facts are of the same kind, so that the customer's word alone could mean either.
    """
    about = note.fact.about
    fitting = [t for t in story.things if t.noun.kind in _FITTING.get(about, ()) and t.noun.indefinite not in _UNFIT]
    label = _label(note, language) if about == "stock" else None
    if label and (several or all(t.noun != label.noun for t in story.things)):
        return label
    own = note.thing if about != "stock" or _names_another(note) else None  # "on the shelf" is no shelf
    if own and own.noun.indefinite not in (*_VEHICLES, "färg"):
        same = next((t for t in story.things if t.noun == own.noun), None)
        if (same and about != "stock") or (
            own.noun.kind in _FITTING.get(about, ()) and own.noun.indefinite not in _UNFIT
        ):
            return same or own
    if about in _OWN_WORD or (about == "replacement" and several) or (about == "stock" and _names_another(note)):
        return None
    if fallback and fallback.noun.kind in _FITTING.get(about, ()) and fallback.noun.indefinite not in _UNFIT:
        fitting.append(fallback)
    return next(iter(fitting), None)


def _names_another(note: Note) -> bool:
    """The note has words that stock is not told in: another thing than the customer's, which they would mistake."""
    first, *words = _WORD.findall(note.fact.says)
    told = [word.lower() for word in (first, *words) if word == first or not word[0].isupper()]
    months = [month[:3] for language in MONTHS.values() for month in language]
    return any(word not in of_stock() and word[:3] not in months for word in told)


def _label(note: Note, language: Language) -> Thing | None:
    """The label of "Trädgårdsbord Sund, svart: 4 på hyllan" as "trädgårdsbordet Sund i svart"."""
    label, colon, _ = note.fact.says.partition(": ")
    if not colon or len(label) > _LONGEST_LABEL or note.language != language or _SEATS.search(note.fact.says):
        return None
    text = re.sub(r"\bstrl\b", "storlek", label).replace(", ", " i " if language == "sv" else " in ", 1)
    return _swedish_label(text.split()) if language == "sv" else _english_label(text.split())


def _swedish_label(words: list[str]) -> Thing:
    noun = indefinite(words[0].lower())
    if not noun:
        return Thing(" ".join(words), 0, named("vara"))
    first = words[0].lower().removesuffix(noun.indefinite) + noun.definite
    return Thing(" ".join([first, *words[1:]]), ("en", "ett", "pl").index(noun.gender), noun)


def _english_label(words: list[str]) -> Thing:
    if words[0][0].isdigit():
        return Thing(" ".join(words), 1, named("vara"))
    first = words[0] if words[0] in ("Christmas", "Easter") or words[0][1:2].isupper() else words[0].lower()
    plural = bool(re.search(r"[^s]s\b", " ".join(words[:2])))
    return Thing(" ".join(["the", first, *words[1:]]), int(plural), named("vara"))


def money(note: Note, language: Language) -> Thing:
    """What the sum is, as the note has it: "prisavdraget", "hotellkostnaden"; else the compensation or the refund."""
    if note.language == language == "sv":
        for word in re.findall(r"[^\W\d_]+", note.fact.says.lower()):
            if found := _sum_word(word):
                return found
    told = [noun for noun in _sums() if _names(noun, note)]
    general = named("återbetalning" if note.fact.about == "refund" else "ersättning")
    return thing_of(max(told, key=lambda noun: len(noun.indefinite), default=general), language)


def _sum_word(word: str) -> Thing | None:
    for noun, form in ((indefinite(word), "indefinite"), (definite(word), "definite")):
        if noun and noun in _sums():
            return thing_of(noun, "sv", word.removesuffix(getattr(noun, form)))
    return None


def _sums() -> Sequence[Noun]:
    return [noun for noun in nouns() if noun.kind == "money" and noun.indefinite not in _PAID_BY_THEM]


def _names(noun: Noun, note: Note) -> bool:
    lower = note.fact.says.lower()
    if note.language == "en":
        return bool(re.search(rf"\b{re.escape(noun.english)}\b", lower))
    return bool(re.search(rf"(?:{noun.indefinite}|{noun.definite})\b", lower))
