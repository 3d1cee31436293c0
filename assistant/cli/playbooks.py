"""`ordhallig playbook`: check the entries, start a new one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import inputs

app = typer.Typer(help="The playbook's files.")


@app.command("check")
def check_all() -> None:
    """Every fault of the playbook with file and line; exit code 1 where there is one."""
    from assistant import playbook
    from assistant.checker import check

    faults = playbook.faults(playbook.folders(inputs.settings().playbooks), check)
    for fault in faults:
        typer.echo(f"{fault.severity}: {fault}")
    errors = sum(fault.severity == "error" for fault in faults)
    typer.echo(f"{errors} faults, {len(faults) - errors} warnings")
    raise typer.Exit(int(errors > 0))


@app.command()
def new(
    group: Annotated[str, typer.Argument(help="steps, principles or situations.")],
    id: Annotated[str, typer.Argument(help="The new entry's id, such as late_delivery.")],
) -> None:
    """Write a skeleton of a new entry in both languages, kept out of drafts until it is finished."""
    from assistant import playbook

    own = inputs.settings().playbooks
    for path in playbook.new(group, id, own or Path(playbook.SHIPPED)):
        typer.echo(str(path))
