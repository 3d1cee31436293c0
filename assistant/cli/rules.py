"""`ordhallig rules`: what the checker looks for, page by page."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.case import Language
from assistant.cli.drafting import Tongue
from assistant.errors import BadInput

_HEADS = {
    "sv": ("Varför", "I stället", "Exempel", "Bättre", "Spelboken"),
    "en": ("Why", "Instead", "Example", "Better", "Playbook"),
}


def rules(
    rule: Annotated[str, typer.Argument(help="The rule to explain; none: list them all.")] = "",
    language: Annotated[Tongue, typer.Option(help="The page's language.")] = Tongue.sv,
) -> None:
    """List the rules, or explain one."""
    from assistant.checker import rulebook

    every = {r.name: r for r in rulebook.all_rules()}
    tongue: Language = "sv" if language is Tongue.sv else "en"
    if not rule:
        for r in every.values():
            typer.echo(f"{r.name:22} {r.severity:8} {r.pages[tongue].what}")
        return
    if rule not in every:
        raise BadInput(f"there is no rule {rule!r}", where="rules", now=f"one of {', '.join(every)}")
    page = every[rule].pages[tongue]
    lines = (page.why, page.instead, page.example, page.better, every[rule].playbook)
    typer.echo(f"{rule} ({every[rule].severity})\n{page.what}\n")
    for head, line in zip(_HEADS[tongue], lines, strict=True):
        if line:
            typer.echo(f"{head}: {line}")
