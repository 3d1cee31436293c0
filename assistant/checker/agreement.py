"""Whether a statement and a fact agree: carried, denied, or neither.

Times and sums are set against each other by computation; where words must tell, by the learned conflict.
"""

from __future__ import annotations

import re

from assistant.case import Money, latest
from assistant.checker import facts
from assistant.checker.facts import Relation
from assistant.checker.promises import Statement

CONFLICT = 0.5
KINDRED = 0.15
"""From here on a fact may be meant where its very day is named."""
_ENOUGH_WORDS, _NEARLY_ALL = 3, 0.8
"""A sentence with so many of a fact's words repeats it."""
DATED = ("delivery", "shipping", "repair", "refund", "billing", "contact", "replacement", "compensation", "other")
"""The subjects of facts whose day can be set against the one that a statement names."""


def could_meet(statement: Statement, relation: Relation) -> bool:
    """An answer of ours is only ever backed or denied by a fact about answers; one that I give myself, not by what
    others cannot do."""
    if statement.kind_of_act != "own" or statement.topic != "contact":
        return True
    fact = relation.fact.fact
    of_others = fact.holds is False and statement.who["agent"] > 0.5 and not _shared(statement, relation)
    return fact.about in ("contact", "other") and not of_others


def fact_of_the_same_day(statement: Statement, relations: list[Relation]) -> Relation | None:
    """The fact whose very day the statement names: then no later day of another fact is broken by it."""
    said = statement.by
    near = [r for r in relations if r.fact.by is not None and r.relevance >= KINDRED]
    return next((r for r in near if said is not None and r.fact.by and latest(said) == latest(r.fact.by)), None)


def contradicts(statement: Statement, relation: Relation) -> bool:
    """Computed where time or sum can be set against the fact's own, learned where words must tell."""
    if is_earlier(statement, relation) or _is_more(statement, relation):
        return True
    agreed = _has_time_of_its_own(statement, relation) or _is_approved(statement, relation)
    if agreed and relation.fact.fact.holds is not False:
        return False
    if relation.fact.fact.holds is False and _DENIES.search(statement.sentence.text):
        return False  # both say no
    return relation.conflict >= CONFLICT and not _repeats(statement, relation)


def _repeats(statement: Statement, relation: Relation) -> bool:
    """The fact, or one of its clauses, in its own words: nearly all of them, every figure, and a no where it has one."""
    text = statement.sentence.text
    said, figures, negated = facts.stems(text), facts.numbers(text), facts.is_negated(text)
    return any(
        len(part.stems) + len(part.numbers) >= _ENOUGH_WORDS
        and len(part.stems & said) >= _NEARLY_ALL * len(part.stems)
        and part.numbers <= figures
        and part.negated == negated
        for part in relation.fact.parts
    )


def _shared(statement: Statement, relation: Relation) -> int:
    """How many words the sentence has in common with the fact."""
    return len(relation.fact.stems & facts.stems(statement.sentence.text))


def is_earlier(statement: Statement, relation: Relation) -> bool:
    by, said = relation.fact.fact.by, statement.by
    if by is None or said is None or relation.fact.fact.about not in DATED:
        return False
    return latest(said) < latest(by)


def _is_more(statement: Statement, relation: Relation) -> bool:
    return exceeds(statement.signals.largest, relation.fact.fact.amount)


def exceeds(said: Money | None, approved: Money | None) -> bool:
    """Whether a sum is larger than the approved one; sums in two currencies are not compared."""
    return bool(approved and said and approved.currency == said.currency and said.amount > approved.amount)


def _is_approved(statement: Statement, relation: Relation) -> bool:
    approved, said = relation.fact.fact.amount, statement.signals.largest
    return bool(approved and said and approved.currency == said.currency and said.amount <= approved.amount)


_DENIES = re.compile(
    r"\b(?:finns|är|har|går|kan|fungerar|ingår|gäller|omfattas|täcks|kommer|kunde|gick) (?:\w+ )?(?:inte|ej|ingen|inget|inga|slut)"
    r"\b|\b(?:is|are|was|were|does|do|did|has|have|can|there(?:'|’)s)(?: not|n(?:'|’)t| no)\b|\bcannot\b|\bsold out\b|\bno longer\b",
    re.I,
)
"""A sentence that itself says that something is not so."""


def _has_time_of_its_own(statement: Statement, relation: Relation) -> bool:
    """Both sides are dated and the statement is the looser one: the fact carries it."""
    by = relation.fact.fact.by
    return by is not None and statement.by is not None and relation.fact.fact.about in DATED


_DEMANDED = re.compile(
    r"\b(?:kund\w*|hon|han|hen|jurist\w*|advokat\w*|ombud\w*) (?:\w+ )?(?:kräver|begär|vill ha|yrkar|hävdar|påstår|anser|tycker)\b"
    r"|\b(?:måste|ska|skall|bör) (?:\w+ )?(?:skriva|säga|svara|lova|bekräfta|utlova)\b|\b(?:skriv|säg|svara|lova|bekräfta) (?:\w+ )?att\b"
    r"|\b(?:customer|client|she|he|they|lawyer|solicitor)s? (?:\w+ )?(?:demands?|claims?|wants?|insists?|alleges?|says?|thinks?)\b"
    r"|\b(?:must|should|have to|has to|need to) (?:\w+ )?(?:write|say|promise|confirm|tell|answer)\b"
    r"|\b(?:write|say|promise|confirm|tell \w+(?: customer)?|answer) that\b",
    re.I,
)
"""A fact's text that tells what somebody wants, or what shall be written: it confirms nothing."""


def backs(statement: Statement, relation: Relation) -> bool:
    fact = relation.fact.fact
    if contradicts(statement, relation) or (not fact.amount and not fact.by and _DEMANDED.search(fact.says)):
        return False
    if fact.holds is False:
        return bool(_DENIES.search(statement.sentence.text))
    if statement.by is not None and fact.about in DATED and relation.fact.by is None:
        return fact.amount is not None or fact.about in ("refund", "compensation", "billing", "replacement")
    return True
