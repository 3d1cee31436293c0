"""The command line: `ordhallig`, the same as `python -m assistant`.

Exit 0 fine, 1 findings or failed rows, 2 bad use or bad input with one clear line on standard error.
"""

from __future__ import annotations

import sys

import typer

from assistant.cli import caring, checking, drafting, playbooks, promises, rules, searching
from assistant.errors import AssistantError

app = typer.Typer(
    name="ordhallig",
    help="Finds each promise in a reply to a customer and weighs it against facts and policy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("check")(checking.check)
app.command("draft")(drafting.draft)
app.command("search")(searching.search)
app.add_typer(playbooks.app, name="playbook")
app.add_typer(promises.app, name="promises")
app.command("rules")(rules.rules)
app.command("eval")(caring.evaluate)
app.command("train")(caring.train)
app.command("doctor")(caring.doctor)
app.command("serve")(caring.serve)


def main() -> None:
    """Runs a command; an error that a person can act on becomes one line and exit code 2."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="strict" if stream is not sys.stderr else "replace")  # type: ignore[union-attr]
    try:
        app()
    except AssistantError as error:
        typer.echo(f"ordhallig: {error}", err=True)
        raise SystemExit(2) from None
    except BrokenPipeError:  # the reader of our output has left: nothing to say, nobody to say it to
        sys.stderr.close()
        raise SystemExit(0) from None
