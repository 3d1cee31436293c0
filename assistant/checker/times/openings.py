"""With which words an expression of a template can begin, so that it is tried at those places only.

Templates are regular expressions of a plain kind (see `grammar.py`): words, tables, figures, groups,
alternatives, optional parts. A table's word ends what is looked at: nothing is written together with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

FIGURE = "0"
"""Stands for any number."""
WORD = re.compile(r"[0-9]+|[^\W\d_]+|@")
_SYMBOL = re.compile(
    r"(?P<table>(?<!P)<\w+(?::\w+)?>)|(?P<ahead>\(\?(?:[=!]|<[=!]))|(?P<open>\(\?(?::|P<\w+>))|(?P<same>\(\?P=\w+\))|"
    r"(?P<close>\))|(?P<bar>\|)|(?P<optional>\?)|(?P<times>\{[\d,]+\}|\*|\+)|(?P<figures>\[0-9[^\]]*\])|(?P<char>\\.|\[[^\]]*\]|.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A word, a table's words or a group of alternatives; `ends` where no letter can follow in the same word."""

    words: tuple[str, ...] = ()
    group: tuple[tuple[_Part, ...], ...] = ()
    ends: bool = False
    optional: bool = False


def openings(template: str, tables: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The first words of all that `template` matches; `FIGURE` for a number."""
    symbols = list(_SYMBOL.finditer(template))
    group, _ = _group(symbols, 0, tables)
    return {word[0] for text, _ in _beginnings((_Part(group=group),)) if (word := WORD.search(text))}


def token(word: str) -> str:
    return FIGURE if word.isdigit() else word


def _group(symbols: Sequence[re.Match[str]], at: int, tables: Mapping[str, Mapping[str, Any]]) -> tuple[Any, int]:
    """The alternatives from `at` to the closing bracket, and the place behind it."""
    alternatives: list[list[_Part]] = [[]]
    while at < len(symbols):
        kind, symbol = symbols[at].lastgroup, symbols[at].group()
        at += 1
        if kind == "close":
            break
        if kind == "bar":
            alternatives.append([])
        elif kind in ("open", "ahead"):
            inner, at = _group(symbols, at, tables)
            alternatives[-1].append(_Part(group=inner) if kind == "open" else _Part(words=("",)))
        elif kind in ("optional", "times"):
            may_lack = kind == "optional" or symbol == "*" or symbol.startswith("{0")
            alternatives[-1].append(replace(alternatives[-1].pop(), optional=may_lack))
        else:
            if kind == "table" and alternatives[-1] and symbols[at - 2].lastgroup == "table":
                alternatives[-1].append(replace(alternatives[-1].pop(), ends=False))
            alternatives[-1].append(_single(kind or "", symbol, tables))
    return tuple(tuple(parts) for parts in alternatives), at


def _single(kind: str, symbol: str, tables: Mapping[str, Mapping[str, Any]]) -> _Part:
    if kind == "table":
        name = symbol[1:-1].split(":")[0]
        words = [token(found.group()) for word in tables.get(name, ()) if (found := WORD.search(word))]
        return _Part(words=(*words, *([FIGURE] if name in ("d", "y", "h", "min", "n") else [])), ends=True)
    if kind == "figures":
        return _Part(words=(FIGURE,), ends=True)
    letter = symbol if len(symbol) == 1 and WORD.fullmatch(symbol) else " "
    return _Part(words=(letter,), ends=letter == " ")


def _beginnings(parts: Sequence[_Part]) -> Iterator[tuple[str, bool]]:
    """What the parts can spell up to the end of the first word, and whether that end is reached."""
    if not parts:
        yield "", False
        return
    first, rest = parts[0], parts[1:]
    spelled = [(word, first.ends) for word in first.words]
    spelled += [found for alternative in first.group for found in _beginnings(alternative)]
    for text, has_ended in [*spelled, *([("", False)] if first.optional else [])]:
        if has_ended and text.strip():
            yield text, True
        else:
            yield from ((text + more, ended) for more, ended in _beginnings(rest))
