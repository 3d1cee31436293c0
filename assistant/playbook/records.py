"""The nouns of the playbook: entries, their sections and phrases, and the faults of a file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from assistant.case import Case, Language

Group = Literal["steps", "principles", "situations"]
Channel = Literal["chat", "letter"]

SLOT = re.compile(r"\{([^{}]*)\}")
"""What the program fills in: `{item}`."""


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and what stands under it. `key` is the same in both languages; `step` is set under
    the six step headings of a situation, and `text` is Markdown without the heading."""

    key: str
    heading: str
    text: str
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording to send, as written: `text` may hold slots such as `{item}`, named in `slots`.

    `channel` None suits an e-mail. `line` is where it stands in the entry's file.
    """

    text: str
    step: str | None
    channel: Channel | None
    slots: tuple[str, ...]
    line: int

    def fill(self, values: Mapping[str, str]) -> str | None:
        """The wording with its slots filled, or None where a value is missing or empty."""
        if not all(values.get(slot) for slot in self.slots):
            return None
        text = SLOT.sub(lambda slot: values[slot[1]], self.text)
        return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Question:
    """What to find out before anything is promised; `about` is a kind of fact."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class UnsafePromise:
    quote: str
    why: str
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the playbook in one language.

    `version` is a hash of the file's content. What a group does not have (a step has no `example`)
    is empty or None. `phrases` of a step entry carry its own id as `step`, those of a principle None.
    """

    id: str
    group: Group
    language: Language
    title: str
    owner: str
    reviewed: date
    related: tuple[str, ...]
    agent_questions: tuple[str, ...]
    sections: tuple[Section, ...]
    phrases: tuple[Phrase, ...]
    version: str
    path: Path
    draft: bool = False
    customer_phrases: tuple[str, ...] = ()
    find_out: tuple[Question, ...] = ()
    safe_promises: tuple[Phrase, ...] = ()
    unsafe_promises: tuple[UnsafePromise, ...] = ()
    reply: Phrase | None = None
    example: Case | None = None

    def section(self, key: str) -> Section | None:
        """The section with this key (`recognise`, `how`, …) or, for a step of a situation, the step's id."""
        return next((s for s in self.sections if key in (s.key, s.step)), None)

    def wordings(self, step: str) -> tuple[Phrase, ...]:
        """The phrases to send for one of the six steps."""
        return tuple(phrase for phrase in self.phrases if phrase.step == step)


@dataclass(frozen=True)
class Playbook:
    """All finished entries, by id and language: `playbook.get("late_delivery", "sv")`."""

    entries: Mapping[tuple[str, Language], Entry] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)

    def get(self, id: str, language: Language) -> Entry | None:
        return self.entries.get((id, language))

    def group(self, group: Group, language: Language) -> tuple[Entry, ...]:
        """The entries of a group in one language; steps in their order, the others by id."""
        return tuple(entry for entry in self if entry.group == group and entry.language == language)

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever any entry's content does."""
        versions = "\n".join(sorted(f"{e.group}/{e.language}/{e.id} {e.version}" for e in self))
        return hashlib.sha256(versions.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry's file lies, which says what it must hold."""

    path: Path
    group: Group
    language: Language

    @property
    def id(self) -> str:
        return self.path.stem


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a playbook file, where, and what to do. A `warning` does not stop the reading."""

    path: Path
    line: int
    what: str
    now: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}" + (f" ({self.now})" if self.now else "")


class Faults:
    """Gathers the faults of one file, so that all of them are told in one run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[Fault] = []

    def add(self, line: int, what: str, now: str = "") -> None:
        self.found.append(Fault(self.path, line, what, now))

    def warn(self, line: int, what: str, now: str = "") -> None:
        self.found.append(Fault(self.path, line, what, now, "warning"))
