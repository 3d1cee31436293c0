"""Review and a model's opinions -> the review with both, each told from the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.case import OVERPROMISES, Asked, Because, Case, Fact, Finding, Language, Review, SecondOpinion, latest
from assistant.checker import rulebook
from assistant.checker.agreement import exceeds
from assistant.checker.promises import signals_of
from assistant.drafting.wordings import notices, refusals, wordings
from assistant.drafting.writing import model_name
from assistant.judge.asking import Silent, answer
from assistant.judge.reading import Opinion, opinions
from assistant.judge.request import to_judge
from assistant.language import Sentence, sentences

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_NOTICES = Path(__file__).parent / "notices.yaml"
_DATED = ("delivery", "shipping", "repair", "refund", "billing", "replacement", "compensation")
"""What a fact's own time can be set against, whatever the sentence is about."""

OPINION = 0.5
"""The confidence of what only the model has found."""

Opinions = Mapping[int, Opinion]


def second_opinion(
    text: str, case: Case, review: Review, model: BaseChatModel, reader: Language | None = None
) -> Review:
    """`review` of `text` with what the model adds to it and questions in it; never less than it was.

    A model that fails, or answers what cannot be read, leaves the findings as they are and a notice, in the language
    of the `reader`, or else the text's.
    """
    spoken = reader or review.language
    parts, name = sentences(text), model_name(model)
    request, fitting = to_judge(parts, case, review.language)
    if not fitting:
        return _unchanged(review, spoken, name, "too_long" if parts else "empty")
    try:
        raw = answer(request, model)
    except Silent as silent:
        return _unchanged(review, spoken, name, silent.reason, silent.seconds)
    found = opinions(raw, fitting, len(case.facts))
    if not found:
        return _unchanged(review, spoken, name, "refused" if refusals().pattern.match(raw.strip()) else "unreadable")
    told = {i: replace(opinion, why=request.masked.restore(opinion.why)) for i, opinion in found.items()}
    questioned = [_questioned(finding, parts, told) for finding in review.findings]
    added = [*_added(parts, told, review, case)]
    findings = sorted([*questioned, *added], key=lambda finding: (finding.start, finding.rule))
    unjudged = len(parts) - len(told)
    notice = wordings(_NOTICES).say("partly", spoken, count=str(unjudged)) if unjudged else None
    return replace(review, findings=tuple(findings), judge=Asked(name, len(told), notice))


def withheld(review: Review, spoken: Language, model: BaseChatModel, reason: str) -> Review:
    """The review as it is, with a notice why the model was not asked; `reason` is a key of the notices."""
    return _unchanged(review, spoken, model_name(model), reason)


def _unchanged(review: Review, spoken: Language, model: str, reason: str, seconds: float = 0) -> Review:
    own = wordings(_NOTICES)
    source = own if reason in own.texts else notices()
    decimal = f"{seconds:g}".replace(".", "," if spoken == "sv" else ".")
    told = source.say(reason, spoken, model=model, seconds=decimal)
    return replace(review, judge=Asked(model, 0, f"{told} {own.say('closing', spoken)}"))


def _questioned(finding: Finding, parts: Sequence[Sentence], told: Opinions) -> Finding:
    """The finding with what the model says of its sentence; faults of tone are not the model's matter."""
    if finding.kind not in (*OVERPROMISES, "vague"):
        return finding
    opinion = next((told[i] for i, part in enumerate(parts) if i in told and part.start == finding.start), None)
    if opinion is None:
        return finding
    label = "vague" if finding.kind == "vague" else "overpromise"
    return replace(finding, second=SecondOpinion(opinion.verdict == label, opinion.verdict, opinion.why))


def _added(parts: Sequence[Sentence], told: Opinions, review: Review, case: Case) -> Iterator[Finding]:
    """A finding for each sentence that only the model objects to."""
    taken = {finding.start for finding in review.findings if finding.kind in (*OVERPROMISES, "vague")}
    for i, opinion in told.items():
        if parts[i].start in taken or opinion.verdict not in ("overpromise", "vague"):
            continue
        fact = case.facts[opinion.fact] if opinion.fact is not None else None
        if opinion.verdict == "overpromise" and fact and _is_against(parts[i], fact, case, review.language):
            yield _finding(parts[i], rulebook.verdict_rules()["contradiction.fact"], opinion, review.language, fact)
        else:
            yield _finding(parts[i], rulebook.cautions()[f"judge.{opinion.verdict}"], opinion, review.language, fact)


def _is_against(sentence: Sentence, fact: Fact, case: Case, language: Language) -> bool:
    """Whether the fact that the model names bears it out by itself: an earlier time, or a larger sum."""
    signals = signals_of(sentence.text, language, case.today)
    said = signals.deadline
    if said and fact.by and fact.about in _DATED and not said.ambiguous:
        return latest(said.when) < latest(fact.by)
    return exceeds(signals.largest, fact.amount)


def _finding(
    sentence: Sentence, rule: rulebook.Rule, opinion: Opinion, language: Language, fact: Fact | None
) -> Finding:
    slots = {"fact": fact.says.rstrip(".") if fact else "", "kind": opinion.kind or opinion.verdict, "why": opinion.why}
    message = rule.pages[language].message.format(**slots).rstrip(": ") or rule.pages[language].what
    return replace(rule.finding(sentence, message, Because(fact=opinion.fact), OPINION), source="model")
