"""The first names that every room knows: what is hidden from a model, and how a customer is called."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("first_names.txt")
_ALSO_A_WORD = "= "


@cache
def sure_first_names() -> frozenset[str]:
    """Names that are no words of their own: with a capital they are names wherever they stand."""
    return _names(also_words=False)


@cache
def first_names() -> frozenset[str]:
    """Those, and names that are words as well, such as Björn and Mark."""
    return sure_first_names() | _names(also_words=True)


def _names(*, also_words: bool) -> frozenset[str]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    chosen = (line for line in lines if line.startswith(_ALSO_A_WORD) is also_words and not line.startswith("#"))
    return frozenset(name for line in chosen for name in line.removeprefix(_ALSO_A_WORD).split())
