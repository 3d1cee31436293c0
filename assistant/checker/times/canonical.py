"""One way of writing for what is written in several, character for character, so that places stay."""

from __future__ import annotations

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\t\n\r\x0b\x0c\x85\xa0\u1680\u2007\u2008\u2009\u200a\u202f\u2028\u2029\u3000", " "),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("’‘´`", "'"),
        **{"İ": "i", "ı": "i", "ſ": "s", "\u212a": "k"},
    }
)


def canonical(text: str) -> str:
    """`text` in lower case with plain spaces, hyphens and apostrophes; as long as it was."""
    return text.translate(_PLAIN).lower()
