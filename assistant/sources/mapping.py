"""Reads the map of sources, strictly: an unknown key, a query that writes or a missing slot stops with file and key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.case import ABOUT
from assistant.errors import BadInput, BadSetting

_KEYS = {
    "name",
    "about",
    "sql",
    "database",
    "http",
    "rows",
    "needs",
    "says",
    "by",
    "amount",
    "holds",
    "as_of",
    "seconds",
}
_REQUIRED = ("name", "about", "needs", "says")
_READS = re.compile(r"\s*(?:SELECT|WITH)\b", re.IGNORECASE)
_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Source:
    """Where one kind of fact is looked up. Exactly one of `sql` (with `database`) and `http` is given.

    `needs` names what must be known to ask, such as the order number: `:order` in a query, `{order}` in an
    address. `says` is a sentence with the answer's fields in braces; `by`, `amount`, `holds` and `as_of` name
    the fields that hold them. `rows` is the way to the record in a JSON answer, such as `data.order`.
    """

    name: str
    about: str
    needs: tuple[str, ...]
    says: str
    sql: str | None = None
    database: str | None = None
    http: str | None = None
    rows: str = ""
    by: str | None = None
    amount: str | None = None
    holds: str | None = None
    as_of: str | None = None
    seconds: float = _SECONDS


def read_sources(file: Path | None) -> tuple[Source, ...]:
    """The sources of a map; BadSetting when none is set, BadInput with file and key for a fault."""
    if file is None:
        raise BadSetting(
            "is not set", where="SOURCES", now="name a YAML file; assistant/sources/demo.yaml is an example"
        )
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"cannot be read: {type(error).__name__}", where=str(file)) from None
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        raise BadInput("must be a list of sources", where=str(file))
    return tuple(_source(entry, file, number) for number, entry in enumerate(data, 1))


def _source(entry: dict[str, Any], file: Path, number: int) -> Source:
    where = f"{file}: source {number}"
    if strange := sorted(set(entry) - _KEYS):
        raise BadInput(f"unknown key {strange[0]!r}", where=where, now=f"allowed are {', '.join(sorted(_KEYS))}")
    if missing := [key for key in _REQUIRED if key not in entry]:
        raise BadInput(f"lacks {missing[0]!r}", where=where)
    if entry["about"] not in ABOUT:
        raise BadInput(f"{entry['about']!r} is not what a fact can be about", where=where, now=", ".join(ABOUT))
    if ("sql" in entry) == ("http" in entry) or ("sql" in entry) != ("database" in entry):
        raise BadInput("needs sql with database, or http", where=where)
    if "sql" in entry and (not _READS.match(entry["sql"]) or ";" in entry["sql"].rstrip().rstrip(";")):
        raise BadInput("may only hold one query that reads", where=f"{where}, sql", now="begin it with SELECT")
    database = str(entry["database"]).replace("{here}", str(file.parent.resolve())) if "database" in entry else None
    return Source(**(entry | {"needs": tuple(entry["needs"]), "database": database}))
