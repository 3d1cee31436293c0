"""Which of the playbook's six steps a draft takes, and where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

import yaml

from assistant.case import STEPS, Finding, Language, Promise, StepTaken
from assistant.checker import rulebook
from assistant.errors import BadInput
from assistant.language import Sentence

_EXCUSES = ("excuse", "blame")


def taken(
    sentences: Sequence[Sentence], language: Language, findings: Sequence[Finding], promises: Sequence[Promise]
) -> dict[str, StepTaken]:
    """Every step in order: met or not, and the sentence that meets it."""
    found = {step: _first(sentences, pattern) for step, pattern in _patterns()[language].items()}
    excuse = next((f for f in findings if f.kind in _EXCUSES), None)
    found["no_excuses"] = StepTaken(False, excuse.start, excuse.end) if excuse else StepTaken(bool(sentences))
    timed = next((p for p in promises if p.by and p.verdict != "hedged"), None)
    if timed and not found["next_steps"].met:
        found["next_steps"] = StepTaken(True, timed.start, timed.end)
    return {step: found[step] for step in STEPS}


def _first(sentences: Sequence[Sentence], pattern: re.Pattern[str]) -> StepTaken:
    hit = next((s for s in sentences if pattern.search(s.text)), None)
    return StepTaken(True, hit.start, hit.end) if hit else StepTaken(False)


@cache
def _patterns() -> Mapping[Language, Mapping[str, re.Pattern[str]]]:
    path = rulebook.RULES / "steps.yaml"
    try:
        shelves = yaml.safe_load(path.read_text(encoding="utf-8"))
        missing = set(STEPS) - {"no_excuses"} - set(shelves or {})
        if missing:
            raise BadInput(f"says nothing of {', '.join(sorted(missing))}", where=str(path))
        return {
            language: {
                step: re.compile(rf"(?<!\w)(?:{'|'.join(words[language])})(?!\w)", re.I)
                for step, words in shelves.items()
            }
            for language in ("sv", "en")
        }
    except (OSError, UnicodeDecodeError, yaml.YAMLError, re.error) as error:
        raise BadInput(f"cannot be read: {error}", where=str(path)) from None
