"""`ordhallig draft`: a case in, a reply with its review out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.case import Case, Draft, Language, Wishes
from assistant.cli import inputs
from assistant.errors import BadInput

if TYPE_CHECKING:
    from assistant.desk import Desk


class Tongue(StrEnum):
    sv = "sv"
    en = "en"


class Length(StrEnum):
    short = "short"
    normal = "normal"


class Format(StrEnum):
    text = "text"
    json = "json"


def draft(
    case: Annotated[Path | None, typer.Option(help="The case file.")] = None,
    language: Annotated[Tongue | None, typer.Option(help="Write in this language, not the customer's.")] = None,
    length: Annotated[Length, typer.Option(help="How long a reply.")] = Length.normal,
    format: Annotated[Format, typer.Option(help="Text or JSON.")] = Format.text,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One {id, case} a line in, one draft a line out.")] = False,
) -> None:
    """Write a reply to the customer of a case, from its facts, the policy and the playbook."""
    from assistant.desk import open_desk

    wishes = Wishes(language=wanted(language), length=length.value)
    if jsonl:
        if case is not None:
            raise BadInput("--case does not go with --jsonl", where="draft", now="each line brings its own case")
        desk = open_desk(inputs.settings())
        raise typer.Exit(int(inputs.answer_rows("-", lambda row, where: _row(desk, row, where, wishes)) > 0))
    if case is None:
        raise BadInput("no case was given", where="draft", now="give --case FILE, or --jsonl")
    _draft_one(open_desk(inputs.settings()), case, wishes, format)


def _draft_one(desk: Desk, file: Path, wishes: Wishes, format: Format) -> None:
    from assistant.casefile import load_case

    case = load_case(file, desk.policy)
    written = desk.draft(case, wishes)
    if format is Format.json:
        inputs.print_json({"id": case.id} | _record(desk, case, written), indent=2)
        return
    typer.echo(written.text)
    for line in (*written.asks, *filter(None, [written.notice])):
        typer.echo(f"• {line}", err=True)


def wanted(tongue: Tongue | None) -> Language | None:
    """The language that was asked for, None where none was."""
    if tongue is None:
        return None
    return "sv" if tongue is Tongue.sv else "en"


def _row(desk: Desk, row: dict[str, Any], where: str, wishes: Wishes) -> dict[str, Any]:
    from assistant.casefile import case_from

    if row.get("case") is None:
        raise BadInput("has no case", where=where)
    case = case_from(row["case"], f"{where}: case", desk.policy)
    return _record(desk, case, desk.draft(case, wishes))


def _record(desk: Desk, case: Case, written: Draft) -> dict[str, Any]:
    return {
        "draft": written.text,
        "language": written.language,
        "writer": written.writer,
        "passages": [{"entry": passage.entry, "heading": passage.heading} for passage in written.passages],
        "review": desk.check(written.text, case).as_json(),
    }
