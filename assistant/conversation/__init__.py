"""What the agent's line in the chat asks for, told by plain rules (`phrases.yaml`); works with no model.

A pasted complaint opens a case, a further message of the customer joins it, a wish changes how the
draft is written, a question goes to the playbook. Where two readings are likely the agent is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.case import Case, Channel, Wishes
from assistant.conversation.rules import Does, Rule, rule, rules
from assistant.conversation.telling import abouts_in, fact_in, source_in

__all__ = ["TOLD", "Kind", "Request", "fact_in", "granted", "read"]

Kind = Literal["case", "customer", "write", "question", "promised", "fact", "help", "unsure"]
TOLD = "fact:"
"""Begins the choice that a line tells a fact; what the fact is about follows."""

_LONG = 160
"""Characters from which a line is somebody's message and not a remark to the desk."""
_SHORT = 45
"""Characters up to which a first line with no "I" or "my" in it may be search words as well as a complaint."""
_ASKED_ABOUT = 3
_PLAIN = Wishes()
_NOT = re.compile(r"\b(?:inte|not|don't|ej)\s+(?:så\s+|too\s+|any\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """What a line asks for. `text` is the complaint, the customer's further words, the question or the line
    that tells a fact, and `about` what that fact is about; `channel` is where the reply is to go, None where the line does not say; `choices` are the readings to
    ask about when `kind` is "unsure"."""

    kind: Kind
    text: str = ""
    wishes: Wishes = _PLAIN
    channel: Channel | None = None
    about: str | None = None
    choices: tuple[str, ...] = ()


def read(line: str, case: Case | None = None, wishes: Wishes = _PLAIN) -> Request:
    """The request in the agent's `line`, with `case` open (None: no case yet) and the wishes so far."""
    line, wishes = line.strip(), replace(wishes, note=None)
    for opening in _doing("opens"):
        if found := opening.match(line):
            kind: Kind = "case" if case is None or opening.opens is None else opening.opens
            return Request(kind, line[found.end() :].strip(), wishes)
    if _sees("helps", line):
        return Request("help", wishes=wishes)
    if _is_message(line):
        return _message(line, case, wishes)
    return _first_line(line, wishes) if case is None else _remark(line, wishes)


def _message(line: str, case: Case | None, wishes: Wishes) -> Request:
    """Long enough to be pasted: a first complaint, or something more in the open case."""
    if case is None:
        return Request("case", line, wishes)
    if rule("follows_up").match(line):
        return Request("customer", line, wishes)
    return Request("unsure", line, wishes, choices=("customer", "case"))


def granted(line: str, wishes: Wishes) -> Request:
    """The request to change the draft as the line says in words that no rule knows."""
    return Request("write", line, replace(wishes, note=line))


def _first_line(line: str, wishes: Wishes) -> Request:
    """A short line with no case open: a question, a short complaint, or search words."""
    if _sees("asks", line):
        return Request("question", line, wishes)
    if len(line) > _SHORT or rule("customers_own").match(line):
        return Request("case", line, wishes)
    return Request("unsure", line, wishes, choices=("case", "question"))


def _remark(line: str, wishes: Wishes) -> Request:
    """A short line while a case is open: wishes for the draft, a question, or something we cannot tell."""
    if _sees("recalls", line):
        return Request("promised", wishes=wishes)
    if told := _told(line, wishes):
        return told
    wanted = [wish for wish in (*_doing("wish"), *_doing("channel")) if _is_wanted(wish, line)]
    if wanted and not rule("opens_as_question").match(line):
        changes: dict[str, Any] = {key: value for wish in wanted for key, value in wish.wish.items()}
        channel = next((wish.channel for wish in wanted if wish.channel), None)
        return Request("write", wishes=replace(wishes, **changes), channel=channel)
    if _sees("asks", line):
        return Request("question", line, wishes)
    if (abouts := abouts_in(line)) and not line.endswith("?"):
        return _unsure_of(line, abouts, wishes)
    return Request("unsure", line, wishes, choices=("wish", "customer", "question"))


def _told(line: str, wishes: Wishes) -> Request | None:
    """A fact with its source; where it is not clear what it is about the agent is asked."""
    if source_in(line) is None or line.endswith("?") or rule("opens_as_question").match(line):
        return None
    abouts = abouts_in(line)
    if len(abouts) == 1:
        return Request("fact", line, wishes, about=abouts[0])
    return _unsure_of(line, abouts or ("other",), wishes)


def _unsure_of(line: str, abouts: Sequence[str], wishes: Wishes) -> Request:
    facts = tuple(f"{TOLD}{about}" for about in abouts[:_ASKED_ABOUT])
    return Request("unsure", line, wishes, choices=(*facts, "wish", "customer", "question"))


def _is_message(line: str) -> bool:
    return len(line) >= _LONG or line.count("\n") >= 2


def _sees(does: Does, line: str) -> bool:
    return any(candidate.match(line) for candidate in _doing(does))


def _is_wanted(wish: Rule, line: str) -> bool:
    found = wish.match(line)
    return found is not None and not _NOT.search(line[: found.start()])


def _doing(does: Does) -> Sequence[Rule]:
    return [candidate for candidate in rules() if candidate.does == does]
