"""Reads `prompts/`: one prompt a file, and the phrases that are filled into them.

A prompt is a header (id, language, inputs, and tokens: how many the filled prompt may take) and two
parts, `# System` and `# User`. `{name}` stands for an input. Strict: an unknown key, an input that is
not listed or not used, a lone brace or a missing part is an error with file and line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.case import ABOUT
from assistant.errors import BadInput

FOLDER = Path(__file__).parent.parent / "prompts"
_KEYS = ("id", "language", "inputs", "tokens")
_PARTS = ("System", "User")
_INPUT = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """`system` and `user` hold the inputs as `{name}`; `version` is a hash of the file's content, 12 hex."""

    id: str
    language: str
    inputs: tuple[str, ...]
    tokens: int
    system: str
    user: str
    version: str

    def fill(self, values: Mapping[str, str]) -> tuple[str, str]:
        """System and user text with each input in its place. What a value holds is never filled again."""
        missing = [name for name in self.inputs if name not in values]
        strange = sorted(set(values) - set(self.inputs))
        if missing or strange:
            what = f"lacks {', '.join(missing)}" if missing else f"has no input {', '.join(strange)}"
            raise BadInput(what, where=f"prompt {self.id}")
        return _filled(self.system, values), _filled(self.user, values)


@cache
def prompt(id: str) -> Prompt:
    """The shipped prompt of that id."""
    return read(FOLDER / f"{id}.md")


def read(path: Path) -> Prompt:
    """The prompt in a file; BadInput names the first fault with its line."""
    text = _text(path)
    lines = text.splitlines()
    if lines[:1] != ["---"] or "---" not in lines[1:]:
        raise BadInput("has no header between two lines ---", where=f"{path}:1")
    end = lines.index("---", 1)
    header = _header(path, lines[1:end])
    system, user = _parts(path, lines, end + 1)
    _check_inputs(path, lines, end + 1, header["inputs"])
    return Prompt(
        id=header["id"],
        language=header["language"],
        inputs=tuple(header["inputs"]),
        tokens=header["tokens"],
        system=system,
        user=user,
        version=hashlib.sha256(text.encode()).hexdigest()[:12],
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadInput("is not UTF-8 text", where=f"{path}: byte {error.start}", now="save it as UTF-8") from None
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=str(path), now="reinstall it") from None


def _header(path: Path, lines: list[str]) -> dict[str, Any]:
    data = _yaml(path, "\n".join(lines), first_line=2)
    if not isinstance(data, dict):
        raise BadInput("the header must be keys and values", where=f"{path}:2")
    for key in data:
        if key not in _KEYS:
            where = f"{path}:{_line_of(lines, str(key)) + 2}"
            raise BadInput(f"unknown key {key!r}", where=where, now=f"allowed are {', '.join(_KEYS)}")
    for key in _KEYS:
        if key not in data:
            raise BadInput(f"lacks the key {key!r}", where=f"{path}:1")
    _check_values(path, lines, data)
    return data


def _check_values(path: Path, lines: list[str], data: Mapping[str, Any]) -> None:
    inputs, tokens = data["inputs"], data["tokens"]
    is_names = isinstance(inputs, list) and all(isinstance(i, str) and re.fullmatch(r"[a-z_]+", i) for i in inputs)
    faults = {
        "id": data["id"] != path.stem and f"id {data['id']!r} is not the file's name",
        "language": data["language"] not in ("sv", "en") and "language must be sv or en",
        "inputs": not is_names and "inputs must be a list of names in small letters",
        "tokens": (not isinstance(tokens, int) or tokens < 500) and "tokens must be a whole number from 500",
    }
    for key, fault in faults.items():
        if fault:
            raise BadInput(fault, where=f"{path}:{_line_of(lines, key) + 2}")


def _parts(path: Path, lines: list[str], start: int) -> tuple[str, str]:
    heads = [i for i in range(start, len(lines)) if lines[i].startswith("# ")]
    for i, wanted in zip(heads, _PARTS, strict=False):
        if lines[i] != f"# {wanted}":
            raise BadInput(f"has the part {lines[i]!r} where # {wanted} belongs", where=f"{path}:{i + 1}")
    if len(heads) != len(_PARTS):
        raise BadInput("needs the parts # System and # User, each once", where=f"{path}:{start + 1}")
    first, second = heads
    texts = "\n".join(lines[first + 1 : second]).strip(), "\n".join(lines[second + 1 :]).strip()
    for i, part in zip(heads, texts, strict=True):
        if not part:
            raise BadInput("the part is empty", where=f"{path}:{i + 1}")
    return texts


def _check_inputs(path: Path, lines: list[str], start: int, inputs: list[str]) -> None:
    used = set()
    for number, line in enumerate(lines[start:], start + 1):
        names = _INPUT.findall(line)
        for name in names:
            if name not in inputs:
                raise BadInput(f"{{{name}}} is not among the inputs", where=f"{path}:{number}", now="list it in inputs")
        if set("{}") & set(_INPUT.sub("", line)):
            raise BadInput("has a brace without its pair", where=f"{path}:{number}")
        used |= set(names)
    unused = [name for name in inputs if name not in used]
    if unused:
        where = f"{path}:{_line_of(lines, 'inputs') + 1}"
        raise BadInput(f"input {unused[0]!r} is not used", where=where, now="use it or remove it")


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _INPUT.sub(lambda name: values[name[1]], text)


def _line_of(lines: list[str], key: str) -> int:
    """The index of the line on which `key` begins; 0 where none does."""
    return next((i for i, line in enumerate(lines) if line.startswith(f"{key}:")), 0)


def _yaml(path: Path, text: str, first_line: int = 1) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + first_line}" if mark else str(path)
        raise BadInput(f"is no YAML: {getattr(error, 'problem', None) or error}", where=where) from None


_PHRASES: Mapping[str, tuple[str, ...]] = {
    "language": ("sv", "en"),
    "length": ("short", "normal", "letter", "chat", "sms", "social"),
    "tone": ("plain", "note", "warmer"),
    "gesture": ("allowed", "at_once", "none"),
    "missed": ("again", "taken_over"),
    "signature": ("sv", "en"),
    "nothing": ("customer", "facts", "missed", "passages", "thread", "promises", "draft"),
    "promises": (*ABOUT, "gesture", "policy", "up_to", "of", "by", "so", "not_so"),
}
_SLOTS: Mapping[str, set[str]] = {
    "missed.again": {"first"},
    "tone.note": {"note"},
    "promises.gesture": {"limit"},
    "promises.policy": {"thing"},
    "promises.up_to": {"thing", "limit"},
    "promises.of": {"thing", "amount"},
    "promises.by": {"thing", "by"},
    "promises.so": {"thing", "mark"},
    "promises.not_so": {"thing", "mark"},
}


@dataclass(frozen=True, slots=True)
class Phrases:
    """The wordings of `phrases.yaml` by dotted name, such as "length.short"."""

    texts: Mapping[str, str]

    def say(self, name: str, **slots: str) -> str:
        return _filled(self.texts[name], slots)


@cache
def phrases() -> Phrases:
    """The shipped phrases."""
    return read_phrases(FOLDER / "phrases.yaml")


def read_phrases(path: Path) -> Phrases:
    """The phrases in a file; BadInput names a missing or unknown one, or one with the wrong slots."""
    text = _text(path)
    data = _yaml(path, text)
    if not isinstance(data, dict) or not all(isinstance(group, dict) for group in data.values()):
        raise BadInput("must be groups of phrases", where=f"{path}:1")
    texts = {f"{group}.{key}": phrase for group, items in data.items() for key, phrase in items.items()}
    wanted = [f"{group}.{key}" for group, keys in _PHRASES.items() for key in keys]
    for name, phrase in texts.items():
        where = f"{path}:{_phrase_line(text, name)}"
        if name not in wanted:
            raise BadInput(f"unknown phrase {name!r}", where=where)
        if not isinstance(phrase, str) or set(_INPUT.findall(phrase)) != _SLOTS.get(name, set()):
            slots = ", ".join(sorted(_SLOTS.get(name, set()))) or "none"
            raise BadInput(f"{name!r} must be text with these slots: {slots}", where=where)
    missing = [name for name in wanted if name not in texts]
    if missing:
        raise BadInput(f"lacks the phrase {missing[0]!r}", where=f"{path}:1")
    return Phrases(texts)


def _phrase_line(text: str, name: str) -> int:
    group, key = name.split(".", 1)
    lines = text.splitlines()
    start = _line_of(lines, group)
    return next((i for i in range(start, len(lines)) if lines[i].strip().startswith(f"{key}:")), start) + 1
