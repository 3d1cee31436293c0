"""A language model's second opinion as the browser keeps it, and how it is laid beside a fresh review.

The server holds nothing between two calls, and the text is checked anew at every key: what the model said of a
sentence stands as long as its words and the facts stand as they did.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from assistant.case import Asked, Because, Finding, Review, SecondOpinion


@dataclass(frozen=True, slots=True)
class Opinions:
    """What was said of `text` with the facts in `rows`: findings with a second opinion, and the model's own."""

    text: str
    rows: str
    asked: Asked
    findings: tuple[Finding, ...]

    @property
    def agrees(self) -> bool:
        """Whether the model has nothing to say against the review."""
        return all(finding.second is not None and finding.second.agrees for finding in self.findings)


def saved(review: Review, text: str, rows: str) -> str:
    """What the browser keeps of a review that a model was asked about."""
    assert review.judge is not None
    told = [asdict(f) for f in review.findings if f.second or f.source == "model"]
    return json.dumps({"text": text, "rows": rows, "asked": asdict(review.judge), "findings": told}, ensure_ascii=False)


def read(kept: str) -> Opinions | None:
    """What the browser kept; None where it kept nothing, or nothing that can be read."""
    try:
        data = json.loads(kept)
        return Opinions(data["text"], data["rows"], Asked(**data["asked"]), tuple(map(_finding, data["findings"])))
    except (ValueError, TypeError, KeyError):
        return None


def _finding(data: dict[str, Any]) -> Finding:
    if data["severity"] not in ("error", "warning", "info"):
        raise ValueError(data["severity"])
    second = SecondOpinion(**data["second"]) if data["second"] else None
    return Finding(**(data | {"because": Because(**data["because"]), "second": second}))


def beside(review: Review, text: str, rows: str, opinions: Opinions | None) -> Review:
    """The review with what the model said; with other facts than those that it was told, as it was."""
    if opinions is None or opinions.rows != rows:
        return review
    said = {(f.rule, f.quote): f.second for f in opinions.findings if f.second}
    own = [replace(f, second=said.get((f.rule, f.quote))) for f in review.findings]
    return replace(review, findings=tuple(sorted([*own, *_models(opinions, text)], key=lambda f: (f.start, f.end))))


def _models(opinions: Opinions, text: str) -> Iterator[Finding]:
    """The model's own findings, each at the place where its words stand now."""
    for finding in opinions.findings:
        start = finding.start if text[finding.start : finding.end] == finding.quote else text.find(finding.quote)
        if finding.source == "model" and start >= 0:
            yield replace(finding, start=start, end=start + len(finding.quote))
