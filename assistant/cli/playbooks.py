"""`ordhallig playbook`: check the entries, start a new one, see how they serve."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli import inputs
from assistant.cli.drafting import Format

if TYPE_CHECKING:
    from assistant.ledger import Usage
    from assistant.search.gaps import Gap

app = typer.Typer(help="The playbook's files.")


@app.command("check")
def check_all() -> None:
    """Every fault of the playbook with file and line; exit code 1 where there is one."""
    from assistant import playbook
    from assistant.casefile import policy_in
    from assistant.checker import check
    from assistant.checker.screening import objects_to

    settings = inputs.settings()
    faults = playbook.faults(
        playbook.folders(settings.playbooks),
        check,
        policy_in(settings.playbooks),
        screen=objects_to,
        review_days=settings.review_days,
    )
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


@app.command("gaps")
def list_gaps(format: Annotated[Format, typer.Option(help="Text or JSON.")] = Format.text) -> None:
    """What was searched for and had no clear answer, the most frequent first; no personal data is kept."""
    from assistant.search.gaps import gaps

    found = gaps(inputs.settings().data_dir)
    if format is Format.json:
        inputs.print_json({"gaps": [_gap(gap) for gap in found]}, indent=2)
        return
    for gap in found:
        typer.echo(
            f"{gap.count:3}  {gap.last:%Y-%m-%d}  {gap.query}" + (f"  (nearest: {gap.nearest})" if gap.nearest else "")
        )
    typer.echo(f"{len(found)} questions without a clear answer")


def _gap(gap: Gap) -> dict[str, Any]:
    return {"query": gap.query, "count": gap.count, "last": gap.last.isoformat(), "nearest": gap.nearest}


@app.command("usage")
def show_usage(
    weeks: Annotated[int, typer.Option(min=1, max=520, help="So many weeks, this one included.")] = 13,
    format: Annotated[Format, typer.Option(help="Text or JSON.")] = Format.text,
) -> None:
    """How often drafts that leaned on each entry were sent, and how much of them was written anew first."""
    from assistant.ledger import open_ledger

    now = datetime.now(UTC)
    found = open_ledger(inputs.settings().ledger_url).usage(now - timedelta(weeks=weeks - 1), now)
    if format is Format.json:
        inputs.print_json({"entries": [_usage(one) for one in found]}, indent=2)
        return
    for one in found:
        told = f"sent as it was {one.accepted:4.0%}, written anew {one.edited:4.0%}, {one.versions} versions"
        typer.echo(f"{one.used:4}  {one.entry} ({one.language})  {told}")
    typer.echo(f"{len(found)} entries used")


def _usage(one: Usage) -> dict[str, Any]:
    shares = {"accepted": round(one.accepted, 4), "edited": round(one.edited, 4)}
    return {"entry": one.entry, "language": one.language, "versions": one.versions, "used": one.used} | shares
