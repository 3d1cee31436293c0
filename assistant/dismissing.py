"""A warning that a person has dismissed, with the reason: it is drawn aside, counts in the figures, and is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.case import Finding

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Dismissal:
    """`no_promise` says that the sentence promises nothing at all, so that there is nothing to keep."""

    rule: str
    quote: str
    reason: str
    no_promise: bool = False

    def meets(self, finding: Finding) -> bool:
        """Whether this is about the finding: the same rule on the same words."""
        return (self.rule, self.quote) == (finding.rule, finding.quote)


def dismissal_of(finding: Finding, dismissals: Iterable[Dismissal]) -> Dismissal | None:
    return next((dismissal for dismissal in dismissals if dismissal.meets(finding)), None)


def still_open(findings: Sequence[Finding], dismissals: Sequence[Dismissal]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if dismissal_of(finding, dismissals) is None)


def read(kept: str) -> tuple[Dismissal, ...]:
    """What the browser kept; what cannot be read, or has no reason, dismisses nothing."""
    try:
        found = tuple(Dismissal(**data) for data in json.loads(kept or "[]"))
        return tuple(d for d in found if d.reason.strip() and len(d.reason) <= _LONGEST)
    except (ValueError, TypeError, AttributeError):
        return ()
