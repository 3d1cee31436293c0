"""How many drafts keep to what is known: as they were written, after the model's mending, and at the end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.case import OVERPROMISES, Case, Language, Review
from assistant.evaluation import gold

if TYPE_CHECKING:
    from assistant.desk import Desk

LANGUAGES: tuple[Language, ...] = ("sv", "en")
COMPLAINTS = 30
"""So many complaints of each language are answered, unless told otherwise."""
_STAGES = ("at first", "after mending", "at the end")
_LATE = 0.95


@dataclass(slots=True)
class Drafted:
    """What became of the drafts in one language. `clean` counts those without an overpromise, `clear` those
    without a vague promise too, at each stage; `rules` is what was still found at the end."""

    drafts: int = 0
    clean: Counter[str] = field(default_factory=Counter)
    clear: Counter[str] = field(default_factory=Counter)
    writers: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        drafts = self.drafts or 1
        return {
            "drafts": self.drafts,
            "writers": dict(self.writers),
            "clean": {stage: round(self.clean[stage] / drafts, 3) for stage in _STAGES},
            "clear": {stage: round(self.clear[stage] / drafts, 3) for stage in _STAGES},
            "found_at_the_end": dict(self.rules),
            "milliseconds_p95": round(1000 * sorted(self.seconds)[int(_LATE * len(self.seconds))]) if drafts else 0,
        }


@dataclass(slots=True)
class Report:
    languages: dict[Language, Drafted]

    def as_json(self) -> dict[str, Any]:
        return {language: drafted.as_json() for language, drafted in self.languages.items()}

    def as_text(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"drafts     {'':16}{''.join(f'{stage:>15}' for stage in _STAGES)}"
        for language, drafted in self.languages.items():
            told = drafted.as_json()
            yield f"{language} {told['drafts']:4} no overpromise    {_shares(told['clean'])}"
            yield f"{language} {'':4} nothing vague     {_shares(told['clear'])}"
            writers = ", ".join(f"{name} {count}" for name, count in drafted.writers.items())
            left = ", ".join(f"{rule} {count}" for rule, count in drafted.rules.most_common()) or "nothing"
            yield f"{language} by {writers}; p95 {told['milliseconds_p95']} ms; found at the end: {left}"


def _shares(stages: dict[str, float]) -> str:
    return "".join(f"{stages[stage]:15.2f}" for stage in _STAGES)


def measure(desk: Desk, part: str = "test", complaints: int = COMPLAINTS) -> Report:
    """Drafts by whoever writes on this desk, for the first complaints of the gold set's part in each language."""
    return Report({language: _drafted(desk, _cases(language, part, complaints)) for language in LANGUAGES})


def _cases(language: Language, part: str, complaints: int) -> Sequence[Case]:
    """Each complaint once, though the set has it with several replies."""
    cases = {text.case.complaint: text.case for text in gold.texts(language, part) if text.case.complaint}
    return list(cases.values())[:complaints]


def _drafted(desk: Desk, cases: Sequence[Case]) -> Drafted:
    figures = Drafted(len(cases))
    for case in cases:
        began = time.perf_counter()
        kept = desk.kept(case)
        figures.seconds.append(time.perf_counter() - began)
        figures.writers[kept.draft.writer] += 1
        for stage, review in zip(_STAGES, (kept.at_first, kept.after_mending, kept.at_end), strict=True):
            found = _kinds(review)
            figures.clean[stage] += not found & set(OVERPROMISES)
            figures.clear[stage] += not found & {*OVERPROMISES, "vague"}
        figures.rules.update(f.rule for f in kept.at_end.findings if f.severity != "info")
    return figures


def _kinds(review: Review) -> set[str]:
    return {finding.kind for finding in review.findings}
