"""`ordhallig check`: a draft in, the review out; `ordhallig lint`: many texts that are kept for use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.case import OVERPROMISES, Case, Review
from assistant.cli import inputs, reports
from assistant.errors import BadInput, Unavailable
from assistant.settings import Settings


class Format(StrEnum):
    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"


class FailOn(StrEnum):
    overpromise = "overpromise"
    vague = "vague"
    never = "never"


def check(
    file: Annotated[str, typer.Argument(help="The draft; - is standard input.")] = "-",
    case: Annotated[Path | None, typer.Option(help="The case file: facts, policy, today.")] = None,
    format: Annotated[Format, typer.Option(help="How to print the review.")] = Format.text,
    fail_on: Annotated[FailOn, typer.Option(help="What makes the exit code 1.")] = FailOn.overpromise,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One {id, draft, case} a line in, one review out.")] = False,
    fast: Annotated[bool, typer.Option("--fast", help="Without sentence vectors: quicker, less sure.")] = False,
    judge: Annotated[bool, typer.Option("--judge", help="Ask the configured language model as well.")] = False,
) -> None:
    """Find each promise in a draft and weigh it against the facts of the case and the policy."""
    reviewer = _reviewer(fast=fast, judge=judge)
    if jsonl:
        _refuse_with_rows(case, format)
        raise typer.Exit(_check_rows(file, reviewer, fail_on))
    from assistant.casefile import load_case

    known = load_case(case) if case else _case_of_today()
    text = inputs.text_of(file)
    review = reviewer(text, known)
    reports.show(review, text, "stdin" if file == "-" else file, format.value)
    raise typer.Exit(int(_fails(review, fail_on)))


class Lines(StrEnum):
    text = "text"
    sarif = "sarif"
    github = "github"


def lint(
    files: Annotated[list[str], typer.Argument(help="Canned replies and macros, one text a file.")],
    case: Annotated[Path | None, typer.Option(help="A case file: the policy and the facts they may lean on.")] = None,
    format: Annotated[Lines, typer.Option(help="How to print the findings.")] = Lines.text,
    fail_on: Annotated[FailOn, typer.Option(help="What makes the exit code 1.")] = FailOn.overpromise,
    fast: Annotated[bool, typer.Option("--fast", help="Without sentence vectors: quicker, less sure.")] = False,
) -> None:
    """Check texts that are kept for use: one line a finding, for a pre-commit hook or CI."""
    from assistant.casefile import load_case

    reviewer = _reviewer(fast=fast, judge=False)
    known = load_case(case) if case else _case_of_today()
    texts = [(name, inputs.text_of(name)) for name in files]
    reviewed = [reports.Reviewed(name, text, reviewer(text, known)) for name, text in texts]
    reports.show_all(reviewed, format.value)
    raise typer.Exit(int(any(_fails(one.review, fail_on) for one in reviewed)))


def _refuse_with_rows(case: Path | None, format: Format) -> None:
    if case is not None:
        raise BadInput("--case does not go with --jsonl", where="check", now="each line brings its own case")
    if format in (Format.sarif, Format.github):
        raise BadInput(f"--format {format.value} does not go with --jsonl", where="check", now="a line is always JSON")


Reviewer = Callable[[str, Case], Review]


def _reviewer(*, fast: bool, judge: bool) -> Reviewer:
    from assistant.checker import check

    settings = inputs.settings()
    checker = partial(check, fast=fast, stale_after=settings.stale_after)
    return _judged(checker, settings) if judge else checker


def _judged(checker: Reviewer, settings: Settings) -> Reviewer:
    """The same with the second opinion of the configured language model; Unavailable where none is."""
    from assistant.judge import second_opinion
    from assistant.providers import chat_model

    model = chat_model(settings, "judge")
    if model is None:
        now = "set OPENAI_API_KEY or OPENAI_BASE_URL"
        raise Unavailable("no language model is configured", where="check --judge", now=now)
    return lambda text, case: second_opinion(text, case, checker(text, case), model)


def _check_rows(file: str, reviewer: Reviewer, fail_on: FailOn) -> int:
    found = False

    def answer(row: dict[str, Any], where: str) -> dict[str, Any]:
        nonlocal found
        from assistant.casefile import case_from

        draft = inputs.readable(row.get("draft"), where)
        case = _case_of_today() if row.get("case") is None else case_from(row["case"], f"{where}: case")
        review = reviewer(draft, case)
        found = found or _fails(review, fail_on)
        record: dict[str, Any] = review.as_json()
        return record

    failed = inputs.answer_rows(file, answer)
    return int(found or failed > 0)


def _fails(review: Review, fail_on: FailOn) -> bool:
    if fail_on is FailOn.never:
        return False
    kinds = {finding.kind for finding in review.findings}
    return bool(kinds & set(OVERPROMISES)) or (fail_on is FailOn.vague and "vague" in kinds)


def _case_of_today() -> Case:
    """A case of which nothing is known but the default policy."""
    from assistant.casefile import default_policy, local

    return Case(today=local(datetime.now(UTC)), policy=default_policy())
