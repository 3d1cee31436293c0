"""The only place where text becomes HTML: everything is escaped, and nothing but our own tags is added."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher

_LIKE = 0.45
"""Below this likeness two sentences are shown one after the other, not word by word."""
_ITEM = re.compile(r"^(?:[-–•*]|\d+[.)])\s+")


def esc(text: object) -> str:
    return html.escape(str(text), quote=True)


def joined(parts: Iterable[str]) -> str:
    return "".join(parts)


Inline = Callable[[str], str]
"""A stretch of plain text -> HTML, everything escaped."""


def markdown(text: str, inline: Inline = esc, item: Inline | None = None) -> str:
    """The little Markdown that the playbook uses: paragraphs and lists; `inline` sets what stands in them, `item`
    the items of lists where they are set otherwise."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return joined(_block(block.splitlines(), inline, item or inline) for block in blocks if block.strip())


def _block(lines: list[str], inline: Inline, item: Inline) -> str:
    before = [line for line in lines if not _ITEM.match(line.strip())]
    items = [line for line in lines if _ITEM.match(line.strip())]
    paragraph = f"<p>{inline(' '.join(before))}</p>" if before else ""
    listed = joined(f"<li>{item(_ITEM.sub('', line.strip()))}</li>" for line in items)
    return paragraph + (f"<ul>{listed}</ul>" if items else "")


def difference(before: str, after: str) -> str:
    """What changes between two wordings: the words that go, then those that come, where they differ."""
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _LIKE:
        return f"<del>{esc(before)}</del> <ins>{esc(after)}</ins>"
    return " ".join(_told(gone, come, kept) for gone, come, kept in _changes(matcher, old, new))


def _told(gone: list[str], come: list[str], kept: list[str]) -> str:
    parts = (
        f"<del>{esc(' '.join(gone))}</del>" if gone else "",
        f"<ins>{esc(' '.join(come))}</ins>" if come else "",
        esc(" ".join(kept)),
    )
    return " ".join(part for part in parts if part)


def _changes(
    matcher: SequenceMatcher[str], old: list[str], new: list[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Words gone, words come in their place, and the words after them that stay.

    A single word that stays between two changes is counted as changed: such patchwork is hard to read.
    """
    gone: list[str] = []
    come: list[str] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        is_patch = tag == "equal" and i2 - i1 == 1 and (gone or come) and i2 < len(old)
        if tag == "equal" and not is_patch:
            yield gone, come, old[i1:i2]
            gone, come = [], []
        else:
            gone, come = gone + old[i1:i2], come + new[j1:j2]
    if gone or come:
        yield gone, come, []
