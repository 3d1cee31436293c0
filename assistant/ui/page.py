"""What one browser tab has before it, kept by the browser itself: the server holds nothing between two calls.

So a reload, a lost connection or a restarted server loses nothing. The policy is never kept there:
it is the desk's, or that of the exercise.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal

from assistant import dismissing
from assistant.case import Case, Draft, Message, Passage, Policy, Tokens, Wishes
from assistant.desk import Desk, Sitting
from assistant.dismissing import Dismissal
from assistant.errors import BadInput

_PLAIN = Wishes()
_TURNS = 40
"""How many turns of the talk are kept; older ones fall away."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of the talk. `says` are keys of texts.py, `text` words as they were typed or told;
    `entries` are playbook entries shown as an answer, `lines` a list in it, `choices` what the agent may answer with a click."""

    who: Literal["agent", "desk"]
    text: str = ""
    says: tuple[str, ...] = ()
    entries: tuple[tuple[str, str, str], ...] = ()
    lines: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the reply tab but what stands in its boxes. `case` carries no facts: those are in
    the form. `before` is the text that the last draft took the place of, so that it can be taken back; `asked`
    is the state of the case, as `moved.basis` tells it, in which the agent was asked whether to send all the same."""

    case: Case | None = None
    exercise: str | None = None
    wishes: Wishes = _PLAIN
    draft: Draft | None = None
    talk: tuple[Turn, ...] = ()
    key: str = ""
    before: str = ""
    asked: str = ""

    @property
    def sitting(self) -> Sitting:
        return Sitting(self.case, self.wishes)

    def with_turns(self, *turns: Turn) -> Page:
        return replace(self, talk=(*self.talk, *turns)[-_TURNS:])

    def with_draft(self, draft: Draft) -> Page:
        """A new draft is a new reply, with its own key."""
        return replace(self, draft=draft, key=secrets.token_hex(16))

    def send_key(self, text: str) -> str:
        """The same for the same words of the same draft, so that a double click sends once."""
        return f"{self.key}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Given:
    """What is before the agent when something is done: the page, the draft's text, the facts as the form
    keeps them, the agent's name, the warnings they dismissed, what a language model said of it."""

    page: Page
    text: str
    rows: str
    agent: str
    dismissed: str = ""
    second: str = ""

    @property
    def aside(self) -> tuple[Dismissal, ...]:
        return dismissing.read(self.dismissed)


def saved(page: Page) -> str:
    """The page as the browser keeps it; empty while nothing has happened."""
    if page == Page():
        return ""
    data = {
        "case": _case_data(page.case) if page.case else None,
        "exercise": page.exercise,
        "wishes": asdict(page.wishes),
        "draft": asdict(page.draft) if page.draft else None,
        "talk": [asdict(turn) for turn in page.talk],
        "key": page.key,
        "before": page.before,
        "asked": page.asked,
    }
    return json.dumps(data, ensure_ascii=False)


def restored(kept: str, desk: Desk) -> Page:
    """The page that the browser kept; an empty one when it kept nothing that can be used."""
    if not kept:
        return Page()
    try:
        data = json.loads(kept)
        return Page(
            case=_case(data["case"], data["exercise"], desk) if data["case"] else None,
            exercise=data["exercise"],
            wishes=Wishes(**data["wishes"]),
            draft=_draft(data["draft"]) if data["draft"] else None,
            talk=tuple(_turn(turn) for turn in data["talk"]),
            key=data["key"],
            before=data["before"],
            asked=data["asked"],
        )
    except (ValueError, TypeError, KeyError, BadInput):
        return Page()


def _case_data(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "language": case.language,
        "customer": case.customer,
        "owner": case.owner,
        "channel": case.channel,
        "messages": [
            {"sender": m.sender, "text": m.text, "at": m.at.isoformat() if m.at else None} for m in case.messages
        ],
    }


def _case(data: dict[str, Any], exercise: str | None, desk: Desk) -> Case:
    """The case as it stands now: an exercise stays on its own day and under its own policy."""
    example = next((e.case for e in desk.examples() if e.name == exercise), None)
    today: datetime = example.today if example else desk.now()
    policy: Policy = example.policy if example else desk.policy
    return Case(
        today=today,
        policy=policy,
        id=data["id"],
        language=data["language"],
        customer=data["customer"],
        owner=data["owner"],
        channel=data["channel"],
        messages=tuple(_message(message) for message in data["messages"]),
    )


def _message(data: dict[str, Any]) -> Message:
    return Message(data["sender"], data["text"], datetime.fromisoformat(data["at"]) if data["at"] else None)


def _draft(data: dict[str, Any]) -> Draft:
    passages = tuple(Passage(**passage) for passage in data["passages"])
    made_from = tuple(data["made_from"]) if data["made_from"] else None
    told = {"asks": tuple(data["asks"]), "made_from": made_from, "tokens": Tokens(**data["tokens"])}
    return Draft(**(data | {"passages": passages} | told))


def _turn(data: dict[str, Any]) -> Turn:
    return Turn(
        who=data["who"],
        text=data["text"],
        says=tuple(data["says"]),
        entries=tuple((entry, heading, text) for entry, heading, text in data["entries"]),
        lines=tuple(data["lines"]),
        choices=tuple(data["choices"]),
    )
