"""The composer's own sentences: `playbooks/phrases/{sv,en}.yaml`, read strictly, chosen by the case and filled.

A wording may hold choices `[a|b]`, slots `{item}` and agreeing forms `{item:den|det|de}`. Both languages have the same
keys. What a lead has written wrongly is named with file and line; a changed file is read again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from assistant.case import Language
from assistant.composing.things import Thing
from assistant.composing.vocabulary import cliches
from assistant.errors import BadInput

FOLDER = Path(__file__).parent.parent.parent / "playbooks" / "phrases"
SLOTS = frozenset(
    "about actor amount answer_by at by contacts follow gesture item money name news on once other owner past quote said says since "
    "source tail time within work".split()
)
_SLOT = re.compile(r"\{([a-z_]+)(?::([^{}]*))?\}")
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_FREE = ("gesture", "tail", "follow", "own")
"""Everywhere else a wording that names the thing goes before one that does not."""
_INSIDE = ("tail.", "gift.")
"""Wordings that stand inside a sentence."""
_FORMS = {"sv": 3, "en": 2}

Values = Mapping[str, "str | Thing | None"]
Phrases = Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Voice:
    """Chooses and fills wordings for one draft. The same case and `seed` give the same words.

    `avoided` are wordings that had better not be used here, `unfit` says what none should hold; one used once is not chosen again while others are left.
    `said` is what was filled, with the wording that it was made from.
    """

    language: Language
    seed: str
    avoided: frozenset[str] = frozenset()
    unfit: re.Pattern[str] | None = None
    said: list[tuple[str, str]] = field(default_factory=list)

    def say(self, key: str, values: Values | None = None) -> str | None:
        """A wording of `key` whose slots are all known, or None where there is none."""
        values = values or {}
        fitting = [
            p for p in phrases(self.language)[key] if all(values.get(m[1]) is not None for m in _SLOT.finditer(p))
        ]
        if key.split(".")[0] not in _FREE and (named := [wording for wording in fitting if "{item" in wording]):
            fitting = named
        return self._filled(key, self.choose(key, fitting), values)

    def choose(self, key: str, wordings: Sequence[str]) -> str | None:
        """One of them by the case, none that is avoided or was used before, if there is any other."""
        used = {wording for _, wording in self.said}
        fit = [wording for wording in wordings if not (self.unfit and self.unfit.search(wording))] or list(wordings)
        kept = [wording for wording in fit if wording not in self.avoided] or fit
        fresh = [wording for wording in kept if wording not in used] or kept
        return fresh[self.number(key) % len(fresh)] if fresh else None

    def _filled(self, key: str, wording: str | None, values: Values) -> str | None:
        if wording is None:
            return None
        text = _CHOICE.sub(lambda m: self.pick(f"{key} {m.start()}", m[1].split("|")), wording)
        text = _SLOT.sub(lambda m: _slot(values[m[1]], m[2]), text)
        text = text if key.startswith(_INSIDE) else text[:1].upper() + text[1:]
        self.said.append((text, wording))
        return text

    def pick(self, key: str, options: list[str]) -> str:
        return options[self.number(key) % len(options)]

    def number(self, key: str) -> int:
        """Some number that the case and `key` decide."""
        digest = hashlib.sha256(f"{self.seed}\0{key}".encode()).digest()
        return int.from_bytes(digest[:4], "big")


def phrases(language: Language) -> Phrases:
    """Every wording of a language by its key."""
    return _read(FOLDER, tuple((FOLDER / f"{name}.yaml").stat().st_mtime_ns for name in _FORMS))[language]


@cache
def _read(folder: Path, stamp: tuple[int, ...]) -> Mapping[Language, Phrases]:
    """`stamp`: the times at which the files were written, so that a change is seen."""
    found: dict[Language, Phrases] = {"sv": _file(folder / "sv.yaml", "sv"), "en": _file(folder / "en.yaml", "en")}
    pairs: tuple[tuple[Language, Language], ...] = (("sv", "en"), ("en", "sv"))
    for language, other in pairs:
        alone = sorted(set(found[language]) - set(found[other]))
        if alone:
            raise BadInput(
                f"{alone[0]} is not in {other}.yaml", where=str(folder / f"{language}.yaml"), now="write both"
            )
    return found


def _file(path: Path, language: Language) -> Phrases:
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"cannot be read: {error}", where=str(path)) from None
    if not isinstance(root, yaml.MappingNode):
        raise BadInput("must be keys with lists of wordings", where=str(path))
    return {key.value: tuple(_wordings(node, path, language)) for key, node in root.value}


def _wordings(node: yaml.Node, path: Path, language: Language) -> Iterator[str]:
    where = f"{path}:{node.start_mark.line + 1}"
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise BadInput("must be a list of wordings", where=where)
    for item in node.value:
        fault = _fault(str(item.value), language)
        if fault:
            raise BadInput(fault, where=f"{path}:{item.start_mark.line + 1}")
        yield str(item.value)


def _fault(text: str, language: Language) -> str | None:
    bare = _SLOT.sub("", text)
    if strange := {m[1] for m in _SLOT.finditer(text)} - SLOTS:
        return f"unknown slot {{{min(strange)}}}; allowed are {', '.join(sorted(SLOTS))}"
    if "!" in text:
        return "has an exclamation mark"
    if cliche := cliches(language).search(text):
        return f"{cliche[0]!r} could stand in any reply"
    if re.search(r"[\[\]{}]", _CHOICE.sub("", bare)):
        return "has a bracket that is neither a slot nor a choice [a|b]"
    wrong = [m[0] for m in _SLOT.finditer(text) if m[2] and len(m[2].split("|")) != _FORMS[language]]
    return f"{wrong[0]} needs {_FORMS[language]} forms" if wrong else None


def _can_fill(wording: str, values: Values) -> bool:
    return all(values.get(slot[1]) is not None for slot in _SLOT.finditer(wording))


def _slot(value: str | Thing | None, forms: str | None) -> str:
    if isinstance(value, Thing):
        return value.agreeing(tuple(forms.split("|"))) if forms else value.text
    return value or ""
