"""What stands beside the verdicts: a fact that may have changed since, and a promise already given otherwise.

Neither is an overpromise by the definition, and neither changes a verdict's label; the agent is told to
ask before sending, or to say the change openly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import lru_cache

from assistant.case import Because, Case, Fact, Finding, Language, Message, Promised, When, day, latest
from assistant.checker import promises, rulebook
from assistant.checker.promises import Statement
from assistant.checker.rulebook import Rule
from assistant.checker.verdicts import Verdict
from assistant.language import detect
from assistant.speech import WEEKDAYS, past_date

STALE_AFTER = timedelta(hours=24)
"""From here on a fact of the stores and the carriers is to be asked about again."""

_BUSINESS_DATA = ("stock", "delivery", "shipping")
"""What changes by itself from one day to the next."""
_VAGUE_SUBJECTS = ("other",)
"""Two promises about nothing in particular cannot be told to be about the same thing."""

SURE_ENOUGH = 0.8
"""The confidence of these findings: the dates are computed, that both are about the same thing is read."""

Judged = Sequence[tuple[Statement, Verdict]]


def stale(judged: Judged, case: Case, language: Language, after: timedelta = STALE_AFTER) -> Iterator[Finding]:
    """A finding for each promise that only a fact older than `after` carries, with the question to ask."""
    for statement, verdict in judged:
        if verdict.label != "supported" or verdict.because.fact is None:
            continue
        fact = case.facts[verdict.because.fact]
        if fact.about in _BUSINESS_DATA and fact.as_of is not None and case.today - fact.as_of > after:
            rule = rulebook.cautions()[f"verify.{fact.about}"]
            yield _finding(statement, rule, language, verdict.because, _question(fact, case, language))


def _question(fact: Fact, case: Case, language: Language) -> dict[str, str]:
    """What the message says of the fact: what it is, how old, and whom to ask."""
    assert fact.as_of is not None
    since = f"{past_date(fact.as_of.date(), language, case.today.date())} {fact.as_of:%H:%M}"
    somebody = {"sv": "den som vet", "en": "whoever knows"}[language]
    said = fact.says.rstrip(".") or f"{fact.about}: {fact.by or fact.holds}"
    return {"fact": said, "as_of": since, "source": fact.source or somebody}


def collisions(judged: Judged, case: Case, language: Language, *, fast: bool) -> Iterator[Finding]:
    """A finding for each promise that is another than one already given and still open.

    A time or a sum that the draft itself names is said openly: then there is no collision.
    """
    earlier = _open(case, fast=fast)
    if not earlier:
        return
    words = {word for statement, _ in judged for word in statement.signals.text.lower().split()}
    sums = {one.money for statement, _ in judged for one in statement.signals.sums}
    untold = [p for p in earlier if p.amount not in sums and not (p.by and _names_of(p.by, language) & words)]
    for statement, verdict in judged:
        if verdict.label not in ("supported", "overpromise"):
            continue
        for promised in untold:
            if name := _collision(statement, promised):
                rule = rulebook.cautions()[name]
                slots = {"earlier": " ".join(promised.quote.split())}
                yield _finding(statement, rule, language, Because(promise=promised.quote), slots)
                break


def _names_of(when: When, language: Language) -> set[str]:
    """What the day of an earlier promise is called by one who owns up to it: "jag skrev fredag", "the 13th"."""
    weekday, number = WEEKDAYS[language][day(when).weekday()].lower(), day(when).day
    return {weekday, f"{weekday},", f"{number}", f"{number}:e", f"{number}th"}


def _collision(statement: Statement, promised: Promised) -> str | None:
    """The rule that two promises about the same thing break; an earlier answer than promised breaks none."""
    if statement.topic != promised.about or statement.topic in _VAGUE_SUBJECTS:
        return None
    said, owed = statement.by, promised.by
    if said and owed and day(said) != day(owed) and (statement.topic != "contact" or day(said) > day(owed)):
        return "earlier.time"
    amount, owed_amount = statement.signals.largest, promised.amount
    if amount and owed_amount and amount.currency == owed_amount.currency and amount != owed_amount:
        return "earlier.sum"
    return None


def _open(case: Case, *, fast: bool) -> list[Promised]:
    """What has been promised and is not yet due: in the ledger, and in what the agent wrote in the thread."""
    sent = [message for message in case.messages if message.sender == "agent" and message.at is not None]
    written = [promised for message in sent for promised in _given_in(message, fast)]
    return [p for p in (*case.promised, *written) if p.by is None or latest(p.by) >= case.today]


@lru_cache(maxsize=256)
def _given_in(message: Message, fast: bool) -> tuple[Promised, ...]:
    """The promises with a time or a sum in a message, as they were meant on the day that it was sent."""
    assert message.at is not None
    statements = promises.read(message.text, detect(message.text).language, message.at, fast=fast)
    firm = [s for s in statements if s.kind_of_act not in ("none", "hedged") and (s.by or s.signals.largest)]
    return tuple(Promised(s.sentence.text, s.topic, s.by, s.signals.largest) for s in firm)


def _finding(statement: Statement, rule: Rule, language: Language, because: Because, slots: dict[str, str]) -> Finding:
    return rule.finding(statement.sentence, rule.pages[language].message.format(**slots), because, SURE_ENOUGH)
