"""A sentence becomes a statement: what kind of act it is, about what, who acts, by when, how much.

What a statement is worth is another question (`verdicts.py`); here nothing is known of facts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from assistant.case import Language, When
from assistant.checker import features, heads, money, times, vectors
from assistant.checker.features import Signals
from assistant.checker.heads import Array
from assistant.checker.times import Time
from assistant.language import Sentence, sentences

ACTS = ("none", "hedged", "own", "event", "money", "availability", "absolute", "outcome")
"""What a sentence can be: no promise, an open estimate, an act of our own, somebody else's act, money
or its like given, a state stated as certain, a guarantee, a result."""


FIRM_ALL_THE_SAME = 0.95
"""The same for a request, a hedge, a question, a negated promise and what somebody else has said."""
NEVER = 2.0
"""More than any reading has: what is told with regret is no promise."""
_NO_ACT = frozenset({"standing_offer", "as_written"})
"""Cues of an act of one's own that is no promise of one, unless it has a time."""
_SAID_PLAINLY = (
    ("bank_decides", "event"),
    ("refuses", "none"),
    ("terms", "none"),
    ("pays", "money"),
    ("says_safe", "availability"),
)
"""Cues that name the act by themselves, and the act."""
_HEDGE_LOST = frozenset({"guarantee", "taken_back", "never_again"})
"""Cues that take back an estimate in the same sentence."""
_PLAIN = 0.95
"""How surely such a cue is right: of 74 sentences of the train and validation parts with `pays`, 3 promise nothing."""
_GIVEN = 0.2
_HINTED = 0.1
FIRM = 0.55
"""From here on a sentence counts as a promise without reserve; see the trade-off curve in the README."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence as it was read. Probabilities sum to 1 each; `vector` is None in the fast mode."""

    sentence: Sentence
    signals: Signals
    act: Mapping[str, float]
    about: Mapping[str, float]
    who: Mapping[str, float]
    vector: Array | None
    deadline: Time | None
    partner: int | None = None
    """The index of the neighbour that holds the other half of this promise (rule 10)."""

    @property
    def by(self) -> When | None:
        return self.deadline.when if self.deadline else None

    @property
    def kind_of_act(self) -> str:
        """The likeliest act: first whether it is firm at all, then which of the firm ones.

        Rules stand above the heads: a guarantee in so many words is one, so is "never again", who pays gives money,
        money given is money, what is not given is none, and that something is safe is a state to rely on.
        """
        if "never_again" in self.signals.cues and not self.is_told and self.act["absolute"] > _GIVEN:
            return "absolute"
        if "sworn" in self.signals.cues and not self.is_told:
            return "own" if self.deadline and self.act["own"] > 0.5 else "absolute"
        if self._said_plainly:
            return self._said_plainly
        weaker = ("none", "hedged")
        among = [name for name in self.act if (name in weaker) != (self.firm >= self._needed)]
        likeliest = max(among, key=lambda name: self.act[name])
        if likeliest == "own" and self.signals.cues & _NO_ACT and not self.deadline:
            return "none"
        if likeliest == "own" and "money_given" in self.signals.cues and self.act["money"] > _GIVEN:
            return "money"
        return likeliest

    @property
    def is_told(self) -> bool:
        """A question, a negated promise, or what somebody else has said."""
        cues, text = self.signals.cues, self.signals.text
        others = "reported" in cues and ("first_person" not in cues or bool(_CUSTOMER.match(text)))
        return others or "negated_promise" in cues or text.rstrip().endswith("?")

    @property
    def _needed(self) -> float:
        """How sure the reading must be: surer where the sentence has the form of something else."""
        cues = self.signals.cues
        if "bad_news" in cues and "guarantee" not in cues:
            return NEVER
        request = "instruction" in cues and "first_person" not in cues and not _SECOND_CLAUSE.search(self.signals.text)
        open_ = "hedge" in cues and not cues & _HEDGE_LOST
        return FIRM_ALL_THE_SAME if request or open_ or self.is_told else FIRM

    @property
    def topic(self) -> str:
        """What it is about; an act of our own with the words of an answer is an answer."""
        if self.kind_of_act == "own" and "contact_act" in self.signals.cues and self.about["contact"] > _HINTED:
            return "contact"
        return max(self.about, key=lambda name: self.about[name])

    @property
    def firm(self) -> float:
        """How surely this is a promise made without reserve."""
        read = 1 - self.act["none"] - self.act["hedged"]
        return max(read, _PLAIN) if self._said_plainly not in (None, "none", "hedged") else read

    @property
    def _said_plainly(self) -> str | None:
        """The act that a cue names by itself, in a sentence with the form of nothing else."""
        cues = self.signals.cues
        if "plainly_hedged" in cues and not cues & _HEDGE_LOST and not self.is_told:
            return "hedged"
        if self._needed != FIRM:
            return None
        return next((act for cue, act in _SAID_PLAINLY if cue in cues), None)


_SECOND_CLAUSE = re.compile(
    r"(?<!\w)(?:så|and|then|or|they|it|det kan|they(?:'|’)re|you(?:'|’)ll|you won(?:'|’)t|you get)(?!\w)", re.I
)
"""What a request may go on with: «skicka numret så är det klart», "keep them, you won't be charged"."""


_CUSTOMER = re.compile(r"(?:och |men |and |but )?(?:du|ni|you) ", re.I)


def has_vectors() -> bool:
    """Whether sentences can be read with vectors on this machine."""
    return vectors.available()


def read(text: str, language: Language, today: datetime, *, fast: bool = False) -> list[Statement]:
    """The statements of a text, one a sentence, in order."""
    found = sentences(text)
    signals = [signals_of(sentence.text, language, today) for sentence in found]
    learned = heads.load()
    seen = heads.see(signals, learned.cues, learned.mean, fast=fast)
    network = None if fast else learned.network
    statements = []
    for i, sentence in enumerate(found):
        read = heads.reading(learned.heads, network, seen, i)
        act, about, who = read
        statements.append(
            Statement(sentence, signals[i], act, about, who, seen[i].vector, signals[i].deadline)
        )  # fmt: skip
    return _joined(statements)


@lru_cache(maxsize=4096)
def signals_of(text: str, language: Language, today: datetime) -> Signals:
    found = tuple(times.find(text, language, today))
    return Signals(text, language, features.seen_cues(text, language), found, tuple(money.find(text, language)))


_LEADS = re.compile(
    r"\b(?:senast|redan|före|innan|till|den|kl|klockan|på|om|inom|at|by|on|the|latest|within|before|no later than|och|and|"
    r"det blir|dvs|alltså|i så fall|absolut|allra|that is|say)\b|\W",
    re.I,
)


def _joined(statements: list[Statement]) -> list[Statement]:
    """Rule 10: a sentence that is only a time belongs to the promise before it; both carry the time."""
    joined = list(statements)
    for i in range(1, len(joined)):
        before, here = joined[i - 1], joined[i]
        if here.deadline and not before.deadline and _is_only_a_time(here) and before.firm > 0.5:
            joined[i - 1] = replace(before, deadline=here.deadline, partner=i)
            joined[i] = replace(here, act=before.act, about=before.about, who=before.who, partner=i - 1)
    return joined


def _is_only_a_time(statement: Statement) -> bool:
    text = statement.sentence.text
    offset = 0
    for time in statement.signals.times:
        text = text[: time.start - offset] + text[time.end - offset :]
        offset += time.end - time.start
    return not _LEADS.sub("", text)
