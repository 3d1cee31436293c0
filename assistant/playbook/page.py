"""Takes a Markdown file apart: the header with the line of each key, the headings with their lines.

Knows nothing of what the keys and headings mean; `parsing` does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from assistant.casefile import Loader
from assistant.playbook.records import Faults

Line = tuple[int, str]
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"[-*]\s+(.*)")
_RULE = "---"


@dataclass(slots=True)
class Heading:
    """A heading, its level (2 for `##`), its line and the lines below it down to the next one."""

    level: int
    title: str
    line: int
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.lines).strip()

    @property
    def items(self) -> list[Line]:
        """The list items, each on one line with the line that it begins on."""
        items: list[Line] = []
        is_open = False
        for number, text in self.lines:
            if match := _ITEM.match(text):
                items.append((number, match[1].strip()))
                is_open = True
            elif is_open and text[:1].isspace() and text.strip():
                items[-1] = (items[-1][0], f"{items[-1][1]} {text.strip()}")
            else:
                is_open = False
        return items


@dataclass(frozen=True, slots=True)
class Page:
    header: Mapping[str, Any]
    key_lines: Mapping[str, int]
    item_lines: Mapping[tuple[str, int], int]
    headings: tuple[Heading, ...]

    def line(self, key: str, index: int | None = None) -> int:
        """The file's line of a header key, or of an item in its list."""
        line = self.key_lines.get(key, 1)
        return line if index is None else self.item_lines.get((key, index), line)


def read_page(text: str, faults: Faults) -> Page | None:
    """The parts of a file's text; None where the header cannot be read."""
    lines = text.split("\n")
    if lines[0].rstrip() != _RULE:
        faults.add(1, "has no header", "the first line must be ---, then the keys, then --- again")
        return None
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _RULE), None)
    if end is None:
        faults.add(1, "has a header without an end", "close it with a line of its own: ---")
        return None
    header = _header("\n".join(lines[1:end]), faults)
    if header is None:
        return None
    body = [(number, line) for number, line in enumerate(lines[end + 1 :], end + 2)]
    return Page(*header, _headings(body, faults))


def _header(text: str, faults: Faults) -> tuple[dict[str, Any], dict[str, int], dict[tuple[str, int], int]] | None:
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        faults.add(line, f"has a broken header: {error.problem}", "quote texts that hold a colon or a quotation mark")
        return None
    except (yaml.YAMLError, ValueError) as error:
        faults.add(1, f"has a broken header: {error}")
        return None
    finally:
        loader.dispose()
    if not isinstance(node, yaml.MappingNode):
        faults.add(2, "has a header that is not keys and values", "write it as key: value, one a line")
        return None
    return data, *_lines(node, faults)


def _lines(node: yaml.MappingNode, faults: Faults) -> tuple[dict[str, int], dict[tuple[str, int], int]]:
    """The line of each key and list item; the header begins on the file's second line."""
    keys: dict[str, int] = {}
    items: dict[tuple[str, int], int] = {}
    for name, value in node.value:
        line = name.start_mark.line + 2
        if name.value in keys:
            faults.add(line, f"has the key {name.value} twice", f"the first stands on line {keys[name.value]}")
        keys[name.value] = line
        if isinstance(value, yaml.SequenceNode):
            items |= {(name.value, i): item.start_mark.line + 2 for i, item in enumerate(value.value)}
    return keys, items


def _headings(body: list[Line], faults: Faults) -> tuple[Heading, ...]:
    headings: list[Heading] = []
    for number, text in body:
        if match := _HEADING.match(text):
            headings.append(Heading(len(match[1]), match[2], number))
        elif headings:
            headings[-1].lines.append((number, text.rstrip()))
        elif text.strip():
            faults.add(number, "has text before the first heading", "move it under a heading")
    return tuple(headings)
