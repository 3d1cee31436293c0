"""`ordhallig users`: who may sign in, and in which role."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assistant.cli import inputs
from assistant.door import ROLES, Role, Users, passwords
from assistant.errors import BadInput

app = typer.Typer(help="Who may sign in to the window (AUTH=users), and in which role.")

Name = Annotated[str, typer.Argument(help="The name, as it stands under replies and promises.")]
InRole = Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}; a lead sees everybody's figures.")]


@app.command()
def add(
    name: Name,
    role: InRole = "agent",
    password: Annotated[bool, typer.Option(help="Without: for a role only, where a proxy signs people in.")] = True,
) -> None:
    """Add a user; asks for the password, or reads it as one line of standard input."""
    users, role_given = _users(), _role(role)
    if users.get(name) is not None:
        raise BadInput(f"is a user already: {name}", where=str(users.file), now="see `users password` and `users role`")
    user = users.put(name, role_given, _asked() if password else None)
    typer.echo(f"{users.file}: {user.person.name}, {user.person.role}")


@app.command("password")
def set_password(name: Name) -> None:
    """Give a user another password; that ends the user's sessions."""
    users = _users()
    user = users.known(name)
    users.put(user.person.name, user.person.role, _asked())


@app.command("role")
def set_role(name: Name, role: Annotated[str, typer.Argument(help=f"One of {', '.join(ROLES)}.")]) -> None:
    """Give a user another role, from the next click on."""
    _users().give(name, _role(role))


@app.command()
def remove(name: Name) -> None:
    """Remove a user; that ends the user's sessions."""
    _users().remove(name)


@app.command("list")
def list_all() -> None:
    """Every user with the role."""
    for user in _users().all():
        typer.echo(f"{user.person.role:6} {user.person.name}{'' if user.password else ' (no password)'}")


def _users() -> Users:
    return Users(inputs.settings().users_file)


def _role(role: str) -> Role:
    for known in ROLES:
        if role == known:
            return known
    raise BadInput(f"{role!r} is no role", where="the role", now=f"one of {', '.join(ROLES)}")


def _asked() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    ask = f"Password ({passwords.SHORTEST} characters or more)"
    return str(typer.prompt(ask, hide_input=True, confirmation_prompt=True))
