"""Whether a case has moved on since a draft was made from it: a message has come, or a fact."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from assistant.case import Case, Draft

Part = Literal["messages", "facts"]


def basis(case: Case) -> tuple[str, str]:
    """What a draft of this case is made from, as two hashes: its thread, and its facts but for when each was noted."""
    thread = (f"{message.sender} {message.text}" for message in case.messages)
    return _hash(thread), _hash(sorted(repr(replace(fact, as_of=None)) for fact in case.facts))


def moved(draft: Draft | None, case: Case) -> tuple[Part, ...]:
    """What is another now than when the draft was made; nothing for a text that the agent wrote alone."""
    if draft is None or draft.made_from is None:
        return ()
    thread, facts = basis(case)
    was = draft.made_from
    return (*(("messages",) if thread != was[0] else ()), *(("facts",) if facts != was[1] else ()))


def answered(draft: Draft | None, case: Case) -> Draft | None:
    """The draft once our own reply has joined the thread, which makes it no older."""
    if draft is None or draft.made_from is None:
        return draft
    return replace(draft, made_from=(basis(case)[0], draft.made_from[1]))


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
