"""What a statement is worth: weighed against the facts of the case first, then against the policy.

The order is that of `spec/overpromise.md`: a fact beats the policy, and both beat the words. Dates,
sums and business days are computed; only the reading of the sentence and its kinship with a fact are
learned. Every verdict says what decided it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Literal

import yaml

from assistant.calendar import ends
from assistant.case import Allowance, Because, Case, Money, Policy, When, day
from assistant.checker import agreement, facts, rulebook
from assistant.checker.facts import Relation
from assistant.checker.promises import Statement

Label = Literal["none", "hedged", "vague", "supported", "overpromise"]

RELEVANT = 0.45
"""From here on a fact is held to speak of the statement's own matter; chosen on the validation part."""
STRONG = 0.8
"""A statement of what has been is only held against a fact that surely disagrees with it."""


GESTURE = 0.4
"""From here on an act with a gesture's name in it gives that gesture."""
POSSIBLE = 0.3
"""From here on a statement that a fact carries is kept as a promise, so that none is forgotten."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rule` names the page that explains it; `allowed` is what the policy would have let pass."""

    label: Label
    kind: str | None = None
    rule: str | None = None
    because: Because = field(default_factory=Because)
    confidence: float = 1.0
    allowed: When | Money | None = None


def weigh(statement: Statement, case: Case, *, fast: bool = False) -> Verdict:
    """The verdict on one statement."""
    relations = [r for r in facts.relations(statement, case, fast=fast) if agreement.could_meet(statement, r)]
    found = [r for r in relations if r.relevance >= RELEVANT]
    same_day = agreement.fact_of_the_same_day(statement, relations)
    denied = next(
        (
            r
            for r in found
            if agreement.contradicts(statement, r) and not (same_day and agreement.is_earlier(statement, r))
        ),
        None,
    )
    backed = next((r for r in found if agreement.backs(statement, r)), None)
    act = statement.kind_of_act
    if act == "none":
        return _stated(statement, denied, backed)
    if denied and not (backed and backed.relevance > denied.relevance):
        return _contradiction(statement, denied)
    if act == "hedged":
        return Verdict("supported", because=Because(fact=backed.index)) if backed else Verdict("hedged")
    if backed:
        return _backed(statement, backed, case)
    if same_day and act in ("own", "event"):
        return Verdict("supported", because=Because(fact=same_day.index), confidence=same_day.relevance)
    return _by_policy(statement, case, found)


def _stated(statement: Statement, denied: Relation | None, backed: Relation | None) -> Verdict:
    """A plain statement is judged only where a fact surely says otherwise; where it may be a promise and a fact
    carries its day or its sum, it is kept as one."""
    sure = not statement.is_told and denied and denied.relevance >= RELEVANT and denied.conflict >= STRONG
    if denied and sure:
        return _contradiction(statement, denied)
    named = statement.by is not None or statement.signals.largest is not None
    if backed and named and statement.firm >= POSSIBLE and not statement.is_told:
        return Verdict("supported", because=Because(fact=backed.index), confidence=statement.firm)
    return Verdict("none", confidence=statement.act["none"])


def _contradiction(statement: Statement, denied: Relation) -> Verdict:
    confidence = denied.relevance * max(denied.conflict, 0.5)
    return Verdict("overpromise", "contradiction", "contradiction.fact", Because(fact=denied.index), confidence)


def _backed(statement: Statement, relation: Relation, case: Case) -> Verdict:
    """A fact carries it; a time that the fact is silent on still has to pass the policy."""
    because = Because(fact=relation.index)
    fact = relation.fact.fact
    silent = statement.by is not None and relation.fact.by is None and fact.about in agreement.DATED
    if silent and not _is_state(statement):
        return _timed(statement, case, fact.about, because)
    return Verdict("supported", because=because, confidence=relation.relevance)


def _is_state(statement: Statement) -> bool:
    return statement.kind_of_act == "availability"


def _by_policy(statement: Statement, case: Case, found: list[Relation]) -> Verdict:
    act = statement.kind_of_act
    confidence = statement.firm
    if act == "absolute" or _is_sworn(statement, act):
        return Verdict("overpromise", "absolute", "absolute.guarantee", Because(), confidence)
    if act == "money":
        return _money(statement, case)
    if act == "availability":
        return Verdict("overpromise", "availability", "availability.unknown", Because(), confidence)
    if act in ("outcome", "event"):
        if act == "event" and _is_ours(statement, case.policy):
            return _own_act(statement, case)
        if act == "event" and statement.by is not None:
            return Verdict("overpromise", "deadline", "deadline.unknown", Because(), confidence)
        return Verdict("overpromise", "outcome", "outcome.unknown", Because(), confidence)
    return _own_act(statement, case)


def _is_sworn(statement: Statement, act: str) -> bool:
    """Guaranteed in so many words, or for ever: absolute, but for an act of one's own with its time."""
    cues = statement.signals.cues
    if act not in ("own", "event", "outcome"):
        return False
    return "never_again" in cues or ("sworn" in cues and not (act == "own" and statement.by is not None))


def _is_ours(statement: Statement, policy: Policy) -> bool:
    """«The boots leave us on Monday»: things move, but what moves them is ours and stands in the policy."""
    known = statement.topic in policy.promises and statement.who["other"] < 0.5
    return statement.by is not None and (known or _leaves_us(statement))


def _own_act(statement: Statement, case: Case) -> Verdict:
    given = statement.by is None and "hands_over" in statement.signals.cues
    gives = statement.signals.largest or statement.about["compensation"] > GESTURE or given
    if gives and _is_gesture(statement, case.policy):
        return _money(statement, case)
    if statement.by is None:
        return Verdict("vague", "vague", "vague.no_time", Because(), statement.firm)
    return _timed(statement, case, statement.topic, Because())


def _timed(statement: Statement, case: Case, about: str, because: Because) -> Verdict:
    """A time of our own, set against the policy's."""
    about = _policy_line(statement, case.policy, about)
    allowance = case.policy.promises.get(about)
    if allowance is None or allowance.within is None or not allowance.allowed or statement.by is None:
        return Verdict("overpromise", "deadline", "deadline.unknown", because, statement.firm)
    allowed = ends(allowance.within, case.today)
    line = f"promises.{about}"
    if _is_tighter(statement.by, allowed):
        return Verdict(
            "overpromise", "deadline", "deadline.policy", Because(because.fact, line), statement.firm, allowed
        )  # fmt: skip
    return Verdict("supported", because=Because(because.fact, line), confidence=statement.firm)


def _policy_line(statement: Statement, policy: Policy, about: str) -> str:
    """What leaves our house is shipping whatever it is; an act of the agent's own about nothing else is an answer."""
    if _leaves_us(statement) and "shipping" in policy.promises:
        return "shipping"
    if about in policy.promises:
        return about
    if about == "other" and statement.who["agent"] > 0.3:
        return "contact"
    if about == "compensation":
        return "refund"
    return about


def _leaves_us(statement: Statement) -> bool:
    return "leaves_us" in statement.signals.cues and statement.topic not in ("delivery", "contact")


def _is_tighter(said: When, allowed: When) -> bool:
    """Business days are compared as dates (settled point 5), hours as moments."""
    if isinstance(allowed, datetime) and isinstance(said, datetime):
        return said < allowed
    return day(said) < day(allowed)


def _money(statement: Statement, case: Case) -> Verdict:
    policy, said = case.policy, statement.signals.largest
    if _is_gesture(statement, policy):
        limit = Money(policy.compensation_limit, policy.currency)
        if said is None or _fits(said, limit):
            return Verdict("supported", because=Because(policy="compensation"), confidence=statement.firm)
        return _too_much(statement, limit, "compensation")
    refund = policy.promises.get("refund")
    if refund and refund.allowed and refund.limit is not None and said and statement.about["refund"] > 0.4:
        limit = Money(refund.limit, policy.currency)
        if _fits(said, limit):
            return _refund_in_time(statement, case, refund)
        return _too_much(statement, limit, "promises.refund")
    return Verdict("overpromise", "money", "money.unapproved", Because(), statement.firm)


def _refund_in_time(statement: Statement, case: Case, refund: Allowance) -> Verdict:
    if statement.by is None or refund.within is None:
        return Verdict("supported", because=Because(policy="promises.refund"), confidence=statement.firm)
    return _timed(statement, case, "refund", Because())


def _too_much(statement: Statement, limit: Money, line: str) -> Verdict:
    return Verdict("overpromise", "money", "money.above_limit", Because(policy=line), statement.firm, limit)


def _fits(said: Money, limit: Money) -> bool:
    return said.currency == limit.currency and said.amount <= limit.amount


def _is_gesture(statement: Statement, policy: Policy) -> bool:
    """A gesture that the policy names, called by any of its names."""
    if policy.compensation_limit == Decimal(0):
        return False
    return any(
        words.search(statement.sentence.text)
        for names, words in _gestures()
        if any(names.search(gesture) for gesture in policy.gestures)
    )


@cache
def _gestures() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    items = yaml.safe_load((rulebook.RULES / "gestures.yaml").read_text(encoding="utf-8"))
    return tuple((re.compile(i["gesture"], re.I), re.compile(rf"(?<!\w)(?:{i['words']})(?!\w)", re.I)) for i in items)
