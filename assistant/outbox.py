"""Hands an approved reply to the outside world: a text for the clipboard, a file for another program."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import Unavailable

if TYPE_CHECKING:
    from assistant.ledger import Reply


def as_pasted(text: str) -> str:
    """The reply as a mail program wants it pasted: one kind of line break, no space at line ends."""
    lines = re.split(r"\r\n?|\n", text.strip())
    return "\n".join(line.rstrip() for line in lines)


def lay(folder: Path, reply: Reply) -> Path:
    """Lays the reply as a text file in `folder`, whole or not at all; the same reply twice is one file."""
    name = hashlib.sha256(reply.key.encode()).hexdigest()[:12]
    case = re.sub(r"[^\w-]+", "_", reply.case.id or "reply")
    file = folder / f"{case}-{name}.txt"
    half = file.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        half.write_text(as_pasted(reply.text) + "\n", encoding="utf-8")
        half.replace(file)
    except OSError as error:
        raise Unavailable(
            f"the reply was noted, but its file could not be written: {error.strerror}",
            where=str(folder),
            now="copy the reply from the window",
        ) from None
    return file
