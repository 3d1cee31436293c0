"""The first two steps: what happened in this case, told back, and an apology for that and not in general."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.case import Language
from assistant.composing.letter import Letter
from assistant.composing.names import first_name
from assistant.composing.story import Told
from assistant.composing.turning import attributed, plain, with_noun
from assistant.composing.vocabulary import KINDS, Words, words
from assistant.speech import past_date, times

_AT_LEAST = -1
"""No sentence of a lesser weight is told back."""
_TOLD_WORDS, _TOLD_OF_LONG = 50, 75
_LONG_LETTER = 110
"""So many words of the customer's own story are told back at most."""
_WAITED_FOR = ("late_delivery", "lost_parcel", "out_of_stock", "refund_delay", "repair_delay", "broken_promise")
_ASKED_OF = {"delivery": ("goods", "parcel"), "replacement": ("goods",), "repair": ("goods", "service", "work")}
"""What can be asked of some kinds of thing only: nobody exchanges an agreement."""
_CONTESTED = ("contract", "billing", "other", "replacement")
"""Kinds of fact that can say the opposite of what the customer tells."""
_DRINKS = re.compile(r"\b(?:att dricka|dricka|drink|drinking)\b", re.IGNORECASE)
_HOPED = re.compile(
    r"\b(?:skulle|lova\w*|utlova\w*|would (?:be|have|come|arrive|call|get|take|cost)|promis\w*|supposed|guarantee\w*)\b",
    re.IGNORECASE,
)
"""A sentence that ends with what was to be."""
_DEATH: dict[Language, re.Pattern[str]] = {
    "sv": re.compile(r"\b(?:dog|dött|är död|avled|avlidit|gick bort|gått bort)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:died|passed away)\b", re.IGNORECASE),
}
_DANGLING = re.compile(
    r"(?:\w+ ){0,2}(?:hon|han|hans|hennes|de sa|they|he|she|his|her)\b|.*\b(?:i (?:hans|hennes)|in (?:his|her)) nam|.*\bto (?:him|her)\b",
    re.IGNORECASE,
)
"""It speaks of somebody whom the sentence before it names."""
_FAILED = frozenset(("trouble", "promised", "contact", "meaning"))
_BASED_ON_FEELING = ("särskilt", "especially")


def told(letter: Letter) -> list[Told]:
    """The customer's sentences that are told back: the weightiest, and one that adds something else."""
    sentences = letter.story.told if letter.retells else ()
    worth = [
        t
        for t in sentences
        if t.weight >= _AT_LEAST and not _is_of_death(t, letter.story.language) and _may_be_told(letter, t)
    ]
    is_long = len(letter.story.clean.split()) > _LONG_LETTER
    room = 1 if letter.short else 2 if letter.story.tone == "curt" else 4 if is_long else 3
    most = _TOLD_OF_LONG if is_long else _TOLD_WORDS
    chosen: list[Told] = []
    for sentence in sorted(worth, key=lambda t: (-t.opens, -t.weight, t.place)):
        if len(chosen) < room and _adds(sentence, chosen, most):
            chosen.append(sentence)
    told_of = {t.place for t in chosen}
    kept = [t for t in chosen if t.place - 1 in told_of or not _DANGLING.match(t.turned.text)]
    return sorted(kept, key=lambda t: t.place)


def _is_of_death(sentence: Told, language: Language) -> bool:
    """What has been condoled is not told again, but where it says what they have had to do since."""
    return _DEATH[language].search(sentence.turned.text) is not None and "contact" not in sentence.about


def _may_be_told(letter: Letter, sentence: Told) -> bool:
    """As what happened; what the case opens with else as what the customer writes."""
    avoided = letter.voice.avoided
    return sentence.turned.text not in avoided or (sentence.opens and as_written(sentence) not in avoided)


def as_written(sentence: Told) -> str:
    """The name of a sentence told with "you write that", among the wordings that are avoided."""
    return f"theirs: {sentence.turned.text}"


def _adds(sentence: Told, chosen: Sequence[Told], most: int) -> bool:
    """There is room for it beside the others."""
    if not chosen:
        return True
    length = sum(len(t.turned.text.split()) for t in (*chosen, sentence))
    return length <= most


def listening(letter: Letter) -> list[str]:
    """What happened in this case, in the customer's own words where they can be used."""
    chosen = told(letter)
    if not chosen:
        text = next(filter(None, (letter.say(key) for key in _keys(letter))), None)
        return [text] if text else []
    sentences = [f"{said}." for said in _named(letter, _said(letter, chosen))]
    last = chosen[-1]
    hoped = says_hope(last.turned.text) and "trouble" not in last.about
    not_so = letter.say("listen.not_so") if hoped and not letter.short else None
    return [*sentences, not_so] if not_so else sentences


def _said(letter: Letter, chosen: Sequence[Told]) -> list[str]:
    """As what happened; the first claim as what the customer writes, where a fact speaks against them or a sum was promised."""
    known = words(letter.language)
    contested = any(fact.holds is False and fact.about in _CONTESTED for fact in letter.case.facts)
    claims = [t for t in chosen if not t.turned.lived and (contested or _promised_sum(t, known))][:1]
    doubted = [t for t in chosen if t.turned.text in letter.voice.avoided]
    return [
        attributed(t.turned, letter.language, always=t in doubted) if t in (*claims, *doubted) else plain(t.turned)
        for t in chosen
    ]


def _promised_sum(sentence: Told, known: Words) -> bool:
    text = sentence.turned.text
    return bool(
        re.search(r"\d", text)
        and re.search(r"kr\b|kronor|[€£$]|euro|pund|pounds", text)
        and known.promised.search(text)
    )


def says_hope(sentence: str) -> bool:
    """It tells of what was to be."""
    return _HOPED.search(sentence) is not None


def _named(letter: Letter, sentences: list[str]) -> list[str]:
    """A pronoun that has lost its noun, because the sentence before it is left out, gets it back."""
    thing, found = letter.thing, list(sentences)
    if not thing or thing.form != 0:
        return found
    for i, sentence in enumerate(found):
        names = (thing.noun.definite, thing.noun.indefinite, thing.noun.english)
        if any(name in sentence.lower() for name in names):
            return found
        found[i] = with_noun(sentence, thing.text, letter.language)
        if found[i] != sentence:
            return found
    return found


def _keys(letter: Letter) -> list[str]:
    """The phrases that tell what is known of the case, the most telling first."""
    story, thing = letter.story, letter.thing
    waited = letter.situation is not None and letter.situation.entry.id in _WAITED_FOR
    keys = ["listen.contacts"] if story.contacts or story.often else []
    keys += ["listen.late"] if story.since and waited else []
    keys += ["listen.amount"] if story.sums and thing and thing.noun.kind == "document" else []
    wants = ["money_back" if want == "refund" and not letter.awaits_money else want for want in story.wants]
    keys += [f"listen.{want}" for want in wants if not thing or thing.noun.kind in _ASKED_OF.get(want, KINDS)]
    if story.amiss:
        return [*keys, "listen.wrong_item", "listen.wrong"]
    return [*(["listen.question"] if story.asks else []), "listen.item", "listen.any"]


def apology(letter: Letter, listened: Sequence[str]) -> list[str]:
    """Sorry for what was told; else for the failure of the situation. And for what it meant, where that has not been said."""
    chosen = told(letter)
    tail = _tail(letter, " ".join(listened))
    if not letter.story.amiss:
        text = letter.say("apology.own_doing" if letter.story.own_doing else "apology.asked")
        return [text] if text else []
    if not chosen and (theirs := letter.from_playbook("apologise")):
        return [theirs, *_also_sorry(letter, tail)]
    text = _sorry(letter, chosen, _continued(letter, tail))
    return [text] if text else []


def _sorry(letter: Letter, chosen: Sequence[Told], tail: str) -> str | None:
    """After what went wrong has been told, "for that"; else for what a situation like this one is."""
    if chosen and chosen[-1].about & _FAILED:
        return letter.say("apology.that", tail=tail)
    if chosen:
        return letter.say("apology.any", tail=tail)
    named = letter.say(f"sorry.{letter.situation.entry.id}") if letter.situation else None
    if named:
        return f"{named[:-1]}{tail}."
    return letter.say("apology.item" if letter.thing else "apology.any", tail=tail)


def _tail(letter: Letter, said: str) -> str | None:
    """What it meant to the customer, or how often they had to ask; nothing that was told back already."""
    story = letter.story
    known = words(story.language)
    for key in story.consequences:
        if key != "child" and known.consequences[key].search(said):
            return None
        return letter.say(f"tail.{key}")
    if (
        story.contacts
        and not story.broken
        and times(story.contacts, letter.language) not in said
        and not known.contacts.near.search(said)
    ):
        return letter.say("tail.contacts")
    return None


def _continued(letter: Letter, tail: str | None) -> str:
    """The tail as it goes on in a sentence: ", och för att …", ", särskilt …"."""
    if not tail:
        return ""
    return f", och {tail}" if letter.language == "sv" and tail.startswith("för") else f", {tail}"


def _also_sorry(letter: Letter, tail: str | None) -> list[str]:
    if not tail or tail.startswith(_BASED_ON_FEELING):
        return []
    text = letter.voice.say("apology.more", {"tail": tail.removeprefix("and ")})
    return [text] if text else []


def condolence(letter: Letter) -> list[str]:
    text = letter.say("apology.grief") if letter.story.tone == "grief" else None
    return [text] if text else []


def safety(letter: Letter) -> list[str]:
    """Where something may be dangerous: to leave it alone, for nobody knows yet that it is safe."""
    if not is_dangerous(letter):
        return []
    if _DRINKS.search(letter.story.clean) and (said := letter.say("safety.drink")):
        return [said]
    goods = next((thing for thing in letter.story.things if thing.noun.kind == "goods"), None)
    text = letter.say("safety.stop", item=goods)
    return [text] if text else []


def is_dangerous(letter: Letter) -> bool:
    """The customer tells of something that may hurt, or asks whether it may; no fact settles that for a reply."""
    return words(letter.story.language).danger.search(letter.story.clean) is not None


def broken_word(letter: Letter) -> list[str]:
    """What we said and did not keep, the last of it, and who has the case now where it was handed on."""
    texts = []
    missed = letter.case.missed[-1] if letter.case.missed else letter.story.broken
    if missed:
        past = past_date(missed.said, letter.language, letter.today)
        texts.append(letter.say("own.missed", past=past, quote=missed.quote.strip()))
    if letter.case.taken_over_from:
        texts.append(letter.say("own.taken_over", other=first_name(letter.case.taken_over_from)))
    return [text for text in texts if text]


def owned_up(letter: Letter) -> list[str]:
    """A warmer sentence, where it is wished for."""
    if letter.case.missed or letter.story.broken or is_dangerous(letter) or not letter.wishes.warmer:
        return []  # owned up to already, or nobody has looked into it yet
    warm = letter.say("own.warm")
    return [warm] if warm else []
