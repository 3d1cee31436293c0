"""The header of an entry -> its fields, or a fault for each key that is missing, unknown or wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.case import Case, Policy
from assistant.casefile import case_from
from assistant.errors import BadInput
from assistant.playbook import layout
from assistant.playbook.page import Page
from assistant.playbook.records import Faults, Place


@dataclass(frozen=True, slots=True)
class Header:
    """Reads the header's keys into the entry's fields."""

    place: Place
    page: Page
    policy: Policy
    faults: Faults

    def read(self) -> dict[str, Any]:
        self._check_keys()
        least = layout.AGENT_QUESTIONS[self.place.group]
        fields: dict[str, Any] = {
            "draft": self._draft(),
            "title": self._text("title"),
            "owner": self._text("owner"),
            "reviewed": self._reviewed(),
            "related": self._texts("related", 0),
            "agent_questions": self._texts("agent_questions", least),
        }
        if self.place.group == "situations":
            fields["customer_phrases"] = self._texts("customer_phrases", layout.CUSTOMER_PHRASES)
            fields["example"] = self._example()
        return fields

    def _check_keys(self) -> None:
        wanted = layout.keys(self.place.group)
        allowed = wanted + layout.OPTIONAL_KEYS
        for key in self.page.header:
            if key not in allowed:
                self.faults.add(self.page.line(str(key)), f"unknown key {key}", f"allowed are {', '.join(allowed)}")
        for key in wanted:
            if key not in self.page.header:
                self.faults.add(1, f"the key {key} is missing", "add it to the header")
        self._must_be("id", self.place.id, "the file's name")
        self._must_be("language", self.place.language, "the folder's name")
        if not layout.ID.fullmatch(self.place.id):
            self.faults.add(1, f"{self.place.id!r} cannot be an id", "use a–z, 0–9 and _, such as late_delivery")

    def _must_be(self, key: str, value: str, reason: str) -> None:
        if key in self.page.header and self.page.header[key] != value:
            found = self.page.header[key]
            self.faults.add(self.page.line(key), f"{key} is {found!r}, not {value!r}", f"it must be {reason}")

    def _draft(self) -> bool:
        draft = self.page.header.get("draft", False)
        if not isinstance(draft, bool):
            self.faults.add(self.page.line("draft"), f"draft is {draft!r}", "write true or false")
            return False
        return draft

    def _text(self, key: str) -> str:
        value = self.page.header.get(key)
        if key in self.page.header and not (isinstance(value, str) and value.strip()):
            self.faults.add(self.page.line(key), f"{key} must be a text")
        return str(value).strip()

    def _texts(self, key: str, least: int) -> tuple[str, ...]:
        if key not in self.page.header:
            return ()
        values = self.page.header[key]
        if not isinstance(values, list):
            self.faults.add(self.page.line(key), f"{key} must be a list", "write one a line, each after “- ”")
            return ()
        for i, value in enumerate(values):
            line = self.page.line(key, i)
            if not (isinstance(value, str) and value.strip()):
                self.faults.add(line, f"an item of {key} is not a text", "put it in quotation marks")
            elif value in values[:i]:
                self.faults.add(line, f"{key} has the same text twice", "reword or remove one")
        if len(values) < least:
            self.faults.add(self.page.line(key), f"{key} has {len(values)} texts, too few", f"write at least {least}")
        return tuple(str(value).strip() for value in values)

    def _reviewed(self) -> date:
        value = self.page.header.get("reviewed", "2000-01-01")
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            line = self.page.line("reviewed")
            self.faults.add(line, f"{value!r} is not a date", "write it as 2026-11-21")
            return date.min

    def _example(self) -> Case | None:
        data = self.page.header.get("example")
        if "example" not in self.page.header:
            return None
        if isinstance(data, Mapping):
            data = {"language": self.place.language, **data}
        try:
            return case_from(data, "example", self.policy)
        except BadInput as error:
            self.faults.add(self.page.line("example"), f"{error.where}: {error.what}", error.now)
            return None
