"""A fact that the agent tells in a line, read by the rules of `facts.yaml`: "den är i lager nu, bekräftat av lagret"."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.case import Case, Fact, Language, Money, When, latest
from assistant.checker import money, times
from assistant.conversation.rules import Rule, rules
from assistant.language import detect

FACTS = Path(__file__).parent / "facts.yaml"
_CORRECTS = re.compile(
    r"^(?:rättelse|korrigering|ändring|nytt besked|correction|update|change)\s*[:,–-]\s*", re.IGNORECASE
)
_NOW = re.compile(r"^(?:just )?(?:nu|now)$", re.IGNORECASE)


def source_in(line: str) -> str | None:
    """Who says so; None where the line names nobody who could know."""
    found = _rule("confirmed").match(line)
    return found["source"].strip() if found else None


def abouts_in(line: str) -> tuple[str, ...]:
    """What the line may be about, in the order of the rules."""
    return tuple(rule.about for rule in rules(FACTS) if rule.about and rule.match(line))


def fact_in(line: str, about: str, case: Case) -> Fact:
    """The fact that a line tells, noted now: what it says, who says so, and the day and the sum that it names."""
    language = detect(line, default=case.language or "sv").language
    says = _said(line)
    return Fact(
        about=about,
        says=says[:1].upper() + says[1:],
        by=_by(line, language, case),
        amount=_amount(line, language, case),
        holds=_rule("denied").match(says) is None,
        source=source_in(line),
        as_of=case.today,
    )


def _said(line: str) -> str:
    """The line without who says so: what comes before that, or after "says that"; and without "correction:"."""
    line = _CORRECTS.sub("", line)
    found = _rule("confirmed").match(line)
    if found is None or re.match("enligt|according", line, re.IGNORECASE):
        return line
    rest = line[: found.start()] or re.sub(r"^.*?\b(att|that)\b", "", line[found.start("source") :], count=1)
    return rest.strip(" ,;.–-(") or line


def _rule(name: str) -> Rule:
    return next(rule for rule in rules(FACTS) if rule.name == name)


def _by(line: str, language: Language, case: Case) -> When | None:
    """The first day that is named and still ahead."""
    for found in times.find(line, language, case.today):
        if not _NOW.match(line[found.start : found.end]) and latest(found.when) >= case.today:
            return found.when
    return None


def _amount(line: str, language: Language, case: Case) -> Money | None:
    return next((found.money for found in money.find(line, language, case.policy.currency)), None)
