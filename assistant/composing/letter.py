"""One reply in the making: the case, what was read of it, and what its phrases may be filled with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from assistant.calendar import ends
from assistant.case import Case, Language, Passage, When, Wishes, day
from assistant.composing.facts import News
from assistant.composing.names import first_name, is_first_name
from assistant.composing.phrases import Values, Voice
from assistant.composing.situations import Situation, phrase
from assistant.composing.story import Story
from assistant.composing.things import Thing
from assistant.composing.vocabulary import signs, words
from assistant.owning import least
from assistant.speech import latest_by, past_date, rounded_up, sum_of, times

_VAGUE = (
    "arbete",
    "jobb",
    "service",
    "tid",
    "plats",
    "del",
    "nummer",
    "ärende",
    "våning",
    "kabel",
    "väska",
    "täckning",
)
"""Nouns that stand in a message for other things than its own."""
_PLACE = re.compile(r"\w{3,}(?:en|et|ån)")
"""A Swedish noun in definite form."""
_ON_PAPER = frozenset(("document", "agreement", "booking"))
"""A situation about these is about them, whatever else the customer names."""
_SHORT = 5
_BRIEF = {"chat": 5, "sms": 3}
"""The channels whose replies are always short, and the sentences that they hold."""
_NOT_THE_THING = ("person", "money", "work")


@dataclass(slots=True)
class Letter:
    """`retells` says whether the customer's own sentences are told back; `passages` are the parts of the playbook
    that the reply has used so far."""

    case: Case
    story: Story
    voice: Voice
    situation: Situation | None
    wishes: Wishes
    news: Sequence[News]
    retells: bool = True
    passages: list[Passage] = field(default_factory=list)

    @property
    def language(self) -> Language:
        return self.voice.language

    @property
    def today(self) -> date:
        return self.case.today.date()

    @property
    def short(self) -> bool:
        return self.wishes.length == "short" or self.case.channel in _BRIEF

    @property
    def most(self) -> int:
        """So many sentences a short reply has at most."""
        return _BRIEF.get(self.case.channel or "email", _SHORT)

    @property
    def owner(self) -> str | None:
        """The first name of the colleague who owns the case; a team has none."""
        owner = self.case.owner
        return None if not owner or _is_team(owner) else first_name(owner)

    @property
    def thing(self) -> Thing | None:
        """What the case is about: by the situation's kinds, else what is named most, else the situation's word."""
        kinds = self.situation.sign.kinds if self.situation and self.situation.sign else ()
        things = [thing for thing in self.story.things if thing.noun.indefinite not in _VAGUE]
        for kind in kinds:
            if found := next((thing for thing in things if thing.noun.kind == kind), None):
                return found
        general = self.situation.thing(self.language) if self.situation else None
        named = next((thing for thing in things if thing.noun.kind not in _NOT_THE_THING), None)
        return (general or named) if set(kinds) & _ON_PAPER or not named else named

    @property
    def awaits_money(self) -> bool:
        """Whether the customer waits for a refund that was to come, and does not only ask for one."""
        return signs()["refund_delay"].seen[self.story.language].search(self.story.clean) is not None

    @property
    def answer_time(self) -> When | None:
        """The soonest that the policy lets anybody promise an answer by, or None where it allows none; after a missed
        one no sooner than that was."""
        allowance = self.case.policy.promises.get("contact")
        if not allowance or not allowance.allowed or not allowance.within:
            return None
        when = ends(allowance.within, self.case.today)
        first = least(self.case, "contact")
        if first is not None and first > day(when):
            return first
        return rounded_up(when) if isinstance(when, datetime) else when

    def values(self, **more: str | Thing | None) -> Values:
        """What the phrases may be filled with; None is not known."""
        story, answer = self.story, self.answer_time
        return {
            "item": self.thing,
            "since": past_date(story.since, self.language, self.today) if story.since else None,
            "contacts": times(story.contacts, self.language) if story.contacts else None,
            "amount": sum_of(story.sums[0], self.language) if story.sums else None,
            "answer_by": latest_by(answer, self.language, self.today) if answer else None,
            "owner": self.owner,
            **more,
        }

    def say(self, key: str, **more: str | Thing | None) -> str | None:
        return self.voice.say(key, self.values(**more))

    def from_playbook(self, step: str, needs: str | None = None) -> str | None:
        """A wording that the situation's entry has for a step, and that fits; it is noted as used."""
        found = phrase(self.situation, step, self.story, self.voice, self.values(), self.short, needs)
        if found is None or (self.voice.unfit and self.voice.unfit.search(found[0])):
            return None
        self.passages.append(found[1])
        return found[0]


def _is_team(owner: str) -> bool:
    """«Kundservice», «The workshop team», «Depån»: nobody who can say "I"."""
    named = any(words(language).team.search(owner) for language in ("sv", "en"))
    return named or (_PLACE.fullmatch(owner) is not None and not is_first_name(owner))
