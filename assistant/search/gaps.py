"""What people searched for and the playbook had no clear answer to, for the one who writes it.

One file, DATA_DIR/gaps.jsonl. Personal data is taken out before anything is written, and so are all numbers that
could be an order's or a person's; a text as long as a complaint is never kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.privacy import mask

LONGEST = 120
"""Characters of a question; what is longer is taken for a customer's own words, and not kept."""
_KEPT = 1000
"""Lines after which the older half is forgotten."""
_HIDDEN = re.compile(r"⟦[^⟧]*⟧|\d[\d\s-]{2,}\d")


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without a clear answer: how often it was asked, when last, and the entry that was nearest."""

    query: str
    count: int
    last: datetime
    nearest: str | None


def note(folder: Path, query: str, nearest: str | None, now: datetime) -> None:
    """Adds a question to those without an answer. Where the folder cannot be written it is not kept: searching goes on."""
    asked = " ".join(query.split())
    if not asked or len(asked) > LONGEST:
        return
    line = {"at": now.isoformat(), "query": _HIDDEN.sub("…", mask(asked).text), "nearest": nearest}
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with _file(folder).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        _forget_old(folder)


def gaps(folder: Path) -> tuple[Gap, ...]:
    """The questions without an answer, those asked most often first, then the latest."""
    found: dict[str, Gap] = {}
    for query, nearest, at in _lines(folder):
        key = query.casefold().rstrip("?!. ")
        before = found.get(key)
        found[key] = Gap(query, before.count + 1 if before else 1, at, nearest)
    return tuple(sorted(found.values(), key=lambda gap: (-gap.count, -gap.last.timestamp())))


def _lines(folder: Path) -> Iterator[tuple[str, str | None, datetime]]:
    """Each line that can be read; half a line, cut off by a full disk, is passed over."""
    try:
        lines = _file(folder).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        with suppress(ValueError, KeyError, TypeError):
            data = json.loads(line)
            yield str(data["query"]), data["nearest"], datetime.fromisoformat(data["at"])


def _forget_old(folder: Path) -> None:
    lines = _file(folder).read_text(encoding="utf-8").splitlines(keepends=True)
    if len(lines) > _KEPT:
        _file(folder).write_text("".join(lines[-_KEPT // 2 :]), encoding="utf-8")


def _file(folder: Path) -> Path:
    return folder / "gaps.jsonl"
