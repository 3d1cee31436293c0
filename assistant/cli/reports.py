"""How a review is printed: for people, as JSON, as SARIF 2.1.0, and as GitHub's workflow commands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import typer

from assistant.case import Finding, Review
from assistant.cli.inputs import print_json

if TYPE_CHECKING:
    from assistant.checker.rulebook import Page, Rule

_SHAPES = {"error": "✗", "warning": "!", "info": "·"}
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_VERDICTS = {
    "sv": {"clear": "Klart att skicka", "warn": "Se över innan du skickar", "stop": "Lovar mer än vi kan hålla"},
    "en": {"clear": "Clear to send", "warn": "Look it over before you send", "stop": "Promises more than we can keep"},
}


def show(review: Review, text: str, name: str, format: str) -> None:
    """Prints `review` of `text`, which came from the file `name`."""
    if format == "json":
        print_json(review.as_json(), indent=2)
    elif format in ("sarif", "github"):
        show_all([Reviewed(name, text, review)], format)
    else:
        _show_text(review, text)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A text, the file that it came from, and its review."""

    name: str
    text: str
    review: Review


def show_all(reviewed: Sequence[Reviewed], format: str) -> None:
    """Prints the findings in many files: as one SARIF run, as workflow commands, or one a line as compilers do."""
    if format == "sarif":
        print_json(_sarif(reviewed), indent=2)
        return
    line = _workflow_command if format == "github" else _compiler_line
    for one in reviewed:
        for finding in one.review.findings:
            typer.echo(line(finding, one))


def _compiler_line(finding: Finding, one: Reviewed) -> str:
    line, column = _place(one.text, finding.start)
    said = " ".join(filter(None, [finding.message, _second(finding, one.review)]))
    rewrite = f" → {finding.rewrite}" if finding.rewrite else ""
    return _on_one_line(f"{one.name}:{line}:{column}: {finding.severity} {finding.rule}: {said}{rewrite}")


def _show_text(review: Review, text: str) -> None:
    typer.echo(_VERDICTS[review.language][review.verdict])
    for finding in review.findings:
        line, column = _place(text, finding.start)
        typer.echo(f"\n{_SHAPES[finding.severity]} {line}:{column} {finding.rule}  «{_on_one_line(finding.quote)}»")
        typer.echo(f"  {finding.message}")
        if second := _second(finding, review):
            typer.echo(f"  {second}")
        if finding.rewrite:
            typer.echo(f"  → {finding.rewrite}")
    if review.judge and review.judge.notice:
        typer.echo(f"• {review.judge.notice}", err=True)


_SECOND = {
    "sv": {True: "Språkmodellen håller med", False: "Språkmodellen håller inte med"},
    "en": {True: "The language model agrees", False: "The language model does not agree"},
}


def _second(finding: Finding, review: Review) -> str:
    """What a language model says of a finding, in one line; empty where it said nothing."""
    if finding.second is None:
        return ""
    told = _SECOND[review.language][finding.second.agrees]
    called = "" if finding.second.agrees else f" ({finding.second.verdict})"
    return f"? {told}{called}: {finding.second.why}" if finding.second.why else f"? {told}{called}."


def _on_one_line(text: str) -> str:
    """As a terminal may show it: no line break, and no code that it would obey."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _workflow_command(finding: Finding, one: Reviewed) -> str:
    line, column = _place(one.text, finding.start)
    end_line, end_column = _place(one.text, finding.end)
    level = "notice" if finding.severity == "info" else finding.severity
    rewrite = f"→ {finding.rewrite}" if finding.rewrite else ""
    said = _escaped(" ".join(filter(None, [finding.message, _second(finding, one.review), rewrite])))
    file = _property(one.name.encode("utf-8", "replace").decode("utf-8"))
    where = f"file={file},line={line},col={column},endLine={end_line},endColumn={end_column}"
    return f"::{level} {where},title={_property(finding.rule)}::{said}"


def _uri(name: str) -> str:
    """A file's name as a relative URI."""
    return quote(os.fsencode(Path(name).as_posix()))


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(reviewed: Sequence[Reviewed]) -> dict[str, Any]:
    from assistant.checker import rulebook

    told = {finding.rule: one.review.language for one in reviewed for finding in one.review.findings}
    rules = [_rule(rule, rule.pages[told[rule.name]]) for rule in rulebook.all_rules() if rule.name in told]
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "Ordhållig", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, one.text, one.name) for one in reviewed for finding in one.review.findings],
    }
    asked = [asdict(one.review.judge) for one in reviewed if one.review.judge]
    if asked:
        run["properties"] = {"judge": asked}
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule, page: Page) -> dict[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": page.what},
        "help": {"text": f"{page.why} {page.instead}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, text: str, name: str) -> dict[str, Any]:
    line, column = _place(text, finding.start)
    end_line, end_column = _place(text, finding.end)
    region = {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
        "snippet": {"text": finding.quote},
    }
    artifact = {"uri": _uri(name)}
    place = {"artifactLocation": artifact, "region": region}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": place}],
        "properties": {"source": finding.source, "confidence": finding.confidence},
    }
    if finding.second:
        result["properties"]["secondOpinion"] = asdict(finding.second)
    if finding.rewrite:
        replacement = {"deletedRegion": region, "insertedContent": {"text": finding.rewrite}}
        change = {"artifactLocation": artifact, "replacements": [replacement]}
        result["fixes"] = [{"description": {"text": finding.rewrite}, "artifactChanges": [change]}]
    return result
