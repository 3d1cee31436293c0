"""Texts of others as data in a request: each line is marked, so that nothing in it can end the data.

What could be read as more than words is taken away first: invisible characters, other line breaks,
the special tokens of chat templates, and our own placeholder brackets.
"""

from __future__ import annotations

import re
import unicodedata

MARK = "| "
"""Begins each line of data; the prompts say so."""

_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TOKEN = re.compile(r"<(?=[|/!?A-Za-z])|(?<=\|)>")
_BRACKETS = str.maketrans("⟦⟧", "[]")


def plain(text: str) -> str:
    """`text` with nothing in it but visible characters, spaces and line feeds."""
    text = _BREAKS.sub("\n", unicodedata.normalize("NFC", text))
    visible = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cn", "Cs"))
    return _TOKEN.sub("‹", visible).translate(_BRACKETS).strip()


def quoted(text: str, who: str = "") -> str:
    """Each line of `text` behind the mark of data, and behind `who`: whose words or what mark they are."""
    lead = f"{MARK}{who} " if who else MARK
    return "\n".join(f"{lead}{line}".rstrip() for line in text.split("\n"))
