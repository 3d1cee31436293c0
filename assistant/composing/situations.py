"""Which of the situations that the search found is believed, and which of its phrases fit this case.

The search may be wrong; a phrase about a technician in a reply about a bill is worse than none. So a situation is
believed only by its signs in the customer's own text, and a phrase that tells of particulars only where they are there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.case import Language, Passage
from assistant.composing.phrases import Values, Voice
from assistant.composing.story import Story
from assistant.composing.things import Thing, thing_of
from assistant.composing.vocabulary import Sign, signs, words
from assistant.playbook import Entry, Phrase, Playbook

BELIEVED_AMONG = 3
"""So many of the search's hits are looked at."""
_STEM = 5
_TOO_GENERAL = ("ärende", "vara")
"""Words that say nothing about the case: a sentence without a thing reads better."""
_STILL_SO = re.compile(
    r"\b(?:att|that) (?:\w+ ){1,3}?(?:är borta|står|ligger|tappat bort|is (?:lost|gone)|are still|still)\b"
    r"|\bwe(?:'ve| have) lost\b"
)
"""What may have been put right since, by the very facts that the reply goes on to tell."""
_ELSEWHERE = re.compile(r"\d|^(?:if|om|when|när|whether) (?:it|den|det|the other)\b|\b(?:ring|ringer|call)\b", re.I)
"""A sum, a call to a number that nobody gave, or a word that points at a sentence which is not there."""
_COMMON = frozenset(
    "ledsen förlåt ursäkt också skulle borde behöv hade från något någon ingen eller efter sorry apolo should would "
    "could about which their there where being before after have with that this your från hos inte bara allt".split()
)


@dataclass(frozen=True, slots=True)
class Situation:
    """An entry of the playbook that fits the case."""

    entry: Entry
    sign: Sign | None

    def thing(self, language: Language) -> Thing | None:
        """The general word for what it is about: "leveransen", "fakturan"."""
        return (
            thing_of(self.sign.thing, language)
            if self.sign and self.sign.thing.indefinite not in _TOO_GENERAL
            else None
        )


def believed(entries: Sequence[str], book: Playbook, story: Story, language: Language) -> Situation | None:
    """The first of the situations found whose signs the customer's text shows; without a text, the first."""
    for id in entries[:BELIEVED_AMONG]:
        entry, sign = book.get(id, language), signs().get(id)
        if not entry or entry.group != "situations":
            continue
        if not story.clean or sign is None or sign.seen[story.language].search(story.clean):
            return Situation(entry, sign)
    return None


def phrase(
    situation: Situation | None,
    step: str,
    story: Story,
    voice: Voice,
    values: Values,
    short: bool = False,
    needs: str | None = None,
) -> tuple[str, Passage] | None:
    """A filled wording of a step that fits the case, with where it stands; `needs` names a slot that it must have."""
    if situation is None:
        return None
    texts = {name: value.text if isinstance(value, Thing) else value for name, value in values.items() if value}
    section = situation.entry.section(step)
    fitting = [
        p for p in situation.entry.wordings(step) if _fits(p, story, short, needs, voice.language) and p.fill(texts)
    ]
    if not fitting or section is None:
        return None
    wording = voice.choose(f"playbook {step} {needs}", [candidate.text for candidate in fitting])
    filled = next((p.fill(texts) for p in fitting if p.text == wording), None)
    if not wording or not filled:
        return None
    voice.said.append((filled, wording))
    return filled, Passage(situation.entry.id, section.heading, wording, situation.entry.version)


def _fits(candidate: Phrase, story: Story, short: bool, needs: str | None, language: Language) -> bool:
    if candidate.channel not in ((None, "chat") if short else (None,)) or "?" in candidate.text:
        return False
    if needs:
        return needs in candidate.slots and says_no_more(candidate.text, story.clean, language)
    if "answer_by" in candidate.slots or "gesture" in candidate.slots:
        return False
    if _STILL_SO.search(candidate.text):
        return False
    return _shares_words(candidate.text, story.clean)


def says_no_more(text: str, clean: str, language: Language) -> bool:
    """A wording about what comes next has no sum, no call and nothing in it that the customer has not spoken of."""
    plain = {word[:_STEM] for word in words(language).answering}
    return not (_ELSEWHERE.search(text) or _stems(text) - plain - _stems(clean))


def _shares_words(text: str, clean: str) -> bool:
    """At least two stems of the phrase, beyond the common ones, stand in what the customer wrote."""
    return len(_stems(text) & _stems(clean)) >= 2


def _stems(text: str) -> set[str]:
    words = re.findall(r"[^\W\d_]{4,}", re.sub(r"\{\w+\}", "", text.lower()))
    return {word[:_STEM] for word in words} - {word[:_STEM] for word in _COMMON}
