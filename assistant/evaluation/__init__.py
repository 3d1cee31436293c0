"""`ordhallig eval`: how good the checker and the search are, on labelled data that nothing was tuned on.

The floors are what CI holds: a figure below its floor fails the run.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assistant.case import Case, Language, Review
from assistant.checker import check
from assistant.evaluation import baselines, gold, reviews
from assistant.evaluation.gold import Text
from assistant.evaluation.reviews import Measured

LANGUAGES: tuple[Language, ...] = ("sv", "en")
FLOORS = {"f1": 0.75, "kind": 0.75, "vague_f1": 0.78}
"""Of the test part, in each language; a little below what is measured, so that noise does not fail a run."""
CEILINGS = {"alarms_per_ten_clean": 4.0, "reserved_flagged": 0.08}


@dataclass(slots=True)
class Report:
    """All that was measured, by language."""

    part: str
    checker: dict[str, Measured] = field(default_factory=dict)
    fast: dict[str, Measured] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    channels: dict[str, dict[str, Measured]] = field(default_factory=dict)
    baselines: dict[str, dict[str, Measured]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "part": self.part,
            "checker": {language: measured.as_json() for language, measured in self.checker.items()},
            "fast": {language: measured.as_json() for language, measured in self.fast.items()},
            "milliseconds_a_text": {way: round(1000 * seconds, 1) for way, seconds in self.seconds.items()},
            "f1_by_channel": _f1s(self.channels),
            "baselines": {
                language: {name: measured.as_json() for name, measured in found.items()}
                for language, found in self.baselines.items()
            },
        }

    def as_text(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"part {self.part:20} P     R     F1    kind  vague pairs alarms/10 reserved"
        for language in self.checker:
            yield _row(f"{language} checker", self.checker[language])
            yield _row(f"{language} fast", self.fast[language])
            for name, measured in self.baselines.get(language, {}).items():
                yield _row(f"{language} {name}", measured)
        for language, found in self.channels.items():
            told = ", ".join(f"{name} {m.overpromises.f1:.2f}" for name, m in found.items())
            yield f"{language} F1 by channel: {told}"
        for language, measured in self.checker.items():
            told = ", ".join(f"{said:.2f}→{right:.2f} ({n})" for said, right, n in measured.calibration())
            yield f"{language} confidence → right: {told}"
        yield "milliseconds a text: " + ", ".join(f"{way} {1000 * s:.0f}" for way, s in self.seconds.items())

    def below_floors(self) -> list[str]:
        """One line for each figure that broke its floor or its ceiling."""
        broken = []
        for language, measured in self.checker.items():
            figures = measured.as_json()
            broken += [f"{language} {n}: {figures[n]} < {at}" for n, at in FLOORS.items() if figures[n] < at]
            broken += [f"{language} {n}: {figures[n]} > {at}" for n, at in CEILINGS.items() if figures[n] > at]
        return broken


def _f1s(groups: dict[str, dict[str, Measured]]) -> dict[str, dict[str, float]]:
    return {lang: {name: round(m.overpromises.f1, 3) for name, m in found.items()} for lang, found in groups.items()}


def _row(name: str, measured: Measured) -> str:
    figures = measured.as_json()
    shown = ("precision", "recall", "f1", "kind", "vague_f1", "pairs", "alarms_per_ten_clean", "reserved_flagged")
    return f"{name:25}" + " ".join(f"{figures[key]:5.2f}" for key in shown)


def measure_checker(part: str = "test", *, with_baselines: bool = True) -> Report:
    """The checker on one part of the gold set, in both ways of reading, beside the baselines."""
    report = Report(part)
    for language in LANGUAGES:
        texts = gold.texts(language, part)
        checker = _once(check)
        report.checker[language], report.seconds[f"{language} full"] = _timed(texts, checker)
        report.fast[language], report.seconds[f"{language} fast"] = _timed(texts, _fast)
        report.channels[language] = reviews.by(texts, lambda text: text.channel, checker)
        if with_baselines:
            report.baselines[language] = dict(_baselines(language, texts))
    return report


def _once(checker: reviews.Checker) -> reviews.Checker:
    """The same checker, which reads each text only the first time."""
    done: dict[tuple[str, int], Review] = {}

    def remembered(text: str, case: Case) -> Review:
        key = text, id(case)
        if key not in done:
            done[key] = checker(text, case)
        return done[key]

    return remembered


def _fast(text: str, case: Case) -> Review:
    return check(text, case, fast=True)


def _timed(texts: list[Text], checker: reviews.Checker) -> tuple[Measured, float]:
    """The figures, and the seconds that a text took."""
    began = time.perf_counter()
    measured = reviews.measure(texts, checker)
    return measured, (time.perf_counter() - began) / len(texts)


def _baselines(language: Language, texts: list[Text]) -> Iterator[tuple[str, Measured]]:
    yield "word list", reviews.measure(texts, baselines.word_list)
    if importlib.util.find_spec("sklearn") is None:
        return
    learned = gold.texts(language, "train")
    yield "n-grams", reviews.measure(texts, baselines.trained(learned, baselines.as_ngrams))
    yield "vectors", reviews.measure(texts, baselines.trained(learned, baselines.as_vectors))
