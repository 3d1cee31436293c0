"""Searching the playbook with a question or a whole complaint: `open_search(settings, live).search(text)`.

Three signals are joined (`ranking`): what each entry is aimed at (`aims`), the nearest texts (`chroma`) and
shared words (`lexical`). Whether there is an answer at all `scope` helps to tell; what had none is noted in
`gaps`. Without vectors the words search alone.
"""

from __future__ import annotations

from assistant.search.notices import Notice
from assistant.search.ranking import FUSED, MEANING, WORDS, Hit, Weights
from assistant.search.room import Search, open_search

__all__ = ["FUSED", "MEANING", "WORDS", "Hit", "Notice", "Search", "Weights", "open_search"]
