"""The playbook: what the company teaches and says, as editable Markdown read strictly into records.

`read(folders())` gives the Playbook; `LivePlaybook` keeps it fresh in a running window; `faults` is
`playbook check` and `new` is `playbook new`. The format is in `layout`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.case import Policy
from assistant.casefile import default_policy
from assistant.playbook.layout import REVIEW_DAYS
from assistant.playbook.live import LivePlaybook
from assistant.playbook.reading import SHIPPED, folders, inspect, overdue, read
from assistant.playbook.records import Entry, Fault, Group, Phrase, Playbook, Question, Section, UnsafePromise
from assistant.playbook.sendable import Check, Offer, Screen, offers, unsendable
from assistant.playbook.skeleton import new

__all__ = [
    "SHIPPED",
    "Entry",
    "Fault",
    "Group",
    "LivePlaybook",
    "Offer",
    "Phrase",
    "Playbook",
    "Question",
    "Section",
    "UnsafePromise",
    "faults",
    "folders",
    "inspect",
    "new",
    "offers",
    "overdue",
    "read",
]


def faults(
    folders: Sequence[Path],
    check: Check | None = None,
    policy: Policy | None = None,
    *,
    screen: Screen | None = None,
    review_days: float = REVIEW_DAYS,
) -> tuple[Fault, ...]:
    """Every fault and warning of the playbook in `folders`, by file and line.

    With `check` also what it offers for sending that the checker would stop; `screen` makes that quick.
    An entry that nobody has reviewed for `review_days` is a warning.
    """
    policy = policy or default_policy()
    playbook, found = inspect(folders, policy)
    found += overdue(playbook, date.today(), review_days)
    if check is not None:
        found += unsendable(playbook, check, policy, screen)
    return tuple(sorted(found, key=lambda fault: (str(fault.path), fault.line)))
