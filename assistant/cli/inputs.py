"""What comes in: a text from a file or standard input, and JSONL line by line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, BadInput
from assistant.settings import Settings, from_environment

MAX_CHARACTERS = 50_000
"""Of one draft: ten times the longest letter; beyond it something else was given by mistake."""


def settings() -> Settings:
    return from_environment(os.environ)


def text_of(file: str) -> str:
    """The text in a file, `-` for standard input; BadInput where it cannot be a draft."""
    return readable(_decoded(_bytes(file), file), "standard input" if file == "-" else file)


def readable(text: Any, where: str) -> str:
    """A draft as it was given, or a BadInput that says why it is none."""
    if not isinstance(text, str):
        raise BadInput("the draft must be text", where=where)
    if not text.strip():
        raise BadInput("the draft is empty", where=where, now="give the reply that is to be checked")
    if len(text) > MAX_CHARACTERS:
        raise BadInput(f"the draft is longer than {MAX_CHARACTERS:,} characters", where=where)
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise BadInput("the draft is not text but the content of some file", where=where)
    return text


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=file) from None


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("is not UTF-8 text", where=f"{file}: byte {error.start}", now="save it as UTF-8") from None


def answer_rows(file: str, answer: Callable[[dict[str, Any], str], dict[str, Any]]) -> int:
    """Answers each line of JSONL on standard output, in order; a bad one with its error. How many failed."""
    failed = 0
    for number, line in _lines(file):
        row, identity = None, None
        try:
            row = _row(line, number)
            identity = row.get("id")
            answered = {"id": identity} | answer(row, f"line {number}")
        except AssistantError as error:
            failed += 1
            answered = {"id": identity, "error": str(error)}
        print_json(answered)
    return failed


def _lines(file: str) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(_bytes(file).splitlines(), 1):
        if line.strip():
            yield number, line


def _row(line: bytes, number: int) -> dict[str, Any]:
    where = f"line {number}"
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadInput(f"is not a JSON object: {error}", where=where) from None
    if not isinstance(row, dict):
        raise BadInput("is not a JSON object", where=where)
    return row


def print_json(record: dict[str, Any], *, indent: int | None = None) -> None:
    """One JSON object on standard output, å ä ö as they are."""
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = json.dumps(record, indent=indent)  # an id may hold half a character: it can only be told escaped
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
