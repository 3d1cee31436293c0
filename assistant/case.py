"""The nouns: what a case is, what may be promised, and what was found in a draft.

Frozen records without I/O. Times are local to the desk (Europe/Stockholm) and carry no zone. A
`When` that is a plain date means "by the end of that day".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal, get_args

Language = Literal["sv", "en"]
Channel = Literal["chat", "email", "letter", "social", "sms"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
When = date | datetime

ABOUT = (
    "delivery",
    "shipping",
    "stock",
    "replacement",
    "refund",
    "compensation",
    "repair",
    "service",
    "billing",
    "contract",
    "contact",
    "other",
)
"""What a fact or a promise can be about (`spec/case.md`)."""

OVERPROMISES = ("contradiction", "absolute", "money", "deadline", "availability", "outcome")
"""The kinds of overpromise, the one that names a sentence first."""

STEPS = ("listen", "apologise", "next_steps", "no_excuses", "over_communicate", "gesture")
"""The six steps of the playbook, in order."""


def latest(when: When) -> datetime:
    """The last moment that still keeps a promise "by `when`"."""
    return when if isinstance(when, datetime) else datetime.combine(when, time(23, 59, 59))


def day(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when


@dataclass(frozen=True, slots=True)
class Money:
    """A sum; `currency` is an ISO 4217 code."""

    amount: Decimal
    currency: str = "SEK"

    def __str__(self) -> str:
        return f"{self.amount.normalize():f} {self.currency}"


@dataclass(frozen=True, slots=True)
class Message:
    sender: Literal["customer", "agent"]
    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known and confirmed. `holds=False` means confirmed not to be so."""

    about: str
    says: str
    by: When | None = None
    amount: Money | None = None
    holds: bool | None = None
    source: str | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as a policy writes it: 5 business days, 24 hours, 2 weeks."""

    count: int
    unit: Literal["business day", "hour", "day", "week", "month"]

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What any agent may promise about one thing with no further fact."""

    within: Period | None = None
    limit: Decimal | None = None
    allowed: bool = True


@dataclass(frozen=True, slots=True)
class Policy:
    currency: str = "SEK"
    opens: time = time(9)
    closes: time = time(17)
    promises: Mapping[str, Allowance] = field(default_factory=dict)
    compensation_limit: Decimal = Decimal(0)
    gestures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promised:
    """An earlier promise to the customer that is still open, in its own words and as it was read."""

    quote: str
    about: str
    by: When | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A promise of ours that was not kept: what we said and when, what it was about, and by when it was due."""

    quote: str
    about: str
    said: date
    by: When | None
    who: str


@dataclass(frozen=True, slots=True)
class Case:
    """One customer's matter as it stands `today`. `channel` is where the reply goes (None: as an e-mail).

    `missed` are the promises in it that were not kept, and `taken_over_from` its owner before it was handed
    on, while the customer has not been told: what the ledger knows, and no case file.
    """

    today: datetime
    policy: Policy
    id: str | None = None
    language: Language | None = None
    customer: str | None = None
    owner: str | None = None
    messages: tuple[Message, ...] = ()
    facts: tuple[Fact, ...] = ()
    promised: tuple[Promised, ...] = ()
    missed: tuple[Missed, ...] = ()
    taken_over_from: str | None = None
    channel: Channel | None = None

    @property
    def complaint(self) -> str:
        """All that the customer has written, oldest first."""
        return "\n\n".join(m.text for m in self.messages if m.sender == "customer")


@dataclass(frozen=True, slots=True)
class Because:
    """What decides a verdict: the index of a fact, or the policy line, or neither (nothing known).

    `promise` is an earlier promise to the same customer, in its own words.
    """

    fact: int | None = None
    policy: str | None = None
    promise: str | None = None


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What a language model calls the sentence of a finding, and why; `agrees` with the checker or not."""

    agrees: bool
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in a draft. `text[start:end] == quote`, in code points of the caller's own text.

    `source` says who found it; `second` is None where no language model was asked, or it kept silent.
    """

    rule: str
    kind: str
    severity: Literal["error", "warning", "info"]
    start: int
    end: int
    quote: str
    message: str
    because: Because
    playbook: str
    rewrite: str | None
    confidence: float
    source: Literal["checker", "model"] = "checker"
    second: SecondOpinion | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise found in a draft, and what it is worth. `theirs`: somebody outside the company acts."""

    start: int
    end: int
    quote: str
    about: str
    by: When | None
    amount: Money | None
    verdict: Literal["overpromise", "vague", "supported", "hedged"]
    kind: str | None
    because: Because = Because()
    theirs: bool = False


@dataclass(frozen=True, slots=True)
class StepTaken:
    met: bool
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """That a language model was asked for a second opinion: which one, on how many sentences it gave
    one, and the `notice` of what went wrong, in the language of the draft."""

    model: str
    sentences: int
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What the checker says of a draft; `judge` is None where no language model was asked."""

    language: Language
    findings: tuple[Finding, ...]
    promises: tuple[Promise, ...]
    steps: Mapping[str, StepTaken]
    judge: Asked | None = None

    @property
    def verdict(self) -> Literal["clear", "warn", "stop"]:
        """`stop` when an overpromise is found; `warn` for a vague promise or another warning."""
        if any(f.kind in OVERPROMISES for f in self.findings):
            return "stop"
        return "warn" if any(f.severity == "warning" for f in self.findings) else "clear"

    def as_json(self) -> dict[str, Any]:
        """The review as the contract of `spec/design.md` writes it, and a second opinion where there is one."""
        record: dict[str, Any] = {
            "verdict": self.verdict,
            "language": self.language,
            "findings": [_finding_json(f) for f in self.findings],
            "promises": [_promise_json(p) for p in self.promises],
            "steps": {name: _step_json(step) for name, step in self.steps.items()},
        }
        return record | ({"judge": asdict(self.judge)} if self.judge else {})


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a playbook entry that a draft leans on; `version` is the hash of the entry as it was then."""

    entry: str
    heading: str
    text: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the agent wants a draft: its language (None: the customer's), its length, its warmth, whether a gesture
    may be offered, and for this once what they ask in their own words, which only a language model can do."""

    language: Language | None = None
    length: Literal["short", "normal"] = "normal"
    warmer: bool = False
    gesture: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Tokens:
    """What calls of a language model took, in tokens; `is_estimate` where a server did not count for some of them."""

    read: int = 0
    written: int = 0
    is_estimate: bool = False

    @property
    def total(self) -> int:
        return self.read + self.written

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.read + other.read, self.written + other.written, self.is_estimate or other.is_estimate)


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply before anybody has sent it. `asks` is what the agent should find out or fill in, and
    `notice` what happened on the way (no model, a broken stream), in the reader's language;
    `unfinished` keeps the words that had come before a stream broke; `made_from` is its `moved.basis`;
    `tokens` is what a language model has taken for the case so far, this draft with it."""

    text: str
    language: Language
    writer: str
    passages: tuple[Passage, ...] = ()
    asks: tuple[str, ...] = ()
    notice: str | None = None
    unfinished: str | None = None
    made_from: tuple[str, str] | None = None
    tokens: Tokens = Tokens()


def _finding_json(finding: Finding) -> dict[str, Any]:
    """The contract's keys are the fields; others stand only where there is something to say."""
    record = asdict(finding)
    if finding.because.promise is None:
        del record["because"]["promise"]
    source, second = record.pop("source"), record.pop("second")
    return record | ({"source": source} if source == "model" else {}) | ({"second_opinion": second} if second else {})


def _promise_json(promise: Promise) -> dict[str, Any]:
    return {
        "start": promise.start,
        "end": promise.end,
        "quote": promise.quote,
        "about": promise.about,
        "by": promise.by.isoformat() if promise.by else None,
        "amount": str(promise.amount) if promise.amount else None,
        "verdict": promise.verdict,
        "kind": promise.kind,
    }


def _step_json(step: StepTaken) -> dict[str, Any]:
    if step.start is None:
        return {"met": step.met}
    return {"met": step.met, "start": step.start, "end": step.end}
