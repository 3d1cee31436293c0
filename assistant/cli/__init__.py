"""The command line: `ordhallig`, the same as `python -m assistant`.

Exit 0 fine, 1 findings or failed rows, 2 bad use or bad input with one clear line on standard error.
"""

from __future__ import annotations

import errno
import os
import sys

import typer

from assistant.cli import caring, cases, checking, drafting, ledger, playbooks, promises, rules, searching, users
from assistant.errors import AssistantError, Unavailable

app = typer.Typer(
    name="ordhallig",
    help="Finds each promise in a reply to a customer and weighs it against facts and policy.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("check")(checking.check)
app.command("lint")(checking.lint)
app.command("draft")(drafting.draft)
app.command("search")(searching.search)
app.add_typer(playbooks.app, name="playbook")
app.add_typer(promises.app, name="promises")
app.add_typer(cases.app, name="cases")
app.add_typer(ledger.app, name="ledger")
app.add_typer(users.app, name="users")
app.command("rules")(rules.rules)
app.command("eval")(caring.evaluate)
app.command("train")(caring.train)
app.command("doctor")(caring.doctor)
app.command("serve")(caring.serve)


def main() -> None:
    """Runs a command; an error that a person can act on becomes one line and exit code 2."""
    try:
        _speak_utf8()
        raise SystemExit(app(prog_name="ordhallig", standalone_mode=False) or 0)
    except AssistantError as error:
        _refuse(str(error))
    except typer.TyperException as error:
        _refuse(_bad_use(error))
    except typer.Abort:
        raise SystemExit(130) from None
    except BrokenPipeError:  # the reader of our output has left before its end: nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _refuse("standard output cannot be written: no space left")


def _speak_utf8() -> None:
    """Whatever the locale says; a stream that was closed is named where it is missing."""
    if sys.stdout is None:
        raise Unavailable("standard output is closed")
    for stream in filter(None, (sys.stdin, sys.stdout, sys.stderr)):
        stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stderr else "strict")


def _bad_use(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    said = " ".join(error.format_message().replace("Value error, ", "").split()).rstrip(".")
    return f"{said} (see {context.command_path if context else 'ordhallig'} --help)"


def _refuse(line: str) -> None:
    typer.echo(f"ordhallig: {line}", err=True)
    raise SystemExit(2)
