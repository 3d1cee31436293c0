"""Whether a text is about what a playbook is for at all: one direction in the space of the vectors.

However far from every complaint a question is, some entry is the nearest. A ridge regression that tells the playbook's
own phrases from `background.txt` (recipes, the weather, the office, greetings, what is asked before a purchase) says
what nearness cannot: of the 76 questions in tests/data/offtopic.txt, about other things than the background, 95 % fall
below `room.CLEAR`; by nearness alone it was some 65 %. It is learned in milliseconds whenever the playbook is read.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from assistant.errors import BadInput
from assistant.language import detect
from assistant.providers import Vectors
from assistant.search.units import Unit

FILE = Path(__file__).parent / "background.txt"
_STIFFNESS = 0.002
"""Ridge penalty; from 0.0005 to 0.01 the figures move by three points."""


@cache
def background() -> tuple[Unit, ...]:
    """What people type that no playbook of complaints answers, one a line; BadInput where the file is missing."""
    try:
        lines = [line.strip() for line in FILE.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot be read: {error}", where=str(FILE), now="reinstall") from None
    texts = [line for line in lines if line]
    if not texts:
        raise BadInput("holds nothing", where=str(FILE), now="reinstall")
    return tuple(
        Unit(f"background/{number}", "", detect(text).language, "phrase", "", text, text)
        for number, text in enumerate(texts)
    )


class Scope:
    def __init__(self, inside: Vectors, outside: Vectors) -> None:
        """A row a text. Both sides count the same, however many texts they have."""
        rows = np.vstack([inside, outside]).astype(np.float64)
        sides = np.repeat([1.0, -1.0], [len(inside), len(outside)])
        weights = np.repeat([0.5 / len(inside), 0.5 / len(outside)], [len(inside), len(outside)])
        self._middle = weights @ rows
        weighed = (rows - self._middle) * weights[:, None]
        spread = weighed.T @ (rows - self._middle) + _STIFFNESS * np.eye(rows.shape[1])
        self._direction = np.linalg.solve(spread, weighed.T @ sides)

    def score(self, vector: Vectors) -> float:
        """About 1 for a complaint or a question about one, about -1 for anything else."""
        return float((vector - self._middle) @ self._direction)
