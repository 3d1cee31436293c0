"""A wording that can be kept, in the draft's language and person, for a sentence that promises too much.

First the sentence itself with a time that can be kept; where that will not do, an act in the sender's
own hands from `rules/rewrites.yaml`. Whatever is offered has passed the checker with the same facts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from assistant.calendar import ends
from assistant.case import Case, Language, Money, Period, When, day, latest
from assistant.checker import rulebook
from assistant.checker.promises import Statement
from assistant.checker.verdicts import Verdict
from assistant.errors import BadInput
from assistant.speech import latest_by, sum_of

Passes = Callable[[str], bool]

_ANSWER = Period(2, "business day")
"""The answer time that a rewrite offers where the policy names none."""


def rewrite(statement: Statement, verdict: Verdict, case: Case, language: Language, passes: Passes) -> str | None:
    """What may stand in place of the sentence; None where nothing that passes was found."""
    voice = _voice(statement.sentence.text, language)
    for candidate in _candidates(statement, verdict, case, voice):
        fitted = _fitted(candidate, statement.sentence.text)
        if fitted != statement.sentence.text and passes(fitted):
            return fitted
    return None


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks to whom in a sentence."""

    language: Language
    plural: bool
    formal: bool

    def slots(self) -> dict[str, str]:
        if self.language == "en":
            own = ("we", "our", "us") if self.plural else ("I", "my", "me")
            return {"I": own[0], "my": own[1], "mig": own[2], "you": "you", "your": "your"}
        own = ("vi", "vår", "oss") if self.plural else ("jag", "min", "mig")
        theirs = ("er", "ert") if self.formal else ("dig", "ditt")
        return {"I": own[0], "my": own[1], "mig": own[2], "you": theirs[0], "your": theirs[1]}


def _voice(text: str, language: Language) -> Voice:
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    if language == "en":
        return Voice(language, bool(words & {"we", "our", "us"}) and "i" not in words, False)
    plural = bool(words & {"vi", "vår", "vårt", "våra", "oss"}) and "jag" not in words
    return Voice(language, plural, bool(words & {"ni", "er", "ert", "era"}))


def _candidates(statement: Statement, verdict: Verdict, case: Case, voice: Voice) -> Iterator[str]:
    kept = answer_time(case)
    if verdict.rule == "deadline.policy" and verdict.allowed and not isinstance(verdict.allowed, Money):
        yield from _retimed(statement, verdict.allowed, case, voice)
    if verdict.kind == "vague":
        yield from _given_a_time(statement, kept, case, voice)
    slots = voice.slots() | {"by": latest_by(kept, voice.language, case.today.date())}
    shipping = case.policy.promises.get("shipping")
    if shipping and shipping.within:
        leaves = ends(shipping.within, case.today)
        slots["shipping"] = latest_by(leaves, voice.language, case.today.date())
    slots |= _of_the_fact(verdict, case, voice.language)
    for template in _templates(statement, verdict, case)[voice.language]:
        if all(name in slots for name in re.findall(r"\{(\w+)\}", template)):
            yield _sentence(template.format(**slots), voice)


def answer_time(case: Case) -> When:
    """When an answer may be promised at the earliest: the policy's answer time, or a later one that a fact names."""
    contact = case.policy.promises.get("contact")
    allowed = ends(contact.within if contact and contact.within else _ANSWER, case.today)
    known = [fact.by for fact in case.facts if fact.about == "contact" and fact.by is not None]
    return max([allowed, *known], key=latest)


def _retimed(statement: Statement, allowed: When, case: Case, voice: Voice) -> Iterator[str]:
    """The same sentence with the time that the policy allows in place of its own."""
    time = statement.deadline
    if time is None or time.start < 0 or len(statement.signals.times) > 1:
        return
    text = statement.sentence.text
    lead = re.search(
        r"(?:(?:allra )?(?:senast|redan|före|innan)|by|before|no later than|at the latest by|on) $",
        text[: time.start],
        re.I,
    )
    start = lead.start() if lead else time.start
    said = latest_by(allowed, voice.language, case.today.date())
    yield _sentence(f"{text[:start]}{said}{text[time.end :]}", voice)


_NO_TIME = re.compile(
    r",? ?\b(?:så (?:snart|fort|snabbt) (?:som möjligt|(?:vi|jag) \w+(?: \w+)?)|snarast(?: möjligt)?|inom kort|framöver|"
    r"as soon as (?:possible|we can|i can|we know(?: more)?|i know(?: more)?)|shortly|soon|in due course|asap)\b",
    re.I,
)


def _given_a_time(statement: Statement, kept: When, case: Case, voice: Voice) -> Iterator[str]:
    """A vague promise with a time: in place of «så snart vi kan», or with an answer by a time after it."""
    text = statement.sentence.text
    said = latest_by(kept, voice.language, case.today.date())
    if _NO_TIME.search(text):
        yield _NO_TIME.sub(f" {said}", text, count=1).strip()
    bare, end = re.fullmatch(r"(.*?)([.!…\s]*)", text, re.S).groups()  # type: ignore[union-attr]
    slots = voice.slots()
    if statement.topic == "contact" and len(bare.split()) <= 9:
        yield f"{bare} {said}{end or '.'}"
    told = "och ger {you} besked {by}" if voice.language == "sv" else "and will let {you} know {by}"
    if statement.act["own"] > 0.5 and "," not in bare and len(bare.split()) <= 14:
        yield f"{bare} {told.format(**slots, by=said)}{end or '.'}"


def _of_the_fact(verdict: Verdict, case: Case, language: Language) -> dict[str, str]:
    if verdict.because.fact is None:
        return {}
    fact = case.facts[verdict.because.fact]
    slots = {}
    if fact.by and day(fact.by) >= case.today.date():
        said = latest_by(fact.by, language, case.today.date())
        slots["confirmed"] = re.sub(r"^(?:senast|by) ", "", said)
    if fact.amount:
        slots["sum"] = sum_of(fact.amount, language)
    return slots


def _templates(statement: Statement, verdict: Verdict, case: Case) -> dict[str, list[str]]:
    shelf = _shelves()[verdict.kind or "vague"]
    about = statement.topic
    if verdict.kind == "contradiction":
        fact = case.facts[verdict.because.fact or 0]
        dated = fact.by is not None and fact.holds is not False and day(fact.by) >= case.today.date()
        said, own = statement.signals.largest, fact.amount
        over = said is not None and own is not None and said.amount > own.amount
        shelf = shelf["approved" if over else "dated" if dated else "denied"]
        about = fact.about
    chosen, fallback = shelf.get(about, {}), shelf["any"]
    last = _shelves()["vague"]["any"]
    return {
        language: [*chosen.get(language, []), *fallback[language], *last[language]] for language in ("sv", "en")
    }  # fmt: skip


@cache
def _shelves() -> dict[str, Any]:
    path = rulebook.RULES / "rewrites.yaml"
    try:
        shelves = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"the rewrites cannot be read: {error}", where=str(path)) from None
    missing = {"contradiction", "absolute", "money", "deadline", "availability", "outcome", "vague"} - set(
        shelves or {}
    )
    if missing:
        raise BadInput(f"holds no wordings for {', '.join(sorted(missing))}", where=str(path))
    return shelves  # type: ignore[no-any-return]


def _sentence(text: str, voice: Voice) -> str:
    return text[:1].upper() + text[1:]


def _fitted(candidate: str, original: str) -> str:
    """With the list mark, the small first letter and the missing full stop of the sentence it replaces."""
    mark = re.match(r"[-–—•*·]\s+|\d{1,2}[.)]\s+", original)
    if mark and not candidate.startswith(mark.group()):
        candidate = mark.group() + candidate
    first = re.search(r"[^\W\d_]", original)
    if first and first.group().islower() and not candidate.startswith(("I ", "I'")):
        at = re.search(r"[^\W\d_]", candidate)
        if at:
            candidate = candidate[: at.start()] + candidate[at.start()].lower() + candidate[at.end() :]
    if not original.rstrip().endswith((".", "!", "?", "…", ":")):
        candidate = candidate.rstrip(".")
    return candidate
