"""What an agent pastes: taken as a customer's message, or refused with the kind of fault."""

from __future__ import annotations

from typing import Literal
from unicodedata import category

from assistant.errors import BadInput

MAX_COMPLAINT = 100_000
"""Characters of one pasted message; some forty pages."""


class Unreadable(BadInput):
    """A pasted text that cannot be a customer's message; `fault` says which kind."""

    def __init__(self, fault: Literal["empty", "long", "binary"]) -> None:
        what = {
            "empty": "holds no text",
            "long": f"is longer than {MAX_COMPLAINT:,} characters",
            "binary": "is not text but the content of some file",
        }[fault]
        super().__init__(what, where="the customer's message", now="paste what the customer wrote")
        self.fault = fault


def readable(text: str) -> str:
    """The text without the blanks around it; Unreadable when it cannot be a message."""
    if len(text) > MAX_COMPLAINT:
        raise Unreadable("long")
    if sum(map(_is_debris, text)) > len(text) / 50:
        raise Unreadable("binary")
    if not any(character.isalnum() for character in text):
        raise Unreadable("empty")
    return text.strip()


def _is_debris(character: str) -> bool:
    """Control characters and what a decoder leaves where it could not read."""
    return character == "\ufffd" or (category(character) in ("Cc", "Co", "Cs") and not character.isspace())
