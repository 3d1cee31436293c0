"""What a case is called in lists: by the customer as they sign, else by their first words. Never a guess."""

from __future__ import annotations

from assistant.case import Case
from assistant.language import sentences

_WORDS = 60
"""Characters of a customer's first words in a list."""
_GREETING = 3
"""A sentence of fewer words is a greeting."""


def signed(case: Case) -> str | None:
    """The customer's name: the case's own, else the one signed in the thread; None where none is surely found."""
    if case.customer:
        return case.customer
    from assistant.composing import signature

    theirs = (message.text for message in reversed(case.messages) if message.sender == "customer")
    return next(filter(None, map(signature, theirs)), None)


def first_words(case: Case) -> str | None:
    """How the customer began, past the greeting, in one short line; None where nothing is written."""
    found = [" ".join(sentence.text.split()) for sentence in sentences(case.complaint[:2000])]
    begun = next((text for text in found if len(text.split()) >= _GREETING), found[0] if found else "")
    if len(begun) <= _WORDS:
        return begun or None
    return begun[:_WORDS].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
