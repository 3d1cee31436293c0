"""All that is measured of the checker on one part of the gold set, beside what others do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from assistant.case import Case, Language, Review
from assistant.checker import check, vectors
from assistant.evaluation import baselines, gold, reviews
from assistant.evaluation.gold import Text
from assistant.evaluation.reviews import Checker, Measured

LANGUAGES: tuple[Language, ...] = ("sv", "en")
_ENOUGH = 8
"""Overpromises that a trade must hold before its F1 is shown: of three little can be said."""
_SHOWN = ("precision", "recall", "f1", "kind", "vague_f1", "pairs", "alarms_per_ten_clean", "reserved_flagged")
_HEAD = f"{'':14}{'P':>6}{'R':>6}{'F1':>6}{'kind':>7}{'vague':>7}{'pairs':>7}{'alarms':>8}{'reserved':>10}"


@dataclass(slots=True)
class OfLanguage:
    """The figures of one language. `seconds` are those of one text, by the way of reading: `full` reads each
    sentence for the first time, `again` has their vectors, `fast` does without; none of them rewords."""

    texts: int
    checker: Measured
    fast: Measured
    channels: dict[str, Measured]
    trades: dict[str, Measured]
    seconds: dict[str, float]
    baselines: dict[str, Measured] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "texts": self.texts,
            "checker": self.checker.as_json(),
            "fast": self.fast.as_json(),
            "f1_by_channel": _f1s(self.channels),
            "f1_by_trade": _f1s(self.trades),
            "baselines": {name: measured.as_json() for name, measured in self.baselines.items()},
            "milliseconds_a_text": {way: round(1000 * seconds, 1) for way, seconds in self.seconds.items()},
        }

    def lines(self) -> Iterator[str]:
        yield _HEAD
        for name, measured in {"checker": self.checker, "fast mode": self.fast, **self.baselines}.items():
            yield _row(name, measured)
        by_kind = self.checker.as_json()["recall_by_kind"]
        yield "found of each kind: " + ", ".join(f"{kind} {share}" for kind, share in by_kind.items())
        yield "F1 by channel: " + _told(self.channels)
        yield f"F1 by trade, of those with at least {_ENOUGH}: " + _told(self.trades, _ENOUGH)
        calibrated = ", ".join(f"{said:.2f} → {right:.2f} ({n})" for said, right, n in self.checker.calibration())
        yield f"confidence → share that was right: {calibrated}"
        yield "milliseconds a text: " + ", ".join(f"{way} {1000 * s:.1f}" for way, s in self.seconds.items())


@dataclass(slots=True)
class Report:
    """All that was measured, by language, and what could not be: one line each."""

    part: str
    languages: dict[Language, OfLanguage] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    seconds: float = 0

    def as_json(self) -> dict[str, Any]:
        measured: dict[str, Any] = {language: found.as_json() for language, found in self.languages.items()}
        rest = {"left_out": self.left_out, "seconds": round(self.seconds, 1)}
        return {"part": self.part} | measured | rest

    def as_text(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield "alarms: false ones per ten clean texts; reserved: share of hedged or negated sentences that are flagged"
        for language, found in self.languages.items():
            yield f"\n{language}, part {self.part}, {found.texts} texts"
            yield from found.lines()
        yield ""
        yield from self.left_out
        yield f"{self.seconds:.0f} s in all"


def measure_checker(part: str = "test", *, with_baselines: bool = True) -> Report:
    """The checker on one part of the gold set, in both ways of reading, beside the baselines."""
    began, report = time.perf_counter(), Report(part)
    for language in LANGUAGES:
        report.languages[language] = _measured(language, gold.texts(language, part))
        if with_baselines:
            found, left_out = _baselines(language, gold.texts(language, part))
            report.languages[language].baselines = found
            report.left_out += left_out
    report.seconds = time.perf_counter() - began
    return report


def _measured(language: Language, texts: list[Text]) -> OfLanguage:
    embedding = _embed(texts) / len(texts)
    checker, seconds = _timed(texts, partial(check, rewords=False))
    fast, fast_seconds = _timed(texts, partial(check, rewords=False, fast=True))
    return OfLanguage(
        texts=len(texts),
        checker=reviews.measure(texts, checker),
        fast=reviews.measure(texts, fast),
        channels=reviews.by(texts, lambda text: text.channel, checker),
        trades=reviews.by(texts, lambda text: text.trade, checker),
        seconds={"full": embedding + seconds, "again": seconds, "fast": fast_seconds},
    )


def _embed(texts: list[Text]) -> float:
    """The seconds that the vectors of all sentences and facts take, all of them new."""
    began = time.perf_counter()
    if vectors.available():
        said = [text.draft[s.start : s.end] for text in texts for s in text.sentences]
        vectors.of([*said, *(fact.says or fact.about for text in texts for fact in text.case.facts)])
    return time.perf_counter() - began


def _timed(texts: list[Text], checker: Checker) -> tuple[Checker, float]:
    """The same checker with its reviews of these texts at hand, and the seconds that a text took."""
    began = time.perf_counter()
    known = {(text.draft, id(text.case)): checker(text.draft, text.case) for text in texts}
    seconds = (time.perf_counter() - began) / len(texts)

    def remembered(text: str, case: Case) -> Review:
        return known[text, id(case)]

    return remembered, seconds


def _baselines(language: Language, texts: list[Text]) -> tuple[dict[str, Measured], list[str]]:
    """What others do, and a line for each that cannot be measured here."""
    found, left_out = {"word list": reviews.measure(texts, baselines.word_list)}, []
    for name, build in (("n-grams", baselines.ngrams), ("vectors", baselines.vectors_alone)):
        checker = build(language)
        if isinstance(checker, str):
            left_out.append(f"{language} {name}: {checker}")
        else:
            found[name] = reviews.measure(texts, checker)
    return found, left_out


def _f1s(groups: dict[str, Measured]) -> dict[str, float]:
    return {name: round(measured.overpromises.f1, 3) for name, measured in groups.items()}


def _told(groups: dict[str, Measured], least: int = 1) -> str:
    """Each group that holds at least so many overpromises with its F1 and their number, the best first."""
    counted = {name: m.overpromises.hit + m.overpromises.missed for name, m in groups.items()}
    shown = sorted((-m.overpromises.f1, name) for name, m in groups.items() if counted[name] >= least)
    return ", ".join(f"{name} {-f1:.2f} ({counted[name]})" for f1, name in shown)


def _row(name: str, measured: Measured) -> str:
    figures = [measured.as_json()[key] for key in _SHOWN]
    widths = (6, 6, 6, 7, 7, 7, 8, 10)
    return f"{name:14}" + "".join(f"{figure:{width}.2f}" for figure, width in zip(figures, widths, strict=True))
