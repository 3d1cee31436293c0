"""Writes a reply without a language model: story and facts in, a complete draft out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.case import Case, Channel, Draft, Fact, Language, Passage, Wishes
from assistant.checker.checking import Checking
from assistant.checker.promises import has_vectors
from assistant.composing.arranging import Arranged, arrange
from assistant.composing.facts import Reporter
from assistant.composing.letter import Letter
from assistant.composing.listening import as_written, is_dangerous, told
from assistant.composing.phrases import Voice
from assistant.composing.situations import Situation, believed
from assistant.composing.story import Story, read
from assistant.language import detect
from assistant.playbook import Playbook, Question

WRITER = "composer"
_TRIES = 6
"""So many wordings of a reply are tried before the one with least to object to is taken."""
_ASKED = 4
"""So many of a situation's questions are put beside a draft."""
_OTHER_WAY = r"mejl|e-?mail"
_BRIEF = re.compile(rf"{_OTHER_WAY}|[.:] \S", re.IGNORECASE)
_UNFIT: Mapping[Channel, re.Pattern[str]] = {
    "chat": _BRIEF,
    "sms": _BRIEF,
    "social": _BRIEF,
    "letter": re.compile(_OTHER_WAY, re.IGNORECASE),
}
"""What a wording had better not hold in a channel: another channel, and in a brief one a second sentence."""


@dataclass(frozen=True, slots=True)
class Written:
    """One wording of the whole reply; `unsaid` are the facts that could not be told."""

    letter: Letter
    unsaid: Sequence[Fact]
    arranged: Arranged

    @property
    def said(self) -> Sequence[tuple[str, str]]:
        """What the reply says with the wording that it was made from; the customer's own sentence is its own, and
        so is a fact's."""
        avoided = self.letter.voice.avoided
        theirs = [
            (t.turned.text, as_written(t) if t.turned.text in avoided else t.turned.text) for t in told(self.letter)
        ]
        facts = [(news.text, news.text) for news in self.letter.news]
        return [*self.letter.voice.said, *theirs, *facts]


def compose(case: Case, book: Playbook, entries: Sequence[str], wishes: Wishes = Wishes()) -> Draft:  # noqa: B008
    """A complete reply from the case, the policy and the playbook.

    `entries` are the ids of the situations that the search found, best first. The same case gives the same reply.
    """
    language, other = _language(case, wishes)
    story = read(case, language)
    situation = believed(entries, book, story, language)
    written = _keepable(case, language, lambda avoided: _written(case, story, situation, wishes, language, avoided))
    letter, arranged = written.letter, written.arranged
    return Draft(
        text=arranged.text,
        language=language,
        writer=WRITER,
        passages=(*letter.passages, *_asked_from(letter)),
        asks=tuple(_asks(written)),
        notice=letter.voice.say("notice.other_language", {"other": other}) if other else None,
    )


def _keepable(case: Case, language: Language, write: Callable[[frozenset[str]], Written]) -> Written:
    """The reply in wordings in which the project's own checker finds no promise to object to, or as near as it gets.

    What the checker objects to is said in other words, the customer's own sentences left out, and looked at again;
    a fact that cannot be told in any is left to the agent.
    """
    fewest: tuple[int, Written] | None = None
    avoided: frozenset[str] = frozenset()
    for _ in range(_TRIES):
        written = write(avoided)
        doubted = _doubted(written.arranged.text, case, language)
        if fewest is None or len(doubted) < fewest[0]:
            fewest = len(doubted), written
        blamed = {wording for text, wording in written.said if any(_overlap(text, sentence) for sentence in doubted)}
        if not blamed - avoided:
            break
        avoided |= blamed
    assert fewest is not None
    return fewest[1]


def _overlap(text: str, sentence: str) -> bool:
    """The wording is in the sentence, or the sentence in the wording; capitals and commas do not count."""
    one, other = (re.sub(r"\W+", " ", t.lower()).strip() for t in (text, sentence))
    return one in other or other in one


def _doubted(text: str, case: Case, language: Language) -> list[str]:
    """The sentences that the checker takes for overpromises or vague."""
    judged = Checking(case, language, fast=not has_vectors()).judged(text)
    return [statement.sentence.text for statement, verdict in judged if verdict.rule]


def _written(
    case: Case,
    story: Story,
    situation: Situation | None,
    wishes: Wishes,
    language: Language,
    avoided: frozenset[str],
) -> Written:
    unfit = _UNFIT.get(case.channel) if case.channel else None
    voice = Voice(language, seed=story.clean or case.id or "", avoided=avoided, unfit=unfit)
    reporter = Reporter(case, story, voice, situation.thing(language) if situation else None)
    news, unsaid = reporter.report()
    letter = Letter(case, story, voice, situation, wishes, news)
    return Written(letter, unsaid, arrange(letter))


def _language(case: Case, wishes: Wishes) -> tuple[Language, str | None]:
    """What to write in, and the name of the customer's language where it is none of ours."""
    detected = detect(case.complaint, default=case.language or "sv")
    if detected.other:
        language = wishes.language or case.language or "en"
        return language, detected.other[language == "en"]
    return wishes.language or case.language or detected.language, None


def _asks(written: Written) -> list[str]:
    """What the agent should find out or fill in, beside the draft."""
    letter, voice = written.letter, written.letter.voice
    is_public = letter.case.channel == "social"
    asks: list[str | None] = [voice.say("ask.danger")] if is_dangerous(letter) else []
    asks += [question.text for question in _questions(letter)]
    unsaid = () if is_public else written.unsaid
    asks += [voice.say("ask.fact", {"says": fact.says, "about": fact.about}) for fact in unsaid]
    asks += [voice.say("ask.public")] if is_public else []
    asks += [voice.say("ask.gesture", {"gesture": given})] if (given := written.arranged.gesture) else []
    asks += [voice.say("ask.answer_time")] if letter.answer_time is None else []
    asks += [voice.say("ask.owner")] if not letter.case.owner else []
    return [ask for ask in asks if ask]


def _questions(letter: Letter) -> Sequence[Question]:
    """What the situation asks to find out and no fact tells."""
    known = {fact.about for fact in letter.case.facts}
    questions = letter.situation.entry.find_out if letter.situation else ()
    return [question for question in questions if question.about not in known][:_ASKED]


def _asked_from(letter: Letter) -> list[Passage]:
    """The part of the playbook whose questions stand beside the draft."""
    entry = letter.situation.entry if letter.situation and _questions(letter) else None
    section = entry.section("find_out") if entry else None
    return [Passage(entry.id, section.heading, section.text, entry.version)] if entry and section else []
