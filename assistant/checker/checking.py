"""The checker's own line: sentences -> statements -> verdicts -> findings, promises, steps."""

from __future__ import annotations

from assistant.case import Case, Finding, Promise, Review
from assistant.checker import promises, rulebook, verdicts
from assistant.checker.promises import Statement
from assistant.checker.verdicts import Verdict
from assistant.language import detect


def check(text: str, case: Case, *, fast: bool = False) -> Review:
    """What is promised in `text`, and whether it can be kept. `fast` reads without sentence vectors."""
    language = detect(text, case.language or "sv").language
    statements = promises.read(text, language, case.today, fast=fast)
    verdicts_ = [verdicts.weigh(statement, case, fast=fast) for statement in statements]
    findings = [
        _finding(s, v, language) for s, v in zip(statements, verdicts_, strict=True) if v.rule
    ]  # fmt: skip
    made = [_promise(s, v) for s, v in zip(statements, verdicts_, strict=True) if v.label != "none"]
    return Review(language, tuple(findings), tuple(made), {})


def _finding(s: Statement, v: Verdict, language: str) -> Finding:
    rule = rulebook.verdict_rules()[v.rule or ""]
    return Finding(
        rule.name, rule.kind, rule.severity, s.sentence.start, s.sentence.end, s.sentence.text,
        rule.pages[language].message, v.because, rule.playbook, None, round(v.confidence, 2),
    )  # fmt: skip


def _promise(s: Statement, v: Verdict) -> Promise:
    return Promise(
        s.sentence.start, s.sentence.end, s.sentence.text, s.topic, s.by, s.signals.largest, v.label, v.kind, v.because
    )  # fmt: skip
