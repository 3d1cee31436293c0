"""What the model may promise in this case: computed from the facts and the policy, with dates."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.calendar import ends
from assistant.case import Case, Fact, Language, Money, Policy, When
from assistant.prompts import phrases
from assistant.speech import latest_by, sum_of


def mark(index: int) -> str:
    """How the model cites a fact: "F1" for the first."""
    return f"F{index + 1}"


def allowances(case: Case, language: Language) -> Iterator[str]:
    """One line for each promise that a fact or the policy carries, and for each that a fact forbids.

    Dates and sums are written as the reply will write them, in `language`.
    """
    for index, fact in enumerate(case.facts):
        yield _by_fact(fact, mark(index), case, language)
    for about, allowance in case.policy.promises.items():
        if allowance.allowed:
            by = ends(allowance.within, case.today) if allowance.within else None
            yield _timed(_limited(about, allowance.limit, case, language), by, case, language)


def gesture(policy: Policy, language: Language) -> str | None:
    """What any agent may offer for the trouble; None where the policy allows nothing."""
    if not policy.gestures or not policy.compensation_limit:
        return None
    return phrases().say("promises.gesture", limit=sum_of(Money(policy.compensation_limit, policy.currency), language))


def _by_fact(fact: Fact, mark: str, case: Case, language: Language) -> str:
    say = phrases().say
    thing = say(f"promises.{fact.about}")
    if fact.holds is False:
        return say("promises.not_so", thing=thing, mark=mark)
    if fact.amount:
        thing = say("promises.of", thing=thing, amount=sum_of(fact.amount, language))
    return say("promises.so", thing=_timed(thing, fact.by or _usual_time(fact, case), case, language), mark=mark)


def _usual_time(fact: Fact, case: Case) -> When | None:
    """When the policy has it done, for a fact that names a sum and no time."""
    allowance = case.policy.promises.get(fact.about)
    return ends(allowance.within, case.today) if fact.amount and allowance and allowance.within else None


def _limited(about: str, limit: Decimal | None, case: Case, language: Language) -> str:
    thing = phrases().say(f"promises.{about}")
    if limit is None:
        return thing
    return phrases().say("promises.up_to", thing=thing, limit=sum_of(Money(limit, case.policy.currency), language))


def _timed(thing: str, by: When | None, case: Case, language: Language) -> str:
    if by is None:
        return thing
    return phrases().say("promises.by", thing=thing, by=latest_by(by, language, case.today.date()))
