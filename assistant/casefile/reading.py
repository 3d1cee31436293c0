"""The doors: a file, a text or plain data in; a case or a policy out, or a BadInput."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from assistant.case import Case, Policy, When
from assistant.casefile import document, records, values
from assistant.casefile.document import Fault, dotted
from assistant.errors import BadInput

DEFAULT_POLICY = Path(__file__).parent.parent.parent / "playbooks" / "policy.yaml"
MAX_BYTES = 2_000_000
"""Of a file; a thread of a thousand long letters."""

T = TypeVar("T")


def load_case(path: Path, default: Policy | None = None) -> Case:
    """The case in a YAML or JSON file."""
    return parse_case(_read(path), str(path), default)


def parse_case(text: str, name: str = "case", default: Policy | None = None) -> Case:
    """The case in `text`; `name` stands for the file in errors."""
    return _parse(text, name, lambda data: records.case(data, default or default_policy()))


def case_from(data: Any, name: str = "case", default: Policy | None = None) -> Case:
    """The case in plain data, as one line of JSONL or an API call brings it."""
    try:
        return records.case(data, default or default_policy())
    except Fault as fault:
        raise BadInput(fault.what, where=f"{name}: {dotted(fault.key) or 'the case'}") from None


def load_policy(path: Path) -> Policy:
    """The policy in a YAML or JSON file."""
    return _parse(_read(path), str(path), records.policy)


def default_policy() -> Policy:
    """The policy that ships with the playbook."""
    return load_policy(DEFAULT_POLICY)


def policy_in(own: Path | None) -> Policy:
    """The company's own policy where its playbook folder holds one, else the shipped one."""
    file = own / "policy.yaml" if own else None
    return load_policy(file) if file and file.exists() else default_policy()


def when_from(text: str, name: str) -> When:
    """A date or date-time as a person gives it, such as 2026-03-12 or 2026-03-12T10:00."""
    try:
        when = values.when(text, ())
    except Fault as fault:
        raise BadInput(fault.what, where=name) from None
    assert when is not None
    return when


def strict_json(text: str, name: str) -> Any:
    """The data in one JSON text; a doubled key is an error here as in a file."""
    try:
        return document.read_json(text)
    except Fault as fault:
        raise BadInput(_told(fault), where=name) from None


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=str(path)) from None
    if len(content) > MAX_BYTES:
        raise BadInput(f"is longer than {MAX_BYTES:,} bytes", where=str(path), now="give one case, not an archive")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput("is not UTF-8 text", where=f"{path}:{line}", now="save it as UTF-8") from None


def _parse(text: str, name: str, build: Callable[[Any], T]) -> T:
    if not text.strip():
        raise BadInput("is empty", where=name)
    try:
        return build(document.read(text))
    except UnicodeEncodeError:  # half a character, which only a program can have put there
        raise BadInput("is not text but the content of some file", where=name) from None
    except Fault as fault:
        line = fault.line or document.line_of(text, fault.key)
        raise BadInput(_told(fault), where=f"{name}:{line}" if line else name) from None


def _told(fault: Fault) -> str:
    return f"{dotted(fault.key)}: {fault.what}" if fault.key else fault.what
