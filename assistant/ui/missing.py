"""What does not work as it could: told once, on the empty desk, with how to set it right."""

from __future__ import annotations

from assistant.case import Language
from assistant.desk import Desk
from assistant.ui.texts import words


def notes(desk: Desk, language: Language) -> list[str]:
    """Faults first, then what is not set up."""
    t = words(language)
    faults = (("ledger_off", desk.ledger_fault()), ("playbook_fault", desk.live.fault))
    told = [t[key].format(what=fault) for key, fault in faults if fault]
    found = [notice.sv if language == "sv" else notice.en for notice in desk.search_notices()]
    return told + found + ([] if desk.has_model else [t["no_model"]])
