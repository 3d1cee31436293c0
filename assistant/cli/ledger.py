"""`ordhallig ledger`: a copy of the ledger and back, and the forgetting of old cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.promises import open_ledger_of

app = typer.Typer(help="Keeps the ledger: copies, and what is forgotten.")

File = Annotated[Path, typer.Argument(help="The file of the copy, such as ledger.jsonl.gz.")]


@app.command()
def backup(file: File) -> None:
    """Write all of the ledger to one file, the same from SQLite and PostgreSQL."""
    from assistant.ledger import back_up

    typer.echo(f"{file}: {back_up(open_ledger_of(), file)} rows")


@app.command()
def restore(file: File) -> None:
    """Read a copy into an empty ledger, all of it or nothing."""
    from assistant.ledger import restore as read_back

    typer.echo(f"{file}: {read_back(open_ledger_of(), file)} rows")


@app.command()
def forget(
    days: Annotated[int, typer.Option(min=1, help="Cases that nobody has written in for so many days.")],
    delete: Annotated[bool, typer.Option("--delete", help="Delete them; else they are made anonymous.")] = False,
) -> None:
    """Make old cases with nothing open anonymous, or delete them; the figures stay right."""
    from assistant.ledger import forget as forget_cases

    done = forget_cases(open_ledger_of(), datetime.now(UTC) - timedelta(days=days), delete_all=delete)
    typer.echo(f"{done.cases} cases {'deleted' if delete else 'made anonymous'}")
