"""The one family of errors: what happened, where, and what to do now.

Raised anywhere, caught at the edges only (command line, window, API). A customer's text never
stands in an error: `where` is a file and line, a key, an address or a setting.
"""

from __future__ import annotations


class AssistantError(Exception):
    """Something the user can act on. `str(error)` is one line: where, what, what to do.

    Line breaks and control characters, say of a file's name, become spaces: no terminal obeys an error.
    """

    def __init__(self, what: str, *, where: str = "", now: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.now = now

    def __str__(self) -> str:
        told = f"{self.where}: {self.what}" if self.where else self.what
        line = f"{told} ({self.now})" if self.now else told
        return "".join(character if character.isprintable() else " " for character in line)


class BadInput(AssistantError):
    """A file, a key, a text or an argument that cannot be used as it is. Exit code 2."""


class BadSetting(BadInput):
    """An environment variable with a value that cannot be used."""


class Unavailable(AssistantError):
    """A language model, a vector store, a database or a folder that does not answer now."""


class DiskFull(Unavailable):
    """There is no room left to write in: somebody has to make some before it is tried again."""
