"""How many tokens a text takes: counted where a vocabulary lies on this machine, else estimated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from threading import Lock

from assistant.case import Language

_CHARACTERS_A_TOKEN = {"sv": 3.56, "en": 4.48}
"""Measured on o200k_base (notes on the packages)."""

_VOCABULARY = "o200k_base"
_loading = Lock()


@dataclass(frozen=True, slots=True)
class Counter:
    """`count(text)`; with `is_estimate` it is figured from the number of characters."""

    count: Callable[[str], int]
    is_estimate: bool


def counter(language: Language) -> Counter:
    """The best counter at hand for texts in `language`. Asks the network for nothing."""
    counted = _vocabulary()
    if counted:
        return Counter(counted, is_estimate=False)
    return Counter(lambda text: round(len(text) / _CHARACTERS_A_TOKEN[language] + 0.5), is_estimate=True)


@cache
def _vocabulary() -> Callable[[str], int] | None:
    """tiktoken's own, where an earlier download or TIKTOKEN_CACHE_DIR holds its vocabulary."""
    import tiktoken
    import tiktoken.load

    def refuse(blobpath: str) -> bytes:
        raise FileNotFoundError(blobpath)

    with _loading:  # tiktoken downloads what it does not find, and has no switch against it
        download, tiktoken.load.read_file = tiktoken.load.read_file, refuse
        try:
            encoding = tiktoken.get_encoding(_VOCABULARY)
        except (OSError, ValueError):
            return None
        finally:
            tiktoken.load.read_file = download
    return lambda text: len(encoding.encode(text, disallowed_special=()))
