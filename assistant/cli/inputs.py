"""What comes in: a text from a file or standard input, and JSONL line by line; and JSON going out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from assistant.errors import AssistantError, BadInput
from assistant.settings import Settings, from_environment

MAX_CHARACTERS = 50_000
"""Of one draft: ten times the longest letter; beyond it something else was given by mistake."""
_MAX_BYTES = 4 * MAX_CHARACTERS


def settings() -> Settings:
    return from_environment(os.environ)


def text_of(file: str) -> str:
    """The text in a file, `-` for standard input; BadInput where it cannot be a draft."""
    name = "standard input" if file == "-" else file
    with _opened(file) as stream:
        content = stream.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise _too_long(name)
    return readable(_decoded(content, name), name)


def readable(text: Any, where: str) -> str:
    """A draft as it was given, or a BadInput that says why it is none."""
    if not isinstance(text, str):
        raise BadInput("the draft must be text", where=where)
    if not text.strip():
        raise BadInput("the draft is empty", where=where, now="give the reply that is to be checked")
    if len(text) > MAX_CHARACTERS:
        raise _too_long(where)
    return plain(text, where)


def plain(text: str, where: str) -> str:
    """The text, or a BadInput where it holds what no person writes."""
    if "\0" in text or is_halved(text):
        raise BadInput("is not text but the content of some file", where=where)
    return text


def is_halved(text: str) -> bool:
    """Whether the text holds half a character, as broken JSON and file names do; UTF-8 has no such thing."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def _too_long(where: str) -> BadInput:
    return BadInput(f"the draft is longer than {MAX_CHARACTERS:,} characters", where=where, now="give one reply")


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    if file == "-":
        if sys.stdin is None:
            raise BadInput("is closed", where="standard input")
        yield sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as stream:
            yield stream
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=file) from None


def _decoded(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput("is not UTF-8 text", where=f"{where}:{line}", now="save it as UTF-8") from None


def answer_rows(file: str, answer: Callable[[dict[str, Any], str], dict[str, Any]]) -> int:
    """Answers each line of JSONL on standard output, in order; a bad one with its error. How many failed."""
    failed = 0
    with _opened(file) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                failed += _answer_row(line, f"line {number}", answer)
    return failed


def _answer_row(line: bytes, where: str, answer: Callable[[dict[str, Any], str], dict[str, Any]]) -> bool:
    """Whether it failed."""
    identity = None
    try:
        row = _row(line, where)
        identity = _identity(row, where)
        print_json({"id": identity} | answer(row, where))
    except AssistantError as error:
        print_json({"id": identity, "error": str(error)})
        return True
    return False


def _row(line: bytes, where: str) -> dict[str, Any]:
    from assistant.casefile import strict_json

    row = strict_json(_decoded(line, where), where)
    if not isinstance(row, dict):
        raise BadInput("is not a JSON object", where=where)
    return row


def _identity(row: dict[str, Any], where: str) -> str | int | None:
    identity = row.get("id")
    if identity is None or (isinstance(identity, str | int) and not isinstance(identity, bool)):
        return identity
    raise BadInput("the id must be text or a whole number", where=where)


def print_json(record: dict[str, Any], *, indent: int | None = None) -> None:
    """One JSON object on standard output, å ä ö as they are."""
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    if is_halved(text):
        text = json.dumps(record, indent=indent)  # an id may hold half a character: it can only be told escaped
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
