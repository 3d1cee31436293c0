"""`ordhallig eval, train, doctor, serve`: measuring, rebuilding, looking after it, opening the window."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli import inputs


def evaluate(
    json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    part: Annotated[str, typer.Option(help="Which part of the gold set.")] = "test",
    floors: Annotated[bool, typer.Option("--floors", help="Exit 1 where a figure is below its floor.")] = False,
) -> None:
    """Measure the checker on labelled data, beside what others do."""
    from assistant import evaluation

    measured = evaluation.measure_checker(part, with_baselines=not floors)
    if json:
        inputs.print_json(measured.as_json(), indent=2)
    else:
        typer.echo(measured.as_text())
    below = measured.below_floors() if floors else []
    for line in below:
        typer.echo(line, err=True)
    raise typer.Exit(int(bool(below)))


def train() -> None:
    """Rebuild what is learned: the checker's heads, and the vectors of the shipped playbook (needs the dev extra)."""
    from assistant.checker import heads, training
    from assistant.search import shipped

    training.train(report=typer.echo)
    typer.echo(str(heads.WEIGHTS))
    typer.echo(str(shipped.rebuild()))


def doctor() -> None:
    """What is configured, and whether it answers; exit code 1 where something does not."""
    from assistant.doctor import examine

    ailing = False
    for finding in examine(inputs.settings()):
        ailing = ailing or finding.state == "fails"
        typer.echo(f"{finding.state:7} {finding.part:12} {finding.detail}")
    raise typer.Exit(int(ailing))


def serve() -> None:
    """Open the window on 127.0.0.1:7860 (HOST, PORT)."""
    from assistant.ui import serve as open_window

    open_window(inputs.settings())
