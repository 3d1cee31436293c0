"""The first two steps: what happened in this case, told back, and an apology for that and not in general."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.composing.letter import Letter
from assistant.composing.names import first_name
from assistant.composing.story import Told
from assistant.composing.turning import attributed, with_noun
from assistant.composing.vocabulary import KINDS, words
from assistant.speech import past_date, times

_WORTH_TELLING, _AT_LEAST = 3, 1
"""A sentence of this weight is told back; where none has it, one of the lesser weight."""
_TOLD_WORDS = 44
"""So many words of the customer's own story are told back at most."""
_WAITED_FOR = ("late_delivery", "lost_parcel", "out_of_stock", "refund_delay", "repair_delay", "broken_promise")
_ASKED_OF = {"delivery": ("goods", "parcel"), "replacement": ("goods",), "repair": ("goods", "service", "work")}
"""What can be asked of some kinds of thing only: nobody exchanges an agreement."""
_WENT_WRONG = frozenset(("trouble", "promised", "contact"))
_BASED_ON_FEELING = ("särskilt", "especially")


def told(letter: Letter) -> list[Told]:
    """The customer's sentences that are told back: the weightiest, and one that adds something else."""
    best = max((sentence.weight for sentence in letter.story.told), default=0)
    least = max(min(best, _WORTH_TELLING), _AT_LEAST)
    sentences = letter.story.told if letter.retells else ()
    worth = [t for t in sentences if t.weight >= least and t.turned.text not in letter.voice.avoided]
    room = 1 if letter.short or letter.story.tone == "curt" else 2
    chosen: list[Told] = []
    for sentence in sorted(worth, key=lambda t: (-t.weight, t.place)):
        if len(chosen) < room and _adds(sentence, chosen):
            chosen.append(sentence)
    return sorted(chosen, key=lambda t: t.place)


def _adds(sentence: Told, chosen: Sequence[Told]) -> bool:
    """It tells of something else, there is room for it, and no two "you write that" follow on each other."""
    if not chosen:
        return True
    so_far = frozenset().union(*(t.about for t in chosen))
    length = sum(len(t.turned.text.split()) for t in (*chosen, sentence))
    claims = sum(not t.turned.lived for t in (*chosen, sentence))
    return bool(sentence.about - so_far) and length <= _TOLD_WORDS and claims < 2


def listening(letter: Letter) -> list[str]:
    """What happened in this case, in the customer's own words where they can be used."""
    chosen = told(letter)
    if not chosen:
        text = next(filter(None, (letter.say(key) for key in _keys(letter))), None)
        return [text] if text else []
    sentences = [f"{said}." for said in _named(letter, [attributed(t.turned, letter.language) for t in chosen])]
    last = chosen[-1]
    hoped = words(letter.language).promised.search(last.turned.text) and "trouble" not in last.about
    not_so = letter.say("listen.not_so") if hoped and not letter.short else None
    return [*sentences, not_so] if not_so else sentences


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
    """Sorry for that thing, and for what it meant where that has not been said already."""
    chosen = told(letter)
    tail = _tail(letter, " ".join(listened))
    own = bool(chosen) and letter.voice.number("whose apology") % 5 < 3
    if not letter.story.amiss:
        text = letter.say("apology.own_doing" if letter.story.own_doing else "apology.asked")
        return [text] if text else []
    if not own and (theirs := letter.from_playbook("apologise")):
        return [theirs, *_also_sorry(letter, tail)]
    key = _apology_key(chosen, tail, letter)
    text = letter.say(key, tail=_continued(letter, tail))
    return [text] if text else []


def _apology_key(chosen: Sequence[Told], tail: str | None, letter: Letter) -> str:
    """After what went wrong has been told, "for that"; else for the thing, or for it all."""
    if any(t.about & _WENT_WRONG for t in chosen[-1:]):
        return "apology.that" if tail else "apology.this"
    return "apology.item" if letter.thing and not chosen else "apology.any"


def _tail(letter: Letter, said: str) -> str | None:
    """What it meant to the customer, or how often they had to ask; nothing that was told back already."""
    story = letter.story
    known = words(story.language)
    for key in story.consequences:
        if key != "child" and known.consequences[key].search(said):
            return None
        return letter.say(f"tail.{key}")
    if story.contacts and times(story.contacts, letter.language) not in said and not known.contacts.near.search(said):
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
    goods = next((thing for thing in letter.story.things if thing.noun.kind == "goods"), None)
    text = letter.say("safety.stop", item=goods)
    return [text] if text else []


def is_dangerous(letter: Letter) -> bool:
    """The customer tells of something that may hurt, or asks whether it may; no fact settles that for a reply."""
    return words(letter.story.language).danger.search(letter.story.clean) is not None


def broken_word(letter: Letter) -> list[str]:
    """What we said and did not keep, the last of it, and who has the case now where it was handed on."""
    texts = []
    if letter.case.missed:
        missed = letter.case.missed[-1]
        past = past_date(missed.said, letter.language, letter.today)
        texts.append(letter.say("own.missed", past=past, quote=missed.quote.strip()))
    if letter.case.taken_over_from:
        texts.append(letter.say("own.taken_over", other=first_name(letter.case.taken_over_from)))
    return [text for text in texts if text]


def owned_up(letter: Letter) -> list[str]:
    """A sentence that owns the failure, in some replies; a warmer one where it is wished for."""
    if letter.case.missed or is_dangerous(letter):
        return []  # owned up to already, or nobody has looked into it yet
    if letter.wishes.warmer and (warm := letter.say("own.warm")):
        return [warm]
    if (
        not letter.story.amiss
        or letter.short
        or letter.story.tone in ("curt", "grief")
        or letter.voice.number("own up") % 3
    ):
        return []
    text = letter.from_playbook("no_excuses") or letter.say("own.fault")
    return [text] if text else []
