"""The file of users: name, role, and the hash of a password. Written by `python -m assistant users`."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from assistant.door import passwords
from assistant.errors import BadInput, Unavailable

Role = Literal["agent", "lead", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
_LONGEST = 80
_HEAD = "# Who may sign in: written by `python -m assistant users add NAME`.\n"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in. A lead sees the figures of others too; an admin all that a lead sees, and who may sign in."""

    name: str
    role: Role

    @property
    def is_lead(self) -> bool:
        return self.role in ("lead", "admin")

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"


@dataclass(frozen=True, slots=True)
class User:
    """One entry of the file. `password` is a hash; None where only a proxy lets this user in."""

    person: Person
    password: str | None

    @property
    def stamp(self) -> str:
        """Another one for every password, so that a new password ends the old sessions."""
        return hashlib.sha256(f"{self.person.name}\n{self.password}".encode()).hexdigest()[:16]


class Users:
    """The users in one file, read anew when the file has changed. A missing file has none."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._seen: tuple[int, int, int] | None = None
        self._users: Mapping[str, User] = {}

    def all(self) -> tuple[User, ...]:
        """Every user, by name; BadInput with file and name where the file has a fault."""
        return tuple(user for _, user in sorted(self._read().items()))

    def get(self, name: str) -> User | None:
        return self._read().get(_key(name))

    def put(self, name: str, role: Role, password: str | None) -> User:
        """Adds a user or replaces one, with a password in plain text or None."""
        user = User(Person(named(name), role), passwords.hashed(password) if password is not None else None)
        self._write({**self._read(), _key(name): user})
        return user

    def give(self, name: str, role: Role) -> None:
        """Another role for a user; BadInput where there is none with that name."""
        user = self.known(name)
        self._write({**self._read(), _key(name): User(Person(user.person.name, role), user.password)})

    def remove(self, name: str) -> None:
        self.known(name)
        self._write({key: user for key, user in self._read().items() if key != _key(name)})

    def known(self, name: str) -> User:
        user = self.get(name)
        if user is None:
            raise BadInput(f"has no user {name!r}", where=str(self.file), now="see `users list`")
        return user

    def _read(self) -> Mapping[str, User]:
        try:
            state = self.file.stat()
            seen = (state.st_mtime_ns, state.st_size, state.st_ino)
            if seen != self._seen:
                self._users = _users(self.file)
                self._seen = seen
        except FileNotFoundError:
            self._users, self._seen = {}, None
        except OSError as error:
            raise Unavailable(f"cannot be read: {error.strerror}", where=str(self.file)) from None
        return self._users

    def _write(self, users: Mapping[str, User]) -> None:
        """The whole file or nothing, readable to its owner only."""
        data = {u.person.name: {"role": u.person.role, "password": u.password} for _, u in sorted(users.items())}
        text = _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
        half = self.file.with_suffix(".part")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            half.unlink(missing_ok=True)
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
                out.write(text)
            half.replace(self.file)
        except OSError as error:
            raise Unavailable(f"cannot be written: {error.strerror}", where=str(self.file)) from None


def named(name: str) -> str:
    """A name as it is kept, or BadInput."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise BadInput("must have 1 to 80 characters", where="the name")
    return name


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def _users(file: Path) -> dict[str, User]:
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"cannot be read: {type(error).__name__}", where=str(file)) from None
    if not isinstance(data, dict):
        raise BadInput("must name users", where=str(file), now="write it with `python -m assistant users add NAME`")
    users = {_key(str(name)): _user(str(name), entry, file) for name, entry in data.items()}
    if len(users) < len(data):
        raise BadInput("has the same name twice, small and capital letters aside", where=str(file))
    return users


def _user(name: str, entry: Any, file: Path) -> User:
    where = f"{file}: {name}"
    if not isinstance(entry, dict) or set(entry) - {"role", "password"}:
        raise BadInput("must have a role and a password, and nothing else", where=where)
    if entry.get("role") not in ROLES:
        raise BadInput("has no role that is known", where=where, now=f"one of {', '.join(ROLES)}")
    if entry.get("password") is not None and not passwords.is_hash(entry["password"]):
        raise BadInput("has no password that was hashed here", where=where, now="set one with `users password NAME`")
    return User(Person(named(name), entry["role"]), entry.get("password"))
