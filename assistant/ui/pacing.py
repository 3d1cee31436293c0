"""How often a draft that is being written is shown."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from assistant.case import Draft

_PACE = 0.1
"""Seconds between two showings. With one for every word a busy browser fell behind, and heard of Esc when all had been written."""


def grown(pieces: Iterable[str | Draft]) -> Iterator[str | Draft]:
    """The text as far as it has come, at once and then at a calm pace; the finished draft as soon as it is there."""
    text, shown = "", -_PACE
    for piece in pieces:
        if isinstance(piece, Draft):
            yield piece
            return
        text += piece
        if time.monotonic() - shown >= _PACE:
            yield text
            shown = time.monotonic()
