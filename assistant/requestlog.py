"""The log of requests to the language model: DATA_DIR/model-requests.jsonl, one call a line, off unless REQUEST_LOG is on.

It holds what was sent and what came, personal data masked as the model saw it, and is readable by its owner only. Past
LARGEST it begins anew, and the file before is kept beside it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.providers.metering import Call

LARGEST = 10_000_000
"""Bytes."""
_one_at_a_time = Lock()


def file_in(folder: Path) -> Path:
    return folder / "model-requests.jsonl"


def log(folder: Path, task: str, case: str | None, call: Call) -> None:
    """Adds a call. Where the folder cannot be written it is not kept: the draft is worth more than its log."""
    line = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "case": case,
        "task": task,
        "model": call.model,
        "messages": [{"role": role, "text": text} for role, text in call.messages],
        "answer": call.answer,
        "tokens_in": call.took.read,
        "tokens_out": call.took.written,
        "is_estimate": call.took.is_estimate,
        "error": call.error,
    }
    with _one_at_a_time, suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _begin_anew_when_full(file_in(folder))
        file_in(folder).touch(0o600)
        with file_in(folder).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _begin_anew_when_full(file: Path) -> None:
    with suppress(FileNotFoundError):
        if file.stat().st_size > LARGEST:
            file.replace(file.with_suffix(".before.jsonl"))
