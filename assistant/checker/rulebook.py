"""Reads `rules/*.yaml`: cues, phrase rules and the pages of the verdicts.

Strict, and never open: an unknown key, an empty set, a pattern that does not compile or an unreadable
file stops the checker with file and rule in the error. Every pattern carries sentences that it must
see and sentences that it must leave alone; `tests/test_rules.py` runs them all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from assistant.case import Because, Finding, Language
from assistant.errors import BadInput
from assistant.language import Sentence

RULES = Path(__file__).parent / "rules"
_LANGUAGES: tuple[Language, ...] = ("sv", "en")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Words:
    """One language of a rule: what it looks for, and the sentences that test it."""

    pattern: re.Pattern[str]
    sees: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A signal in a sentence, such as a hedge or a negated promise."""

    name: str
    words: Mapping[Language, Words]

    def seen_in(self, sentence: str, language: Language) -> bool:
        return self.words[language].pattern.search(sentence) is not None


@dataclass(frozen=True, slots=True)
class Page:
    """What a rule says to people: `message` stands beside a finding, the rest on the rule's page."""

    what: str
    why: str
    instead: str
    message: str
    example: str
    better: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault that drafts can have. `words` is None where a verdict finds it, not a phrase."""

    name: str
    kind: str
    severity: Literal["error", "warning", "info"]
    playbook: str
    pages: Mapping[Language, Page]
    words: Mapping[Language, Words] | None = None

    def finding(
        self, sentence: Sentence, message: str, because: Because, confidence: float, rewrite: str | None = None
    ) -> Finding:
        """What this rule has to say of a sentence."""
        return Finding(
            rule=self.name,
            kind=self.kind,
            severity=self.severity,
            start=sentence.start,
            end=sentence.end,
            quote=sentence.text,
            message=message,
            because=because,
            playbook=self.playbook,
            rewrite=rewrite,
            confidence=confidence,
        )


@cache
def cues() -> tuple[Cue, ...]:
    return tuple(_cue(item) for item in _load("cues.yaml"))


@cache
def cue(name: str) -> Cue:
    return next(c for c in cues() if c.name == name)


@cache
def phrase_rules() -> tuple[Rule, ...]:
    return tuple(_rule(item, "faults.yaml") for item in _load("faults.yaml"))


@cache
def verdict_rules() -> Mapping[str, Rule]:
    rules = [_rule(item, "verdicts.yaml") for item in _load("verdicts.yaml")]
    return {rule.name: rule for rule in rules}


@cache
def cautions() -> Mapping[str, Rule]:
    """The rules that stand beside the verdicts: stale facts, earlier promises, what only a model sees."""
    return {item["rule"]: _rule(item, "cautions.yaml") for item in _load("cautions.yaml")}


def all_rules() -> tuple[Rule, ...]:
    """Every rule that can be behind a finding, verdicts first."""
    return (*verdict_rules().values(), *cautions().values(), *phrase_rules())


def _load(name: str) -> list[dict[str, Any]]:
    path = RULES / name
    try:
        items = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(
            f"the rules cannot be read: {error}", where=str(path), now="mend or reinstall the file"
        ) from None
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise BadInput("holds no rules", where=str(path), now="a checker without rules would let everything through")
    names = [item.get("cue") or item.get("rule") for item in items]
    twice = {name for name in names if names.count(name) > 1}
    if twice or None in names:
        raise BadInput(f"rules without a name, or named twice: {twice or 'no name'}", where=str(path))
    return items


def _cue(item: dict[str, Any]) -> Cue:
    where = f"{RULES / 'cues.yaml'}: {item['cue']}"
    _only(item, {"cue", "sv", "en"}, where)
    words = {}
    for language in _LANGUAGES:
        part = item.get(language, {})
        _only(part, {"patterns", "sees", "leaves"}, f"{where}.{language}")
        words[language] = _words(part, f"{where}.{language}")
    return Cue(item["cue"], words)


def _rule(item: dict[str, Any], file: str) -> Rule:
    where = f"{RULES / file}: {item['rule']}"
    _only(item, {"rule", "kind", "severity", "playbook", "sv", "en"}, where)
    if item.get("severity") not in ("error", "warning", "info"):
        raise BadInput("severity must be error, warning or info", where=where)
    parts = {language: item.get(language) or {} for language in _LANGUAGES}
    has_words = all("patterns" in part for part in parts.values())
    words = {language: _words(part, f"{where}.{language}") for language, part in parts.items()} if has_words else None
    pages = {language: _page(part, f"{where}.{language}") for language, part in parts.items()}
    return Rule(item["rule"], item["kind"], item["severity"], item["playbook"], pages, words)


def _page(part: dict[str, Any], where: str) -> Page:
    _only(part, {"what", "why", "instead", "message", "example", "better", "patterns", "sees", "leaves"}, where)
    missing = [key for key in ("what", "why", "instead") if not part.get(key)]
    if missing:
        raise BadInput(f"lacks {', '.join(missing)}", where=where)
    sees = part.get("sees") or [""]
    message = part.get("message") or f"{part['what']}. {part['instead']}"
    return Page(
        part["what"], part["why"], part["instead"], message, part.get("example") or sees[0], part.get("better", "")
    )  # fmt: skip


def _words(part: dict[str, Any], where: str) -> Words:
    patterns, sees, leaves = part.get("patterns"), part.get("sees"), part.get("leaves")
    if not patterns or not sees or not leaves:
        raise BadInput("needs patterns, and sentences under sees and leaves", where=where)
    alternatives = []
    for pattern in patterns:
        try:
            re.compile(str(pattern))
        except re.error as error:
            raise BadInput(f"{pattern!r} is no regular expression: {error}", where=where) from None
        alternatives.append(f"(?:{pattern})")
    joined = "|".join(alternatives)
    return Words(re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE), tuple(sees), tuple(leaves))


def _only(part: Any, allowed: set[str], where: str) -> None:
    if not isinstance(part, dict):
        raise BadInput("must be keys and values", where=where)
    strange = sorted(set(part) - allowed)
    if strange:
        raise BadInput(f"unknown key {strange[0]!r}; allowed are {', '.join(sorted(allowed))}", where=where)
