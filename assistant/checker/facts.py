"""A statement beside a fact: does the fact speak of the same thing, and does it agree?

A small network answers, over a few plain comparisons: the subjects, shared words, shared numbers, nearness of meaning,
times and sums set against each other, negation on either side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np

from assistant.case import ABOUT, Case, Fact, Language, Money, When, day, latest
from assistant.checker import heads, money, times, vectors
from assistant.checker.heads import Array
from assistant.checker.promises import ACTS, Statement
from assistant.language import detect

_NEGATED = re.compile(
    r"(?<!\w)(?:inte|ej|ingen|inget|inga|aldrig|utan|slut|saknas|nekad\w*|avslag\w*|avslogs|avvisad\w*|stängd?|utgången|"
    r"utgått|upphört|spärrad\w*|fullbokad\w*|slutsåld\w*|inställd\w*|obekräftad\w*|not|no|never|none|without|sold out|"
    r"out of|rejected|refused|declined|expired|closed|cancelled|denied|unavailable|missing|discontinued|unconfirmed|"
    r"n(?:'|’)t|cannot|icke|slopad\w*|omfattas ej|excluded|nothing|neither|nor|fel|utom)(?!\w)|n(?:'|’)t\b",
    re.I,
)
_CLAUSE = re.compile(r"[;:] |, |\. | – | men | but ")
_NEAR = {
    "delivery": ("shipping", "stock", "replacement"),
    "shipping": ("delivery", "stock", "replacement"),
    "stock": ("delivery", "shipping", "replacement", "service"),
    "replacement": ("delivery", "shipping", "stock", "repair"),
    "refund": ("compensation", "billing", "contract"),
    "compensation": ("refund", "billing", "other"),
    "billing": ("refund", "compensation", "contract"),
    "repair": ("service", "replacement"),
    "service": ("repair", "contract", "stock", "other"),
    "contract": ("service", "billing", "compensation"),
    "contact": ("other",),
    "other": ("service", "contact", "contract", "compensation"),
}
_STOP = frozenset(
    "till från eller även redan detta dessa denna alla hela utan över under efter innan bara inte till kund kunden ditt "
    "dina deras skall skulle kommer bekräftad bekräftat bekräftade godkänd godkänt senast confirmed approved customer "
    "from with that this have will your their there which about after before under over only already".split()
)


def is_negated(text: str) -> bool:
    """Whether a sentence or a fact says that something is not so."""
    return _NEGATED.search(text) is not None


@dataclass(frozen=True, slots=True)
class Part:
    """A fact's text or a clause of it: its words, its figures, whether it says no."""

    stems: frozenset[str]
    numbers: frozenset[str]
    negated: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A fact with what its free text holds, read once."""

    fact: Fact
    stems: frozenset[str]
    numbers: frozenset[str]
    negated: bool
    by: When | None
    amounts: tuple[Money, ...]
    language: Language
    parts: tuple[Part, ...]


@lru_cache(maxsize=1024)
def known(fact: Fact, today: datetime) -> Known:
    language = detect(fact.says, "sv").language
    said = [time for time in times.find(fact.says, language, today) if not time.past and not time.length]
    amounts = tuple(s.money for s in money.find(fact.says, language))
    return Known(
        fact=fact,
        stems=stems(fact.says),
        numbers=numbers(fact.says),
        negated=is_negated(fact.says),
        by=fact.by or (said[-1].when if said else None),
        amounts=(fact.amount, *amounts) if fact.amount else amounts,
        language=language,
        parts=tuple(_part(text) for text in (fact.says, *_CLAUSE.split(fact.says))),
    )


def _part(text: str) -> Part:
    return Part(stems(text), numbers(text), is_negated(text))


def stems(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]{4,}", text.lower())
    return frozenset(word[:6] for word in words if word not in _STOP)


def numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", re.sub(r"(?<=\d)[   .,](?=\d{3}\b)", "", text)))


FEATURES = (
    *(f"about {name}" for name in ("same", "near", "likeliest", "alone")),
    *("shared", "shared part", "numbers", "other numbers", "meaning", "closest", "meaning above"),
    *(f"time {name}" for name in ("same day", "later", "earlier", "much earlier", "missing", "not asked", "dated")),
    *(f"sum {name}" for name in ("same", "less", "more", "missing", "not asked")),
    *("holds", "denied", "negated fact", "negated statement", "negations differ", "count", "same language"),
    *(f"act {act}" for act in ACTS),
    *(f"fact {about}" for about in ABOUT),
    *(f"holds and {act}" for act in ACTS),
    *(f"denied and {act}" for act in ACTS),
    *(
        "same and later",
        "same and earlier",
        "same and same day",
        "state and dated",
        "same and shared",
        "same and denied",
    ),
    *("same and holds", "near and denied", "past", "same and sum same", "same and sum more", "conflicting numbers"),
)


def compare(statement: Statement, facts: Sequence[Known], at: int, closeness: Array | None) -> Array:
    """The comparisons of a statement with the fact at `at`, in the order of FEATURES."""
    here = facts[at]
    about = here.fact.about
    same = statement.about[about]
    near = sum(statement.about[other] for other in _NEAR[about])
    subject = [same, near, float(statement.topic == about), float(sum(k.fact.about == about for k in facts) == 1)]
    words = stems(statement.sentence.text)
    shared, part = _shared(words, here.stems)
    own_numbers = numbers(statement.sentence.text)
    common = len(own_numbers & here.numbers)
    meaning, closest, above = _meaning(closeness, at)
    nearness = [
        min(shared, 3.0),
        part,
        float(common > 0),
        float(bool(own_numbers - here.numbers)),
        meaning,
        closest,
        above,
    ]
    clock = _time_relation(statement, here)
    sums = _sum_relation(statement, here)
    holds, denied = float(here.fact.holds is True), float(here.fact.holds is False)
    negated = float(is_negated(statement.sentence.text))
    traits = [holds, denied, float(here.negated), negated, float(here.negated != bool(negated)), len(facts) / 3]
    traits.append(float(here.language == statement.signals.language))
    acts = [statement.act[act] for act in ACTS]
    kinds = [float(about == name) for name in ABOUT]
    state = float(about in ("service", "contract", "stock"))
    crossed = [same * clock[1], same * (clock[2] + clock[3]), same * clock[0], state * clock[6], same * min(shared, 2)]
    crossed += [same * denied, same * holds, near * denied, float(any(t.past for t in statement.signals.times))]
    crossed += [same * sums[0], same * sums[2], float(bool(own_numbers) and bool(here.numbers) and not common)]
    values = [*subject, *nearness, *clock, *sums, *traits, *acts, *kinds]
    values += [holds * act for act in acts] + [denied * act for act in acts] + crossed
    return np.array(values, dtype=np.float32)


def _shared(words: frozenset[str], others: frozenset[str]) -> tuple[float, float]:
    """How many words both hold, and the part of the fact's words that this is; half for a part of a compound."""
    whole = len(words & others)
    parts = sum(1 for a in words - others for b in others - words if a[:5] in b or b[:5] in a) / 2
    return whole + parts, (whole + parts) / max(len(others), 1)


def _meaning(closeness: Array | None, at: int) -> tuple[float, float, float]:
    if closeness is None:
        return 0.0, 0.0, 0.0
    return float(closeness[at]), float(closeness[at] == closeness.max()), float(closeness[at] - closeness.mean())


def _time_relation(statement: Statement, here: Known) -> list[float]:
    """same day, later, earlier, much earlier, the statement has none, the fact has none, the fact's own field."""
    said, by = statement.by, here.by
    relation = [0.0] * 7
    if by is None:
        relation[5] = 1.0
    elif said is None:
        relation[4] = 1.0
    else:
        gap = (day(said) - day(by)).days
        relation[0] = float(gap == 0)
        relation[1] = float(gap > 0 or (gap == 0 and latest(said) >= latest(by)))
        relation[2] = float(latest(said) < latest(by))
        relation[3] = float(gap < -7)
    relation[6] = float(here.fact.by is not None)
    return relation


def _sum_relation(statement: Statement, here: Known) -> list[float]:
    """same, less, more, the statement names none, the fact names none."""
    said = statement.signals.largest
    relation = [0.0] * 5
    amounts = [m.amount for m in here.amounts if said is None or m.currency == said.currency]
    if not amounts:
        relation[4] = 1.0
    elif said is None:
        relation[3] = 1.0
    else:
        relation[0] = float(said.amount in amounts)
        relation[1] = float(said.amount < max(amounts) and said.amount not in amounts)
        relation[2] = float(said.amount > max(amounts))
    return relation


@dataclass(frozen=True, slots=True)
class Relation:
    """How a statement stands to a fact: how surely they speak of the same thing, and disagree."""

    index: int
    fact: Known
    relevance: float
    conflict: float


def relations(statement: Statement, case: Case, *, fast: bool = False) -> list[Relation]:
    """The facts of the case beside a statement, the most relevant first."""
    if not case.facts:
        return []
    facts = [known(fact, case.today) for fact in case.facts]
    learned = heads.load()
    closeness, read = closeness_to(statement, case.facts, learned.mean), learned.pairs["fast" if fast else "full"]
    found = []
    for i, fact in enumerate(facts):
        stands = read.probabilities(compare(statement, facts, i, closeness))["pair"]
        related = 1 - stands["none"]
        found.append(Relation(i, fact, related, stands["denies"] / max(related, 1e-6)))
    return sorted(found, key=lambda relation: -relation.relevance)


def closeness_to(statement: Statement, facts: Sequence[Fact], mean: Array) -> Array | None:
    """The cosines of a statement with each fact, centred; None without vectors."""
    if statement.vector is None:
        return None
    spoken = heads.centre(vectors.of([fact.says or fact.about for fact in facts]), mean)
    return np.asarray(spoken @ statement.vector, dtype=np.float32)
