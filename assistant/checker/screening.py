"""Many short texts at once: does the checker object to them, without saying how else they could be said?

What takes `check` its time is looking for a better wording; where it is not asked for, thousands of texts take seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.case import OVERPROMISES, Case
from assistant.checker import promises, rulebook, spoken
from assistant.checker.checking import Checking
from assistant.checker.rulebook import Rule
from assistant.language import detect, sentences


def objects_to(texts: Sequence[tuple[str, Case]]) -> tuple[bool, ...]:
    """For each text with its case whether `check` would find an overpromise or another warning in it."""
    if promises.has_vectors():
        spoken.prepare([sentence.text for text, _ in texts for sentence in sentences(text)])
    return tuple(any(map(_counts, _broken(text, case))) for text, case in texts)


def _broken(text: str, case: Case) -> Iterable[Rule]:
    language = detect(text, case.language or "sv").language
    judged = Checking(case, language, not promises.has_vectors()).judged(text)
    yield from (rulebook.verdict_rules()[verdict.rule] for _, verdict in judged if verdict.rule)
    said = [sentence.text for sentence in sentences(text)]
    for rule in rulebook.phrase_rules():
        if rule.words and any(rule.words[language].pattern.search(sentence) for sentence in said):
            yield rule


def _counts(rule: Rule) -> bool:
    return rule.kind in OVERPROMISES or rule.severity != "info"
