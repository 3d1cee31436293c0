"""The trade-off: how surely a sentence must be read as a firm promise before it is held to be one.

A low threshold finds more and cries wolf more often. `measure_curve` reads the texts once and judges them
at each threshold; `Curve.as_svg` draws it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.case import Language
from assistant.checker import check, promises
from assistant.evaluation import gold, reviews
from assistant.evaluation.report import LANGUAGES

THRESHOLDS = tuple(step / 20 for step in range(4, 19))
_COLOURS = {"sv": "#1f5f8b", "en": "#b3541e"}
_NAMES = {"sv": "Swedish", "en": "English"}


@dataclass(frozen=True, slots=True)
class Point:
    """The figures at one threshold."""

    threshold: float
    f1: float
    alarms_per_ten_clean: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The points of each language, and the threshold that is set."""

    part: str
    points: dict[Language, tuple[Point, ...]]
    chosen: float

    def as_svg(self) -> str:
        """Two panels over the same thresholds: F1 above, false alarms below; the same bytes for the same figures."""
        drawn = [
            *_panel("F1 by sentence", 40, (0.5, 1.0), [0.5, 0.6, 0.7, 0.8, 0.9, 1.0]),
            *_panel("False alarms per ten clean texts", 250, (0, 6), [0, 1, 2, 3, 4, 5, 6]),
            *self._lines(),
            *self._chosen(),
        ]
        body = "\n".join(drawn)
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 470" role="img" '
            f'aria-label="F1 and false alarms against the threshold" font-family="sans-serif" font-size="13">\n'
            f'<rect width="640" height="470" fill="#fff"/>\n{body}\n</svg>\n'
        )

    def _lines(self) -> Iterator[str]:
        for row, (language, points) in enumerate(self.points.items()):
            colour = _COLOURS[language]
            for top, (low, high), values in (
                (40, (0.5, 1.0), [p.f1 for p in points]),
                (250, (0, 6), [p.alarms_per_ten_clean for p in points]),
            ):
                places = [
                    f"{_across(p.threshold):.1f},{_up(v, top, low, high):.1f}"
                    for p, v in zip(points, values, strict=True)
                ]
                yield f'<polyline points="{" ".join(places)}" fill="none" stroke="{colour}" stroke-width="2"/>'
            y = 60 + 20 * row
            yield f'<path d="M520 {y}h24" stroke="{colour}" stroke-width="2"/>'
            yield f'<text x="550" y="{y + 4}" fill="{colour}">{_NAMES[language]}</text>'

    def _chosen(self) -> Iterator[str]:
        x = _across(self.chosen)
        yield f'<path d="M{x:.1f} 40V190M{x:.1f} 250V400" stroke="#555" stroke-dasharray="4 4"/>'
        yield f'<text x="{x + 5:.1f}" y="400" fill="#555" dy="-6">set: {self.chosen:g}</text>'
        yield '<text x="280" y="450" text-anchor="middle">threshold: how sure of a firm promise (part: test)</text>'.replace(
            "test", self.part
        )


_LEFT, _RIGHT, _TALL = 60, 500, 150


def _across(threshold: float) -> float:
    first, last = THRESHOLDS[0], THRESHOLDS[-1]
    return _LEFT + (threshold - first) / (last - first) * (_RIGHT - _LEFT)


def _up(value: float, top: float, low: float, high: float) -> float:
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    return top + _TALL * (1 - share)


def _panel(title: str, top: int, span: tuple[float, float], ticks: Sequence[float]) -> Iterator[str]:
    yield f'<text x="{_LEFT}" y="{top - 12}" font-weight="bold">{title}</text>'
    for tick in ticks:
        y = _up(tick, top, *span)
        yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>'
    for threshold in THRESHOLDS[::2]:
        yield f'<text x="{_across(threshold):.1f}" y="{top + _TALL + 18}" text-anchor="middle">{threshold:g}</text>'


def measure_curve(part: str = "test") -> Curve:
    """F1 and false alarms of the checker at each threshold."""
    points = {language: tuple(_points(language, part)) for language in LANGUAGES}
    return Curve(part, points, promises.FIRM)


def _points(language: Language, part: str) -> Iterator[Point]:
    texts = gold.texts(language, part)
    for threshold in THRESHOLDS:
        with _firm_from(threshold):
            measured = reviews.measure(texts, lambda text, case: check(text, case, rewords=False))
        yield Point(threshold, measured.overpromises.f1, measured.alarms_per_ten_clean)


@contextmanager
def _firm_from(threshold: float) -> Iterator[None]:
    """The checker with another threshold, for as long as it is measured."""
    usual, promises.FIRM = promises.FIRM, threshold
    try:
        yield
    finally:
        promises.FIRM = usual
