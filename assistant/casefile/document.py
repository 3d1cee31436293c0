"""YAML or JSON text -> plain data: mappings, lists, text, true, false and nothing.

Only what a case needs of YAML is read. A plain word stays the text that was written (`No` is a name,
`007` an id, `2026-02-30` a date to be judged later); aliases, merges and tags are refused, so that a
small file cannot unfold into a huge one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar

import yaml

Key = tuple[str | int, ...]

MAX_DEPTH = 20
"""Levels of keys and lists; a case has four."""

_JSON = re.compile(r'\s*\{\s*"')
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_NOT_IN_YAML = re.compile(r"[^\n -~\xa0-\u2027\u202a-\ud7ff]")
_TRUTHS = {"true": True, "false": False}
_NOTHING = ("", "~", "null")
_TAGS = (None, "!", *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq")))


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML that leaves dates as text, so that an impossible one is named like any wrong value."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class Fault(Exception):
    """What is wrong at `key`; becomes a BadInput with file and line at the door."""

    def __init__(self, key: Key, what: str, line: int | None = None) -> None:
        super().__init__(what)
        self.key = key
        self.what = what
        self.line = line


def read(text: str) -> Any:
    """The data in `text`; a Fault where it cannot be read. Numbers come as the text that was written."""
    try:
        return _read_json_file(text) if _JSON.match(text) else _Yaml(text).read()
    except yaml.YAMLError as error:
        raise _syntax(text, error) from None


def _read_json_file(text: str) -> Any:
    try:
        return read_json(text, numbers=str)
    except Fault as fault:
        if fault.line is None:
            _Yaml(_as_yaml(text)).read()  # meets the same fault, and knows its line
        raise


def read_json(text: str, numbers: Callable[[str], Any] | None = None) -> Any:
    """Strict JSON: a doubled key, NaN or endless nesting is a Fault, as broken syntax is."""
    try:
        return json.loads(
            text,
            object_pairs_hook=_unique,
            parse_int=numbers,
            parse_float=numbers,
            parse_constant=numbers or _no_number,
        )
    except json.JSONDecodeError as error:
        raise Fault((), f"is not readable as JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise Fault((), "is nested too deep") from None
    except ValueError:  # Python's guard against numbers of thousands of digits
        raise Fault((), "holds a number that is too long") from None


def line_of(text: str, key: Key) -> int | None:
    """The line of the value at `key`, or of its nearest parent; None where that cannot be told."""
    reader = _Yaml(_as_yaml(text) if _JSON.match(text) else text)
    with suppress(Fault, yaml.YAMLError):  # the lines up to a fault are known
        reader.read()
    while key and key not in reader.lines:
        key = key[:-1]
    return reader.lines.get(key)


def dotted(key: Key) -> str:
    """`facts[0].by`, as people write it."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key).lstrip(".")


@dataclass(slots=True)
class _Yaml:
    """Builds the data from the parser's events, and notes the line of each key.

    From events, since libyaml's own tree overflows the stack of the process at deep nesting.
    """

    text: str
    lines: dict[Key, int] = field(default_factory=dict)
    events: Iterator[Any] = field(init=False)

    def read(self) -> Any:
        self.events = iter(yaml.parse(self.text, Loader))
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        data = self._value(next(self.events), ())
        next(self.events)  # the document ends
        after = next(self.events)
        if isinstance(after, yaml.DocumentStartEvent):
            raise Fault((), "holds more than one document", _line(after))
        return data

    def _value(self, event: Any, key: Key) -> Any:
        self.lines.setdefault(key, _line(event))
        if len(key) > MAX_DEPTH:
            raise Fault(key[:3], "is nested too deep", _line(event))
        if isinstance(event, yaml.AliasEvent):
            raise Fault(key, "YAML aliases are not read: write the value out", _line(event))
        if event.tag not in _TAGS:
            raise Fault(key, "YAML tags are not read: write the value plainly", _line(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(key)
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._value(item, (*key, i)) for i, item in enumerate(self._until(yaml.SequenceEndEvent))]
        return _scalar(event)

    def _mapping(self, key: Key) -> Mapping[str, Any]:
        data: dict[str, Any] = {}
        for event in self._until(yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise Fault(key, "a key must be text", _line(event))
            name: Key = (*key, event.value)
            if event.value in data:
                raise Fault(name, f"stands twice, first on line {self.lines[name]}", _line(event))
            self.lines[name] = _line(event)
            data[event.value] = self._value(next(self.events), name)
        return data

    def _until(self, end: type) -> Iterator[Any]:
        while not isinstance(event := next(self.events), end):
            yield event


def _scalar(event: Any) -> str | bool | None:
    text: str = event.value
    if not event.implicit[0] or event.tag is not None:
        return text
    if text.lower() in _NOTHING:
        return None
    return _TRUTHS.get(text.lower(), text)


def _line(event: Any) -> int:
    line: int = event.start_mark.line + 1
    return line


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        names = [name for name, _ in pairs]
        raise Fault((next(name for name in names if names.count(name) > 1),), "stands twice")
    return data


def _no_number(name: str) -> None:
    raise Fault((), f"{name} is not a number that JSON knows")


def _as_yaml(text: str) -> str:
    """JSON as YAML reads it too, with the same lines: only tabs and halves of characters have to go."""
    return _NOT_IN_YAML.sub(" ", _HALF_CHARACTER.sub(r"\\u003f", text))


def _syntax(text: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return Fault((), f"is not readable as YAML: {getattr(error, 'problem', None) or 'broken'}", mark.line + 1)
    position = getattr(error, "position", None)
    line = None if position is None else text.count("\n", 0, position) + 1
    return Fault((), "holds a character that is not text", line)
