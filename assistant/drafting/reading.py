"""What a model wrote -> what the customer may read: no thoughts, no marks, no Markdown, personal data back.

`readable` of a longer beginning of the same answer begins with `readable` of a shorter one (but for a
model that closes thoughts it never opened), so that words can be shown as they come.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_THOUGHT = "think|thinking|thought|thoughts|reasoning"
_THOUGHTS = re.compile(rf"[<\[](?P<tag>{_THOUGHT})[>\]].*?(?:[<\[]/(?P=tag)[>\]]|\Z)", re.IGNORECASE | re.DOTALL)
_END_OF_THOUGHTS = re.compile(rf"\A.*[<\[]/(?:{_THOUGHT})[>\]]", re.IGNORECASE | re.DOTALL)
_BRACKETED = re.compile(r"[ \t]*[\[【(](?P<marks>\^?[A-Za-z]\w*(?:\s*[,;|]\s*\^?[A-Za-z]\w*)*)[\]】)](?!\()")
_LIKE_A_MARK = re.compile(r"F\d{1,3}|[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_UNKNOWN_PLACEHOLDER = re.compile(r"[ \t]*⟦[^⟧\n]{0,30}⟧")
_GAP = re.compile(r"\[[^\[\]\n]{2,60}\](?!\()|\{\{?[^{}\n]{2,60}\}\}?")
_SUBJECT = re.compile(r"\A\s*\**(?:Ämne|Ämnesrad|Subject|Re)\**:[^\n]*(?:\n+|\Z)", re.IGNORECASE)
_FENCE = re.compile(r"^```\w*[ \t]*(?:\n|$)", re.MULTILINE)
_MARKDOWN = re.compile(r"\*\*|__|^#{1,6}[ \t]+", re.MULTILINE)
_OPEN = re.compile(r"[\[⟦【<{(][^\]⟧】>})\n]{0,80}\Z")


@dataclass(frozen=True, slots=True)
class Readable:
    """`cited` are the marks that stood in the text and exist, `invented` what did not exist, and `gaps`
    what the model left for somebody to fill in; none of the three but the gaps is in `text`."""

    text: str
    cited: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


def readable(raw: str, restore: Callable[[str], str], known: frozenset[str]) -> Readable:
    """`raw` as it may be sent; `restore` puts personal data back, `known` are the marks that exist."""
    text = without_thoughts(raw)
    text = _SUBJECT.sub("", _FENCE.sub("", text))
    text, marks = _without_marks(text, known)
    text = restore(_MARKDOWN.sub("", text))
    unknown = [found.group().strip() for found in _UNKNOWN_PLACEHOLDER.finditer(text)]
    text = _tidy(_UNKNOWN_PLACEHOLDER.sub("", text))
    return Readable(
        text=text,
        cited=tuple(dict.fromkeys(mark for mark in marks if mark in known)),
        invented=tuple(mark for mark in marks if mark not in known) + tuple(unknown),
        gaps=tuple(found.group() for found in _GAP.finditer(text)),
    )


def without_thoughts(raw: str) -> str:
    """`raw` without what the model thought aloud, also where it left such thoughts open."""
    return _END_OF_THOUGHTS.sub("", _THOUGHTS.sub("", raw)).lstrip()


def settled(raw: str) -> str:
    """The beginning of `raw` that what comes next cannot change: whole words, no bracket left open."""
    end = max(raw.rfind(" "), raw.rfind("\n")) + 1
    opened = _OPEN.search(raw[:end])
    return raw[: opened.start()] if opened else raw[:end]


def _without_marks(text: str, known: frozenset[str]) -> tuple[str, list[str]]:
    """The text without its marks, and the marks. Other words in brackets stay: they are gaps, or meant."""
    marks: list[str] = []

    def taken(found: re.Match[str]) -> str:
        words = [word.strip(" ^") for word in re.split(r"[,;|]", found["marks"])]
        is_round = found.group().lstrip().startswith("(")
        if all(word in known or (not is_round and _LIKE_A_MARK.fullmatch(word)) for word in words):
            marks.extend(words)
            return ""
        return found.group()

    return _BRACKETED.sub(taken, text), marks


def _tidy(text: str) -> str:
    text = re.sub(r"[ \t]+(?=[.,;:?](?:\s|\Z)|$)", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?<=\S)[ \t]{2,}", " ", text)).strip()
