"""What was checked lately need not be weighed anew: the checker is pure, and the text at the gate is mostly one that the
window has just shown a review of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.case import Case, Review

READ = ("today", "language", "messages", "facts", "promised", "missed")
"""What the checker reads of a case, beside the policy; a test holds it to that."""
_AT_HAND = 256
"""Reviews that are kept: of what fifty agents are at work on, and then some."""

Check = Callable[[str, Case], Review]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Two are the same where the text is, and all that the checker reads of the case: not who owns it, say."""

    text: str
    known: tuple[object, ...]
    case: Case = field(compare=False)


def remembered(check: Check) -> Check:
    """The same check, at once where the same was asked lately."""

    @lru_cache(maxsize=_AT_HAND)
    def answer(asked: _Asked) -> Review:
        return check(asked.text, asked.case)

    def ask(text: str, case: Case) -> Review:
        known = (repr(case.policy), *(getattr(case, name) for name in READ))
        return answer(_Asked(text, known, case))

    return ask
