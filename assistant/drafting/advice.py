"""What a model is shown of the playbook: the parts that help to write, the best entry's first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.case import Passage
from assistant.playbook import Entry, Section
from assistant.playbook.records import SLOT

_OF_THE_BEST = ("recognise", "how", "say", "gesture", "avoid")
_OF_OTHERS = ("recognise", "short", "avoid")
_ENTRIES = 3
"""Entries shown; the search puts the right one among its first three."""


def advice(entries: Sequence[Entry]) -> tuple[Passage, ...]:
    """The passages, the most useful first. Wordings with slots to fill are left out: a model would copy them."""
    return tuple(
        Passage(entry.id, section.heading, text, entry.version)
        for rank, entry in enumerate(entries[:_ENTRIES])
        for section in _sections(entry, rank)
        if (text := _without_slots(section.text))
    )


def _sections(entry: Entry, rank: int) -> Iterator[Section]:
    wanted = _OF_THE_BEST if rank == 0 else _OF_OTHERS
    return (section for key in wanted for section in entry.sections if section.key == key)


def _without_slots(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip() and not SLOT.search(line)]
    return "\n".join(line for line in lines if not line.startswith(("- [chat]", "- [letter]")))
