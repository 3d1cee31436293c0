"""The labelled texts, as `tests/data/README.md` describes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.case import Case, Language
from assistant.casefile import case_from
from assistant.errors import BadInput

FOLDER = Path(__file__).parent.parent.parent / "tests" / "data"
PARTS = ("train", "valid", "test")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence of a text with what two people agreed that it is. `text[start:end]` is the sentence."""

    start: int
    end: int
    label: str
    kind: str | None
    reason: str | None
    facets: dict[str, Any]

    @property
    def is_overpromise(self) -> bool:
        return self.label == "overpromise"


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled reply with its case; `pair` is shared by two texts with the same words and other facts."""

    id: str
    part: str
    channel: str
    trade: str
    case: Case
    draft: str
    sentences: tuple[Labelled, ...]
    pair: str | None

    @property
    def is_clean(self) -> bool:
        return not any(sentence.is_overpromise for sentence in self.sentences)


def texts(language: Language, part: str, folder: Path = FOLDER) -> list[Text]:
    """The texts of one part of the gold set; BadInput where the file or the part is not there."""
    path = folder / f"gold-{language}.jsonl"
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=str(path), now="measure in a checkout") from None
    found = [_text(row) for row in rows if row["part"] == part]
    if not found:
        raise BadInput(f"holds no part {part!r}", where=str(path), now=f"one of {', '.join(PARTS)}")
    return found


def from_drafts(path: Path) -> list[Text]:
    """Labelled drafts in the plain shape of `check --jsonl`, each with its sentences."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [_text({"part": "test", "channel": "email", "trade": "", **row}) for row in rows]


def _text(row: dict[str, Any]) -> Text:
    return Text(
        id=row["id"],
        part=row["part"],
        channel=row["channel"],
        trade=row["trade"],
        case=case_from(row["case"], row["id"]),
        draft=row["draft"],
        sentences=tuple(_placed(row["draft"], row["sentences"])),
        pair=row["id"][:-1] if row["id"][-1] in "ab" else None,
    )


def _placed(draft: str, sentences: Sequence[dict[str, Any]]) -> Iterator[Labelled]:
    """The sentences with their offsets: each is looked for after the one before it."""
    at = 0
    for row in sentences:
        start = draft.index(row["text"], at)
        at = start + len(row["text"])
        facets: dict[str, Any] = {
            key: row[key] for key in ("about", "who", "by", "amount", "because", "bare") if key in row
        }
        yield Labelled(start, at, row["label"], row["kind"], row.get("reason"), facets)
