"""Sentence vectors for the checker, remembered by text. Where the model has no wheel `available()` is False, and the checker
reads with n-grams and cues alone.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant import encoder
from assistant.encoder import SIZE, available

__all__ = ["SIZE", "available", "of", "remember"]

_REMEMBERED = 20_000
_memory: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
_lock = threading.Lock()


def of(texts: Sequence[str]) -> NDArray[np.float32]:
    """One unit vector a text, shape (len(texts), 384), float32."""
    with _lock:
        new = [text for text in dict.fromkeys(texts) if text not in _memory]
        if new:
            _memory.update(zip(new, encoder.encode(new, is_query=True), strict=True))
        found = np.array([_memory[text] for text in texts], dtype=np.float32).reshape(len(texts), SIZE)
        while len(_memory) > _REMEMBERED:
            _memory.popitem(last=False)
    return found


def remember(rows: Mapping[str, NDArray[np.float32]]) -> None:
    """Takes vectors that were made before, by text."""
    with _lock:
        _memory.update(rows)
