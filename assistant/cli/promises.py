"""`ordhallig promises`: what has been promised, what is due, and what became of it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import inputs
from assistant.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.ledger import Ledger, Owed

app = typer.Typer(help="The ledger of promises.")
_NAMED = 12
"""So many of the ledger's names are told to whoever gave another."""


class Format(StrEnum):
    text = "text"
    json = "json"
    csv = "csv"
    ics = "ics"


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
    business_hours: Annotated[
        int | None, typer.Option(min=0, help="The same, counted in the policy's business hours.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Only what this agent has promised or owns.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    format: Shape = Format.text,
) -> None:
    """Open promises that are overdue or soon due, the most urgent first."""
    now, ahead = datetime.now(UTC), timedelta(hours=hours)
    if business_hours is not None:
        ahead = _business_hours(now, business_hours)
    ledger = open_ledger_of()
    found = ledger.due(now, ahead, who=by, limit=limit)
    if by and not found:
        _known(by, ledger)
    _show(found, format)


def _known(agent: str, ledger: Ledger) -> None:
    """A misspelt name has nothing due either, and must not be taken for that: BadInput with the names there are."""
    names = ledger.agents()
    if names and agent not in names:
        now = f"the ledger knows {', '.join(names[:_NAMED])}"
        raise BadInput("has promised nothing and owns no case", where=f"--by {agent}", now=now)


@app.command("list")
def list_all(
    case: Annotated[str | None, typer.Option(help="Only this case.")] = None,
    state: Annotated[State | None, typer.Option(help="Only those that stand so.")] = None,
    format: Shape = Format.text,
) -> None:
    """All promises, or those of a case or a state."""
    _show(open_ledger_of().promises(case, state.value if state else None), format)


@app.command()
def export(format: Shape = Format.csv) -> None:
    """All promises as CSV or JSON, or the open ones as a calendar."""
    _show(open_ledger_of().promises(), format)


@app.command()
def keep(id: Id, by: By = None, note: Note = None) -> None:
    """Note that a promise was kept."""
    _told(open_ledger_of().keep(id, by=whoever(by), note=note))


@app.command("break")
def break_(id: Id, by: By = None, note: Note = None) -> None:
    """Note that a promise was broken."""
    _told(open_ledger_of().break_(id, by=whoever(by), note=note))


@app.command()
def move(
    id: Id,
    to: Annotated[str, typer.Argument(help="The new time: 2026-03-20 or 2026-03-20T15:00.")],
    by: By = None,
    note: Note = None,
    untold: Annotated[
        bool, typer.Option(help="The customer does not know yet; the next reply in the case tells.")
    ] = False,
) -> None:
    """Move a promise to a later time, before it is due and with the customer told."""
    from assistant.casefile import when_from

    when = when_from(to, "promises move")
    _told(open_ledger_of().move(id, when, by=whoever(by), note=note, told=not untold))


@app.command()
def withdraw(id: Id, by: By = None, note: Note = None) -> None:
    """Note that a promise no longer counts, for instance since the customer cancelled."""
    _told(open_ledger_of().withdraw(id, by=whoever(by), note=note))


@app.command()
def figures(
    weeks: Annotated[int, typer.Option(min=1, max=520, help="So many weeks, this one included.")] = 13,
    by: Annotated[str | None, typer.Option(help="Only this agent's.")] = None,
    format: Shape = Format.text,
) -> None:
    """What became of the promises: kept, late, broken, moved by agent, kind, channel and week."""
    from assistant.ledger import figures_as_csv, figures_as_json

    now = datetime.now(UTC)
    found = open_ledger_of().figures(now - timedelta(weeks=weeks - 1), now, who=by)
    if format is Format.json:
        typer.echo(figures_as_json(found))
    elif format is Format.csv:
        typer.echo(figures_as_csv(found), nl=False)
    else:
        total = found.total
        rate = "-" if total.rate is None else f"{total.rate:.0%}"
        typer.echo(
            f"{total.made} made: {rate} kept in time ({total.kept} of {total.judged}), {found.overdue} overdue now"
        )
        for count in found.missed:
            typer.echo(f"  {count.name}: {count.late} late, {count.broken} broken")


def open_ledger_of() -> Ledger:
    """The ledger that the settings name."""
    from assistant.ledger import open_ledger

    return open_ledger(inputs.settings().ledger_url)


def _business_hours(now: datetime, hours: int) -> timedelta:
    from assistant.calendar import after_business_hours
    from assistant.casefile import local, policy_in

    policy = policy_in(inputs.settings().playbooks)
    return after_business_hours(local(now), hours, policy.opens, policy.closes) - local(now)


def whoever(by: str | None) -> str:
    """The name given, or the user of this machine."""
    return by or os.environ.get("USER") or "ordhallig"


def _told(promise: Owed) -> None:
    typer.echo(f"{promise.id}: {promise.state}" + (f", due {promise.by}" if promise.state == "open" else ""))


def _show(promises: Iterable[Owed], format: Format) -> None:
    from assistant.ledger import as_calendar, as_csv, as_json

    found = list(promises)
    if format is Format.json:
        typer.echo(as_json(found))
    elif format is Format.csv:
        typer.echo(as_csv(found), nl=False)
    elif format is Format.ics:
        typer.echo(as_calendar(found), nl=False)
    else:
        now = datetime.now(UTC)
        for promise in found:
            late = " !" if promise.is_overdue(now) else ""
            due = f"{promise.by or '-'!s:19}{late}"
            typer.echo(f"{promise.id:5} {promise.state:9} {due} {promise.case} {promise.who}: {promise.quote}")
