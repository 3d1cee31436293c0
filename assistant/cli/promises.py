"""`ordhallig promises`: what has been promised, what is due, and what became of it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import inputs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.ledger import Ledger, Owed

app = typer.Typer(help="The ledger of promises.")


class Format(StrEnum):
    text = "text"
    json = "json"
    csv = "csv"


class State(StrEnum):
    open = "open"
    kept = "kept"
    broken = "broken"
    withdrawn = "withdrawn"


Shape = Annotated[Format, typer.Option("--format", help="How to print the promises.")]
Id = Annotated[int, typer.Argument(help="The promise's number.")]
By = Annotated[str | None, typer.Option("--by", help="Who says so; the user of this machine if left out.")]
Note = Annotated[str | None, typer.Option("--note", help="What is to be remembered of it.")]


@app.command()
def due(
    hours: Annotated[int, typer.Option(min=0, help="Also those due within so many hours.")] = 24,
    format: Shape = Format.text,
) -> None:
    """Open promises that are overdue or soon due, the most urgent first."""
    _show(_ledger().due(datetime.now(UTC), timedelta(hours=hours)), format)


@app.command("list")
def list_all(
    case: Annotated[str | None, typer.Option(help="Only this case.")] = None,
    state: Annotated[State | None, typer.Option(help="Only those that stand so.")] = None,
    format: Shape = Format.text,
) -> None:
    """All promises, or those of a case or a state."""
    _show(_ledger().promises(case, state.value if state else None), format)


@app.command()
def export(format: Shape = Format.csv) -> None:
    """All promises as CSV or JSON."""
    _show(_ledger().promises(), format)


@app.command()
def keep(id: Id, by: By = None, note: Note = None) -> None:
    """Note that a promise was kept."""
    _told(_ledger().keep(id, by=_who(by), note=note))


@app.command("break")
def break_(id: Id, by: By = None, note: Note = None) -> None:
    """Note that a promise was broken."""
    _told(_ledger().break_(id, by=_who(by), note=note))


@app.command()
def move(
    id: Id,
    to: Annotated[str, typer.Argument(help="The new time: 2026-03-20 or 2026-03-20T15:00.")],
    by: By = None,
    note: Note = None,
) -> None:
    """Move a promise to a later time, before it is due and with the customer told."""
    from assistant.casefile import when_from

    when = when_from(to, "promises move")
    _told(_ledger().move(id, when, by=_who(by), note=note))


def _ledger() -> Ledger:
    from assistant.ledger import open_ledger

    return open_ledger(inputs.settings().ledger_url)


def _who(by: str | None) -> str:
    return by or os.environ.get("USER") or "ordhallig"


def _told(promise: Owed) -> None:
    typer.echo(f"{promise.id}: {promise.state}" + (f", due {promise.by}" if promise.state == "open" else ""))


def _show(promises: Iterable[Owed], format: Format) -> None:
    from assistant.ledger import as_csv, as_json

    found = list(promises)
    if format is Format.json:
        typer.echo(as_json(found))
    elif format is Format.csv:
        typer.echo(as_csv(found), nl=False)
    else:
        now = datetime.now(UTC)
        for promise in found:
            late = " !" if promise.is_overdue(now) else ""
            due = f"{promise.by or '-'!s:19}{late}"
            typer.echo(f"{promise.id:5} {promise.state:9} {due} {promise.case} {promise.who}: {promise.quote}")
