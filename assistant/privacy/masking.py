"""text -> Masked: each piece of personal data becomes a placeholder that survives a model's rewriting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.privacy.patterns import Found, patterns


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its personal data. `values` maps each placeholder, such as "TEL1", to what it hides."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def restore(self, text: str) -> str:
        """`text`, which a model wrote, with what is hidden put back. A placeholder counts as ⟦TEL1⟧, [TEL1],
        ⟦tel 1⟧ or TEL1; one that hides nothing is left as it stands."""
        return _written(self.values).sub(lambda match: self._value(match), text) if self.values else text

    def _value(self, match: re.Match[str]) -> str:
        name = match["bracketed"] or match["bare"]
        return self.values.get(re.sub(r"[\s_-]", "", name).upper(), match.group())


def mask(text: str, names: Iterable[str] = (), values: Mapping[str, str] | None = None) -> Masked:
    """`text` with its personal data hidden. `names` are people known from the case. `values` are those of an
    earlier Masked: what it hid gets the same placeholder again, and all can be restored together."""
    known = dict(values or {})
    free = _Placeholders(known, text)
    text = _hide(text, _numbers(text), free)
    everyone = [*names, *names_in(text)]
    return Masked(_hide(text, _people(text, everyone), free), known)


class _Placeholders:
    """Gives each value its placeholder, the same each time."""

    def __init__(self, values: dict[str, str], text: str) -> None:
        self.values = values
        self.names = {value: name for name, value in values.items()}
        self.taken = text.upper()

    def of(self, kind: str, value: str) -> str:
        if value not in self.names:
            self.names[value] = self._new(patterns().labels[kind])
            self.values[self.names[value]] = value
        return f"⟦{self.names[value]}⟧"

    def _new(self, label: str) -> str:
        number = 1
        while f"{label}{number}" in self.values or f"{label}{number}" in self.taken:
            number += 1
        return f"{label}{number}"


def _hide(text: str, found: Sequence[Found], placeholders: _Placeholders) -> str:
    pieces = []
    cut = 0
    for item in found:
        pieces += [text[cut : item.start], placeholders.of(item.kind, text[item.start : item.end])]
        cut = item.end
    return "".join([*pieces, text[cut:]])


def _numbers(text: str) -> list[Found]:
    """All but names; of what overlaps, the kind that stands first in the patterns."""
    kept: list[Found] = []
    for pattern in patterns().patterns:
        for found in pattern.find(text):
            if all(found.end <= other.start or found.start >= other.end for other in kept):
                kept.append(found)
    return sorted(kept, key=lambda found: found.start)


def names_in(text: str) -> list[str]:
    """Names that a signature, an introduction, a greeting or a well-known first name in the text gives away."""
    return [match["it"] for pattern in patterns().names for match in pattern.finditer(text) if "⟦" not in match["it"]]


_JOIN = re.compile(r"\s+(?:och|and|&)\s+")


def _people(text: str, names: Sequence[str]) -> list[Found]:
    """Each part of each name wherever it stands in `text`, also in the genitive; "Lind, Anna" is Anna Lind."""
    kinds: dict[str, str] = {}
    for name in (person for people in names for person in _JOIN.split(people)):
        last, comma, rest = name.partition(",")
        first, *others = (f"{rest} {last}" if comma else name).split() or [""]
        kinds |= {part: "last_name" for part in others if part not in kinds} | {first: "first_name"}
    bare = {part.strip(".,"): kind for part, kind in kinds.items()}
    parts = {part: kind for part, kind in bare.items() if len(part) > 1 and part.lower() not in patterns().titles}
    if not parts:
        return []
    return [Found(_kind(match.group(), parts), *match.span()) for match in _any_of(parts).finditer(text)]


def _any_of(parts: Iterable[str]) -> re.Pattern[str]:
    forms = {form for part in parts for form in _forms(part)}
    longest_first = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    return re.compile(rf"(?<![\w⟦])(?:{longest_first})(?=(?:['’]?s)?(?![\w⟧]))")


def _forms(part: str) -> set[str]:
    """As it is written, in capitals, and in small letters unless that is a word of its own."""
    small = part.lower()
    is_clear = len(part) >= 4 and small not in patterns().also_words
    return {part, part.upper(), part[:1].upper() + part[1:]} | ({small} if is_clear else set())


def _kind(form: str, parts: Mapping[str, str]) -> str:
    return next(kind for part, kind in parts.items() if part.lower() == form.lower())


def _written(values: Mapping[str, str]) -> re.Pattern[str]:
    labels = "|".join(sorted({re.sub(r"\d+$", "", name) for name in values}))
    bracketed = rf"[⟦\[<{{]+\s*(?P<bracketed>(?i:{labels})[\s_-]?\d+)\s*[⟧\]>}}]+"
    return re.compile(rf"{bracketed}|(?<!\w)(?P<bare>(?:{labels})\d+)(?!\d)")
