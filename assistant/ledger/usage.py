"""How the playbook's entries serve: in how many sent replies each was used, and how much of the draft was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import Connection, func, select

from assistant.ledger.entering import monday
from assistant.ledger.records import Reply
from assistant.ledger.tables import USED, entry_tally

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Usage:
    """An entry in one language: drafts that leaned on it and were sent (`used`), those sent word for word
    (`unchanged`), and in how many `versions` it was used. `kept` is the sum over drafts of the hundredths of their
    words that were sent."""

    entry: str
    language: str
    versions: int
    used: int
    unchanged: int
    kept: int

    @property
    def accepted(self) -> float:
        """The share of its drafts that was sent as it was."""
        return self.unchanged / self.used

    @property
    def edited(self) -> float:
        """How much of its drafts, on average, was written anew before sending."""
        return 1 - self.kept / (100 * self.used)


def uses(reply: Reply) -> Iterator[tuple[tuple[Any, ...], int]]:
    """What a reply adds to the tally, by key: once for each entry that its draft leaned on."""
    if reply.draft is None:
        return
    kept = _kept(reply.draft, reply.text)
    counts = {"used": 1, "unchanged": int(reply.draft.strip() == reply.text.strip()), "kept": kept}
    for entry, version in dict.fromkeys((passage.entry, passage.version) for passage in reply.passages):
        for name, count in counts.items():
            yield (monday(reply.sent), entry, reply.review.language, version, name), count


def _kept(draft: str, sent: str) -> int:
    """Hundredths of the draft's words that were sent, in their order."""
    before, after = _WORD.findall(draft.lower()), _WORD.findall(sent.lower())
    if not before:
        return 0
    same = sum(block.size for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks())
    return round(100 * same / len(before))


def usage(connection: Connection, since: datetime, until: datetime) -> tuple[Usage, ...]:
    """The entries used in those weeks, the first and the last included; those used most first."""
    of = entry_tally.c
    columns = (of.entry, of.language, func.count(of.version.distinct()), *(func.sum(of[name]) for name in USED))
    query = select(*columns).where(of.week.between(monday(since), monday(until))).group_by(of.entry, of.language)
    found = [Usage(entry, language, *map(int, counts)) for entry, language, *counts in connection.execute(query)]
    return tuple(sorted(found, key=lambda one: (-one.used, one.entry, one.language)))
