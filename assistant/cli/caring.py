"""`ordhallig eval, train, doctor, serve`: measuring, rebuilding, looking after it, opening the window."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli import inputs


class Measured(StrEnum):
    everything = "everything"
    checker = "checker"
    search = "search"
    drafts = "drafts"
    injections = "injections"


def evaluate(
    what: Annotated[Measured, typer.Argument(help="What to measure.")] = Measured.everything,
    json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    part: Annotated[str, typer.Option(help="Which part of the gold set.")] = "test",
    floors: Annotated[Path | None, typer.Option(help="Exit 1 where a figure is below its floor in this file.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Draw F1 against false alarms to this SVG file too.")] = None,
) -> None:
    """Measure the checker and the search on labelled data, beside what others do; `drafts` and `injections` measure
    whoever writes drafts here, the configured language model or the composer."""
    from assistant import evaluation
    from assistant.evaluation.search import measure_shipped

    if what in (Measured.drafts, Measured.injections):
        _evaluate_writer(what, part, json)
        return
    found: dict[str, Any] = {}
    below: list[str] = []
    if what is not Measured.search:
        held = evaluation.read_floors(floors) if floors else None
        checker = evaluation.measure_checker(part, with_baselines=held is None)
        below = held.broken(checker) if held else []
        _draw(part, picture)
        found |= checker.as_json()
        _say(checker.as_text(), not json)
    if what is not Measured.checker:
        search = measure_shipped(inputs.settings())
        found["search"] = search.as_json()
        _say(search.as_text(), not json)
    if json:
        inputs.print_json(found, indent=2)
    for line in below:
        typer.echo(line, err=True)
    raise typer.Exit(int(bool(below)))


def _evaluate_writer(what: Measured, part: str, json: bool) -> None:
    from assistant.desk import open_desk
    from assistant.evaluation import drafts, injections

    desk = open_desk(inputs.settings())
    report = drafts.measure(desk, part) if what is Measured.drafts else injections.measure(desk)
    if json:
        inputs.print_json(report.as_json(), indent=2)
    else:
        typer.echo(report.as_text())


def _say(text: str, wanted: bool) -> None:
    if wanted:
        typer.echo(text)


def _draw(part: str, picture: Path | None) -> None:
    from assistant import evaluation

    if picture is not None:
        picture.write_text(evaluation.measure_curve(part).as_svg(), encoding="utf-8")


def train() -> None:
    """Rebuild what is learned: the checker's heads, and the vectors of the shipped playbook (needs the dev extra)."""
    from assistant import playbook
    from assistant.casefile import default_policy
    from assistant.checker import heads, spoken, training
    from assistant.evaluation import baselines
    from assistant.language import sentences
    from assistant.search import shipped

    training.train(report=typer.echo)
    typer.echo(str(heads.WEIGHTS))
    typer.echo(str(baselines.rebuild()))
    typer.echo(str(shipped.rebuild()))
    offers = playbook.offers(playbook.read(playbook.folders()), default_policy())
    typer.echo(str(spoken.rebuild([sentence.text for offer in offers for sentence in sentences(offer.text)])))


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
