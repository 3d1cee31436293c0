"""How often a case has gone round: contacts, hand-overs, repeats, days. Read from the thread and the events."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from assistant.errors import BadInput

if TYPE_CHECKING:
    from assistant.ledger import Dossier

_RULES = Path(__file__).with_name("repeats.yaml")


@dataclass(frozen=True, slots=True)
class Round:
    """`contacts` are the customer's messages, `told` those that the customer says came before them, `repeats`
    the messages that say something has to be said again."""

    contacts: int
    told: int
    handed: int
    repeats: int
    days: int

    def is_too_much(self, limit: int) -> bool:
        """Whether the case should get one owner and a manager."""
        return max(self.contacts, self.told) + self.handed >= limit


def carousel(dossier: Dossier, now: datetime) -> Round:
    """The meter of one case, at a moment or at its closing."""
    heard = [entry.text for entry in dossier.story if entry.kind == "heard"]
    end = dossier.matter.closed or now
    return Round(
        contacts=len(heard),
        told=max(map(contacts_told, heard), default=0),
        handed=len(dossier.handed),
        repeats=sum(map(is_repeating, heard)),
        days=max((end - dossier.matter.opened).days, 0),
    )


def is_repeating(text: str) -> bool:
    """Whether the customer says that this was said before."""
    return any(rule.search(text) for rule in _rules()[0])


def contacts_told(text: str) -> int:
    """How many times the customer says to have been in touch; 0 when the message does not tell."""
    return max((count for rule, count in _rules()[1] if rule.search(text)), default=0)


@cache
def _rules() -> tuple[tuple[re.Pattern[str], ...], tuple[tuple[re.Pattern[str], int], ...]]:
    data = yaml.safe_load(_RULES.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or set(data) != {"repeats", "contacts"}:
        raise BadInput("must hold repeats and contacts", where=str(_RULES))
    counted = ((_pattern(words), int(count)) for count, words in data["contacts"].items())
    return tuple(map(_pattern, _texts(data["repeats"]))), tuple(counted)


def _texts(rules: Iterable[object]) -> list[str]:
    return [str(rule) for rule in rules]


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{text})\b", re.IGNORECASE)
