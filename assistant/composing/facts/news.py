"""What the facts of a case say, as sentences to the customer, each with exactly the fact's own date and sum.

A fact is told by its structure (about, by, amount, holds) with the thing that its note names, or by the note itself
where that can be turned into a decent sentence; where neither can be done, the agent is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from assistant.case import Case, Fact, Language, Period, When, day
from assistant.checker import times
from assistant.composing.facts import kinds
from assistant.composing.facts.clauses import sentences_of, word_for_word
from assistant.composing.facts.days import with_days
from assistant.composing.facts.notes import Note, carriers, conditions, cues, dialect, of_stock, plain_beginnings, read
from assistant.composing.facts.reading import SENT, is_conditional, is_of_another, lasts, says_more, stems
from assistant.composing.facts.subjects import money, subject
from assistant.composing.phrases import Values, Voice
from assistant.composing.story import Story
from assistant.composing.things import Thing
from assistant.composing.vocabulary import words
from assistant.speech import at_time, latest_by, number, on_date, past_date, sum_of

_LANGUAGES: tuple[Language, ...] = ("sv", "en")
_STRUCTURED = ("delivery", "shipping", "stock", "refund", "compensation", "replacement")
"""What is told best by its structure; the rest first by its note."""
_RANK = (
    "stock delivery shipping replacement repair service billing contract refund compensation other contact"
).split()  # fmt: skip
_TOLD_PLAIN = ("other", "service", "contract", "billing", "contact", "repair")
"""What is told in the note's own words where nothing else can be done."""
_ONCE = ("refund", "compensation", "replacement")
"""What can be told of with a condition."""
_UNITS = {
    "business day": ("arbetsdag", "arbetsdagar"),
    "hour": ("timme", "timmar"),
    "day": ("dag", "dagar"),
    "week": ("vecka", "veckor"),
    "month": ("månad", "månader"),
}


@dataclass(frozen=True, slots=True)
class News:
    """One fact told. `when` is its day if that is still to come, `option` what the customer may choose: the money
    back, or what that is chosen against. `amount` and `by` are said as in the text."""

    text: str
    fact: Fact
    thing: Thing | None
    when: When | None
    bad: bool
    option: Literal["cancel", "keep"] | None
    amount: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Reporter:
    """Tells the facts of one case. `fallback` is the thing of the situation, where the customer names none."""

    case: Case
    story: Story
    voice: Voice
    fallback: Thing | None

    def report(self) -> tuple[list[News], list[Fact]]:
        """The facts told, bad ones first, and those that could not be told."""
        notes = [read(fact, self.story.language, self.voice.language) for fact in self.case.facts]
        found = [(note.fact, None if self._is_beside(note, notes) else self._news(note, notes)) for note in notes]
        told = {news.text: news for _, news in reversed(found) if news}
        ranked = sorted(told.values(), key=lambda news: (not news.bad, _rank(news), _coming(news), _place(news, notes)))
        return ranked, [fact for fact, news in found if news is None]

    def _is_beside(self, note: Note, notes: Sequence[Note]) -> bool:
        """Goods or a delivery that neither the customer nor another fact speaks of have no place in the reply."""
        fact = note.fact
        if (
            fact.about not in ("stock", "delivery", "shipping")
            or fact.by
            or fact.holds is False
            or note.hints("alternative")
        ):
            return False
        if note.language != self.story.language or not self.story.clean or len(notes) < 2:
            return False
        others = " ".join([self.story.clean, *(other.fact.says for other in notes if other is not note)]).lower()
        own = stems(fact.says, of_stock() | plain_beginnings())
        return bool(own) and not any(stem in others for stem in own)

    def _news(self, note: Note, notes: Sequence[Note]) -> News | None:
        fact, language = note.fact, self.voice.language
        several = sum(other.fact.about == fact.about for other in notes) > 1
        thing = subject(note, several, self.story, self.fallback, language)
        values = self._values(note, thing)
        text = self._told(note, values)
        if text is None:
            return None
        return News(
            text=text,
            fact=fact,
            thing=thing,
            when=fact.by if fact.by and day(fact.by) >= self.case.today.date() and not lasts(note) else None,
            bad=fact.holds is False or (fact.holds is None and note.hints("negative") and not fact.by),
            option=self._option(note),
            amount=sum_of(fact.amount, language) if fact.amount else None,
            by=str(values["by"]) if "by" in values else None,
        )

    def _told(self, note: Note, values: Values) -> str | None:
        """By structure or by the note, whichever suits the fact best and can be done."""
        ways = [self._by_structure, self._by_note, self._word_for_word]
        if note.fact.about not in _STRUCTURED or says_more(note) or is_of_another(note, values, self.story):
            ways[:2] = reversed(ways[:2])
        told = (way(note, values) for way in ways)
        return next((text for text in told if text and text not in self.voice.avoided), None)

    def _by_structure(self, note: Note, values: Values) -> str | None:
        """By the fact's kind; where it hangs on something, with what it hangs on, or not at all."""
        key = kinds.key(note, self.case)
        if key and is_conditional(note):
            condition = self._condition(note)
            dated = "_by" if note.fact.by and note.fact.about != "replacement" else ""
            once = {**values, "once": condition}
            return self.voice.say(f"{note.fact.about}.once{dated}", once) if condition else None
        return self.voice.say(key, values) if key else None

    def _condition(self, note: Note) -> str | None:
        """«när returen registrerats», as the note has it; None of a kind that has no words for it."""
        found = conditions().search(note.fact.says) if note.language == self.voice.language else None
        if not found or note.fact.about not in _ONCE:
            return None
        said = found[0].strip(" ,.")
        for old, new in dialect(self.voice.language).customer:
            said = old.sub(new, said)
        return said

    def _by_note(self, note: Note, values: Values) -> str | None:
        """The note's own words, if they name the fact's day and sum."""
        customer, fact = self.case.customer or "", note.fact
        if any(words(language).steering.search(fact.says) for language in _LANGUAGES):
            return None
        names = tuple(filter(None, {customer, customer.split(" ")[0]}))
        text = " ".join(sentences_of(note, self.voice.language, names, self.case.today.date(), self.case.owner))
        if not text or (fact.by and not _names_day(text, day(fact.by), self.voice.language, self.case.today)):
            return None
        text = with_days(text, self.voice.language, self.case.today.date())
        if fact.amount and f"{fact.amount.amount:.0f}" not in re.sub(r"[\s,]", "", text):
            worth = self.voice.say("compensation.worth", values) if note.hints("in_kind") else None
            return f"{text} {worth}" if worth else None
        return text

    def _word_for_word(self, note: Note, _: Values) -> str | None:
        """A short note that no rule can make a sentence of, as what the file says: better than to leave it out."""
        fact, language = note.fact, self.voice.language
        if (
            fact.about not in _TOLD_PLAIN
            or note.language != language
            or (fact.holds is False and not note.hints("negative"))
        ):
            return None
        says = word_for_word(note, language, self.case.today.date())
        told = (
            self.voice.say("fact.plain", {"says": with_days(says, language, self.case.today.date())}) if says else None
        )
        return told if told and (not fact.by or _names_day(told, day(fact.by), language, self.case.today)) else None

    def _option(self, note: Note) -> Literal["cancel", "keep"] | None:
        fact = note.fact
        if fact.holds is False:
            return None
        if fact.about == "refund" and fact.amount:
            exchange = any(f.about == "replacement" and f.holds is not False for f in self.case.facts)
            whole = note.hints("whole") or not note.hints("partial")
            return "cancel" if note.hints("if_cancel") or (exchange and whole) else None
        kept = ("delivery", "shipping", "replacement", "repair", "service")
        if fact.about in kept or (fact.about == "stock" and fact.by):
            return "keep"
        return None

    def _values(self, note: Note, thing: Thing | None) -> dict[str, str | Thing | None]:
        """What the phrases about a fact may be filled with."""
        fact, language, today = note.fact, self.voice.language, self.case.today.date()
        values: dict[str, str | Thing | None] = {
            "item": thing,
            "amount": sum_of(fact.amount, language) if fact.amount else None,
            "money": money(note, language),
            "work": note.work,
            "actor": _actor(note, language),
            "source": _carrier(fact.source),
            "within": self._within(fact),
        }
        by = fact.by or kinds.policy_day(fact, self.case)
        if by:
            values |= _times(by, note, language, today)
        return values

    def _within(self, fact: Fact) -> str | None:
        allowance = self.case.policy.promises.get(fact.about)
        return (
            said_period(allowance.within, self.voice.language, fact.about) if allowance and allowance.within else None
        )


def said_period(period: Period, language: Language, about: str) -> str:
    """As "inom fem bankdagar", "within five business days"; money moves on bank days."""
    count = number(period.count, language)
    if language == "en":
        return f"within {count} {period.unit}{'' if period.count == 1 else 's'}"
    unit = _UNITS[period.unit][period.count != 1]
    return f"inom {count} {unit.replace('arbets', 'bank') if about == 'refund' else unit}"


def with_pronoun(text: str, thing: Thing | None, before: Thing | None, language: Language) -> str:
    """After a sentence about it, "Soffbordet är hos dig …" is "Det är hos dig …"."""
    if not thing or not before or thing.text != before.text or not text.lower().startswith(f"{thing.text} ".lower()):
        return text
    pronoun = thing.agreeing(("Den", "Det", "De") if language == "sv" else ("It", "They"))
    return pronoun + text[len(thing.text) :]


def _times(by: When, note: Note, language: Language, today: date) -> dict[str, str | Thing | None]:
    """The fact's time, as a deadline, as the time of a visit, as a day, as a day gone by."""
    latest = note.hints("latest") and not note.begins
    deadline, exact = latest_by(by, language, today), at_time(by, language, today, note.begins)
    at = deadline if latest else exact
    return {
        "by": deadline,
        "at": at,
        "time": at.removeprefix("on "),
        "on": exact.removeprefix("on ")
        if isinstance(by, datetime) and not latest
        else on_date(day(by), language, today),
        "past": past_date(day(by), language, today),
    }


def _carrier(source: str | None) -> str | None:
    if not source or not carriers().fullmatch(source.strip()):
        return None
    return "The carrier" if source.strip().lower() == "carrier" else source


def _actor(note: Note, language: Language) -> str | None:
    if not note.actor:
        return None
    if language == "sv":
        return f"en {note.actor.indefinite}"
    return f"{'an' if note.actor.english[0] in 'aeiou' else 'a'} {note.actor.english}"


def _names_day(text: str, when: date, language: Language, today: datetime) -> bool:
    return any(day(found.when) == when for found in times.find(text, language, today))


def _rank(news: News) -> int:
    """What comes to the customer is told in the order in which it comes."""
    return 0 if news.fact.about in SENT else _RANK.index(news.fact.about)


def _coming(news: News) -> date:
    if cues()["alternative"].search(news.fact.says):
        return date.max
    return day(news.when) if news.when and news.fact.about in SENT else date.min


def _place(news: News, notes: Sequence[Note]) -> int:
    """Facts of one kind are told in the order of the case."""
    return next(i for i, note in enumerate(notes) if note.fact is news.fact)
