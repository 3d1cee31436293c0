"""The nouns of the ledger: a reply to record, what was promised in it, and what became of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from assistant.case import Case, Finding, Money, Passage, Review, When, latest
from assistant.casefile import STOCKHOLM, local
from assistant.dismissing import Dismissal

State = Literal["open", "kept", "broken", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it was sent. `key` makes recording it twice the same as once; `sent` carries a zone.

    `draft` is what the writer wrote, and `shown` what was found in that; `passages` are what
    it leaned on in the playbook; `playbook` and `prompts` are versions. `dismissed` may hold more than what is
    still found in the text.
    """

    key: str
    case: Case
    text: str
    review: Review
    by: str
    sent: datetime
    writer: str
    playbook: str | None = None
    reason: str | None = None
    prompts: str | None = None
    channel: str = "mail"
    draft: str | None = None
    shown: tuple[Finding, ...] = ()
    passages: tuple[Passage, ...] = ()
    dismissed: tuple[Dismissal, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise in the ledger as it stands now.

    `due` carries a zone; with `whole_day` it is the end of the day that was named. `because` is the
    fact or the policy line behind it, `reason` why an overpromise was sent all the same. `who` made the
    promise and stays with it, whoever owns the case. `untold` is the time that the customer still reckons
    with, and `missed` says that a time has passed unkept before the promise was moved or settled. `watched`: not ours
    to keep (`owing.py`); `opening` is how the customer began, for a case without a name.
    """

    id: int
    case: str
    customer: str | None
    quote: str
    about: str
    who: str
    made: datetime
    due: datetime | None
    whole_day: bool
    amount: Money | None
    because: str | None
    verdict: str
    kind: str | None
    reason: str | None
    state: State
    moved: int
    owner: str | None = None
    missed: bool = False
    untold: datetime | None = None
    watched: bool = False
    opening: str | None = None

    @property
    def by(self) -> When | None:
        """When it is due as the desk's wall clock and calendar say it."""
        if self.due is None:
            return None
        moment = local(self.due)
        return moment.date() if self.whole_day else moment

    def is_overdue(self, now: datetime) -> bool:
        return self.state == "open" and self.due is not None and self.due < now

    def is_failed(self, now: datetime) -> bool:
        """Whether our word was not kept: said broken, or a time that the customer reckoned with has passed."""
        if self.watched:
            return False
        if self.state != "open":
            return self.state == "broken"
        return self.missed or self.is_overdue(now) or (self.untold is not None and self.untold < now)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a promise: made, moved, told (the customer of its new time), kept, broken or
    withdrawn."""

    promise: int
    kind: str
    at: datetime
    by: str
    note: str | None
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a reply was recorded. `again` says that the same key had been recorded before, and
    `recorded` is False for an exercise, which leaves no trace."""

    case: str
    sent: datetime
    promises: tuple[Owed, ...]
    again: bool = False
    recorded: bool = True


def moment(when: When) -> datetime:
    """The last moment that keeps a promise "by `when`", with the desk's zone."""
    return latest(when).replace(tzinfo=STOCKHOLM)


def is_whole_day(when: When | None) -> bool:
    return isinstance(when, date) and not isinstance(when, datetime)
