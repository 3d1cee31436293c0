"""Playbook -> the texts that are searched: each phrase, each question, each title, each piece of a section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.case import Language
from assistant.playbook import Entry, Playbook

PIECE = 500
"""Characters of a section that are searched and shown together; longer sections are cut between paragraphs."""
_EMBEDDED = 250
"""Characters of a piece that its vector is made of: the heading and the beginning say what it is about,
and the vectors of a fresh playbook are made in half the time."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A text of one entry. `key` is unique in the playbook; `embedded` is what a vector is made of."""

    key: str
    entry: str
    language: Language
    kind: Literal["phrase", "section"]
    heading: str
    text: str
    embedded: str


def units(playbook: Playbook) -> tuple[Unit, ...]:
    return tuple(unit for entry in playbook for unit in _of_entry(entry))


def _of_entry(entry: Entry) -> Iterator[Unit]:
    phrases = (entry.title, *entry.customer_phrases, *entry.agent_questions)
    for number, phrase in enumerate(phrases):
        key = f"{entry.language}/{entry.id}/phrase/{number}"
        yield Unit(key, entry.id, entry.language, "phrase", entry.title, phrase, phrase)
    pieces = ((section.heading, piece) for section in entry.sections for piece in _pieces(section.text))
    for number, (heading, piece) in enumerate(pieces):
        key = f"{entry.language}/{entry.id}/section/{number}"
        embedded = f"{entry.title}. {heading}. {piece[:_EMBEDDED]}"
        yield Unit(key, entry.id, entry.language, "section", heading, piece, embedded)


def _pieces(text: str) -> Iterator[str]:
    """Whole paragraphs (or, in a long one, lines) together up to the length of a piece."""
    piece = ""
    for paragraph in text.split("\n\n"):
        parts = [paragraph] if len(paragraph) <= PIECE else paragraph.split("\n")
        for number, part in enumerate(parts):
            joint = "\n\n" if number == 0 else "\n"
            if piece and len(piece) + len(part) > PIECE:
                yield piece
                piece = part
            else:
                piece = piece + joint + part if piece else part
    if piece.strip():
        yield piece
