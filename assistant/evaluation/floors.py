"""The figures that a change may not fall below: a data file, so that raising one is a line of a review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import BadInput
from assistant.evaluation.report import LANGUAGES, Report

_FIGURES = ("precision", "recall", "f1", "kind", "vague_f1", "pairs")
_CEILINGS = ("alarms_per_ten_clean", "reserved_flagged")


@dataclass(frozen=True, slots=True)
class Floors:
    """For each language the least of what should be high, and the most of what should be low."""

    floors: Mapping[str, Mapping[str, float]]
    ceilings: Mapping[str, Mapping[str, float]]

    def broken(self, report: Report) -> list[str]:
        """One line for each figure on the wrong side."""
        return list(self._broken(report))

    def _broken(self, report: Report) -> Iterator[str]:
        for language, found in report.languages.items():
            figures = found.checker.as_json()
            for name, floor in self.floors[language].items():
                if figures[name] < floor:
                    yield f"{language} {name}: {figures[name]} is below its floor {floor}"
            for name, ceiling in self.ceilings[language].items():
                if figures[name] > ceiling:
                    yield f"{language} {name}: {figures[name]} is above its ceiling {ceiling}"


def read_floors(path: Path) -> Floors:
    """The floors in a YAML file: `floors` and `ceilings`, each by language and figure. BadInput names a fault."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"cannot be read: {error}", where=str(path)) from None
    if not isinstance(data, dict) or set(data) != {"floors", "ceilings"}:
        raise BadInput("needs floors and ceilings, and nothing else", where=str(path))
    return Floors(
        _by_language(data["floors"], _FIGURES, f"{path}: floors"),
        _by_language(data["ceilings"], _CEILINGS, f"{path}: ceilings"),
    )


def _by_language(data: Any, names: tuple[str, ...], where: str) -> dict[str, dict[str, float]]:
    if not isinstance(data, dict) or set(data) != set(LANGUAGES):
        raise BadInput(f"needs {' and '.join(LANGUAGES)}", where=where)
    for language, figures in data.items():
        is_whole = isinstance(figures, dict) and figures and set(figures) <= set(names)
        if not is_whole or not all(isinstance(value, int | float) for value in figures.values()):
            raise BadInput(f"{language} must be numbers under some of {', '.join(names)}", where=where)
    return data
