"""When a customer is to hear from us again, also when nothing is new, with the words at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from assistant.calendar import add_business_days, ends
from assistant.case import Language, Period, Policy, day
from assistant.casefile import STOCKHOLM, local
from assistant.errors import BadInput
from assistant.speech import latest_by, near_date

if TYPE_CHECKING:
    from assistant.ledger import Ledger, Matter, Owed

_PHRASES = Path(__file__).with_name("phrases.yaml")
_SPAN = Period(1, "business day")
"""A customer hears from us at least so often where the policy says nothing of contact …"""
_SILENT = 3
"""… and no case stays silent for more than so many of those spans."""


@dataclass(frozen=True, slots=True)
class Update:
    """A message that a customer should get by `by`. `silent`: the case has been without contact for longer than the
    policy allows."""

    matter: Matter
    by: date
    silent: bool
    text: str


def updates(
    ledger: Ledger, policy: Policy, now: datetime, *, owner: str | None = None, limit: int = 50
) -> list[Update]:
    """For each open case in which nothing was written today: the next message, the longest silent first."""
    today = local(now).date()
    before = datetime.combine(today, datetime.min.time(), STOCKHOLM)
    return [_update(matter, ledger, policy, today) for matter in ledger.cases.waiting(before, owner=owner, limit=limit)]


def update_for(matter: Matter, ledger: Ledger, policy: Policy, now: datetime) -> Update | None:
    """The next message of one case; None once it is closed."""
    return None if matter.closed else _update(matter, ledger, policy, local(now).date())


def _update(matter: Matter, ledger: Ledger, policy: Policy, today: date) -> Update:
    sent = local(matter.last_sent or matter.opened)
    owed = [promise for promise in ledger.promises(matter.id, "open") if promise.by is not None]
    allowed = _ends(policy, sent, _SILENT)
    dues = [day(promise.by) for promise in owed if promise.about == "contact" and promise.by is not None]
    return Update(matter, max(min([*dues, allowed]), today), allowed < today, _text(matter, owed, policy, today))


def _ends(policy: Policy, start: datetime, spans: int) -> date:
    """The day by which we have to be in touch, `spans` of the policy's periods after a moment."""
    allowance = policy.promises.get("contact")
    within = allowance.within if allowance and allowance.within else _SPAN
    return day(ends(Period(within.count * spans, within.unit), start))


def _text(matter: Matter, owed: list[Owed], policy: Policy, today: date) -> str:
    """Nothing new today, what still stands, and when we write again: never tighter than the policy allows."""
    language: Language = "en" if matter.language == "en" else "sv"
    phrases = _phrases()[language]
    again = _again(owed, policy, today)
    name = (matter.customer or "").split(" ")[0]
    lines = [
        phrases["greeting"].format(name=name) if name else phrases["greeting_unnamed"],
        "",
        " ".join(_body(phrases, owed, again, language, today)),
        "",
        matter.owner or phrases["team"],
    ]
    return "\n".join(lines)


def _body(phrases: dict[str, str], owed: list[Owed], again: date, language: Language, today: date) -> Iterator[str]:
    yield phrases["nothing_new"]
    ahead = [promise for promise in owed if promise.about != "contact" and promise.by and day(promise.by) >= today]
    if ahead:
        first = min(ahead, key=lambda promise: day(promise.by) if promise.by else today)
        assert first.by is not None
        yield phrases["stands"].format(by=latest_by(first.by, language, today))
    when = near_date(again, language, today)
    yield phrases["again"].format(when=when if language == "sv" or when.startswith("tomorrow") else f"on {when}")


def _again(owed: list[Owed], policy: Policy, today: date) -> date:
    """The business day after the next thing due, at most some days ahead, and no sooner than the policy allows."""
    soonest = _ends(policy, datetime.combine(today, policy.closes), 1)
    dues = [day(p.by) for p in owed if p.about != "contact" and p.by is not None and day(p.by) > today]
    wanted = add_business_days(min(dues), 1) if dues else add_business_days(today, 2)
    return max(soonest, min(wanted, add_business_days(today, 3)))


@cache
def _phrases() -> dict[str, dict[str, str]]:
    data = yaml.safe_load(_PHRASES.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or set(data) != {"sv", "en"} or set(data["sv"]) != set(data["en"]):
        raise BadInput("must hold sv and en with the same keys", where=str(_PHRASES))
    return data
