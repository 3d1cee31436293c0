"""`ordhallig cases`: find a case, read its story, hand it on, close it, and see whom to write to next."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import inputs
from assistant.cli.promises import By, open_ledger_of, whoever

app = typer.Typer(help="The cases of the ledger.")

Id = Annotated[str, typer.Argument(help="The case's number.")]


class Format(StrEnum):
    text = "text"
    json = "json"


Shape = Annotated[Format, typer.Option("--format", help="How to print.")]


@app.command()
def find(
    words: Annotated[list[str] | None, typer.Argument(help="Words of its number, customer or thread.")] = None,
) -> None:
    """Cases that hold all the words, the last written to first."""
    for matter in open_ledger_of().cases.find(" ".join(words or [])):
        state = "closed" if matter.closed else "open"
        typer.echo(
            f"{matter.id} {state:6} {matter.last_sent or matter.opened:%Y-%m-%d} {matter.owner or '-'}: {matter.customer or '-'}"
        )


@app.command()
def story(id: Id) -> None:
    """All that has happened in a case, oldest first."""
    from assistant.casefile import local

    for entry in open_ledger_of().cases.dossier(id).story:
        told = entry.promise.quote if entry.promise else entry.text or entry.to
        typer.echo(f"{local(entry.at):%Y-%m-%d %H:%M} {entry.kind:9} {entry.by or '-'}: {' '.join(told.split())}")


@app.command()
def updates(
    format: Shape = Format.text, by: Annotated[str | None, typer.Option(help="Only this owner's.")] = None
) -> None:
    """Whom to write to next, also when nothing is new, with the words at hand."""
    import json

    from assistant.casefile import policy_in
    from assistant.following import updates as proposed

    policy = policy_in(inputs.settings().playbooks)
    found = proposed(open_ledger_of(), policy, datetime.now(UTC), owner=by)
    if format is Format.json:
        plain = [{"case": u.matter.id, "by": u.by.isoformat(), "silent": u.silent, "text": u.text} for u in found]
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for update in found:
        typer.echo(
            f"{update.by} {'!' if update.silent else ' '} {update.matter.id} {update.matter.owner or '-'}: {update.matter.customer or '-'}"
        )


@app.command()
def hand(
    id: Id, to: str, reason: Annotated[str, typer.Option("--reason", help="Why; it is kept.")], by: By = None
) -> None:
    """Hand a case on; what was promised stays with whoever promised it."""
    open_ledger_of().cases.hand_over(id, to, by=whoever(by), reason=reason)


@app.command()
def close(id: Id, by: By = None) -> None:
    """Close a case in which nothing promised is open."""
    open_ledger_of().cases.close(id, by=whoever(by))


@app.command()
def reopen(id: Id, by: By = None) -> None:
    """Open a closed case again."""
    open_ledger_of().cases.reopen(id, by=whoever(by))


@app.command()
def shop(folder: Annotated[Path, typer.Argument(help="The folder to lay it in.")]) -> None:
    """Write the demo shop and the map of its sources, to try `cases facts` with."""
    from assistant.casefile import local
    from assistant.sources import make_demo_shop

    typer.echo(f"SOURCES={make_demo_shop(folder, local(datetime.now(UTC)))}")


@app.command()
def facts(
    id: Id,
    source: Annotated[list[str] | None, typer.Option("--with", help="A value to look up with: order=1001.")] = None,
) -> None:
    """Look up the facts of a case in the company's systems (SOURCES)."""
    from assistant.sources import look_up, read_sources

    settings = inputs.settings()
    given = dict(pair.split("=", 1) for pair in source or [] if "=" in pair) | {"case": id}
    for answer in look_up(read_sources(settings.sources), given, datetime.now(UTC)):
        typer.echo(str(answer))
