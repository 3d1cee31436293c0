"""What binds a reply after a promise that was not kept: no new one about the same thing tighter than it, but by a
fact. To say again what we said, in order to own it, is no promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from assistant.calendar import add_business_days, is_business_day
from assistant.case import Because, Case, Finding, Missed, Promise, Review, day

RULE = "deadline.after_missed"
_QUOTED = re.compile(r"[”“»\"]([^”“»«\"]+)[”“«\"]?")
_MESSAGES = {
    "sv": "Vi har redan missat ett löfte om detta i ärendet. Utan ett faktum får det nya inte vara snävare än {least}.",
    "en": "A promise about this was already missed in this case. Without a fact the new one may be no tighter than {least}.",
}


def least(case: Case, about: str) -> date | None:
    """The first day that a new promise about it may name with no fact behind it: as long as what was missed."""
    spans = [_span(missed) for missed in case.missed if missed.about == about and missed.by is not None]
    return add_business_days(case.today.date(), max(spans)) if spans else None


def watched(review: Review, case: Case) -> Review:
    """The review with an overpromise for each promise that is tighter than what was just missed."""
    if not case.missed:
        return review
    promises = [promise for promise in review.promises if not _is_owned(promise.quote, case)]
    tight = {promise: why for promise in promises if (why := _tighter(promise, case))}
    found = [finding for finding in review.findings if not _is_owned(finding.quote, case)]
    found += [_finding(promise, why, review) for promise, why in tight.items()]
    weighed = (replace(p, verdict="overpromise", kind="deadline") if p in tight else p for p in promises)
    ordered = sorted(found, key=lambda finding: (finding.start, finding.end))
    return replace(review, findings=tuple(ordered), promises=tuple(weighed))


def _is_owned(sentence: str, case: Case) -> bool:
    """Whether it quotes what we said and did not keep."""
    quoted = _QUOTED.findall(sentence)
    return any(missed.quote.strip(" .") in words for missed in case.missed for words in quoted)


def _tighter(promise: Promise, case: Case) -> date | None:
    """The first day that would be allowed, where the promise is to be kept before it and no fact carries it."""
    if promise.by is None or promise.because.fact is not None or promise.verdict in ("hedged", "overpromise"):
        return None
    first = least(case, promise.about)
    return first if first is not None and day(promise.by) < first else None


def _span(missed: Missed) -> int:
    """Business days from when it was said to when it was due."""
    assert missed.by is not None
    return sum(1 for _ in _business_days(missed.said, day(missed.by)))


def _business_days(after: date, until: date) -> Iterator[date]:
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    return (day for day in days if is_business_day(day))


def _finding(promise: Promise, first: date, review: Review) -> Finding:
    return Finding(
        rule=RULE,
        kind="deadline",
        severity="error",
        start=promise.start,
        end=promise.end,
        quote=promise.quote,
        message=_MESSAGES[review.language].format(least=first.isoformat()),
        because=Because(),
        playbook="promise_less",
        rewrite=None,
        confidence=1.0,
    )
