"""Asks the sources: a read-only query or an address that answers JSON -> a fact, or why there is none."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from assistant.case import Fact, Money, When
from assistant.casefile import local, when_from
from assistant.errors import BadInput
from assistant.sources.mapping import Source

_LARGEST = 1_000_000
"""Bytes of an answer that are read."""


@dataclass(frozen=True, slots=True)
class Found:
    source: str
    fact: Fact

    def __str__(self) -> str:
        return f"{self.source}: {self.fact.about}: {self.fact.says}"


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a source gave no fact: nothing to ask with, no such record, no answer in time, or another shape."""

    source: str
    why: Literal["unasked", "not found", "no answer", "wrong shape"]
    told: str = ""

    def __str__(self) -> str:
        return f"{self.source}: {self.why}{f' ({self.told})' if self.told else ''}"


Answer = Found | Missing


def look_up(sources: Sequence[Source], given: Mapping[str, str], now: datetime) -> Iterator[Answer]:
    """What each source says, in order. `given` are the values to ask with, `now` carries a zone."""
    for source in sources:
        yield _asked(source, given, local(now).replace(microsecond=0))


def told_in(text: str, names: Iterable[str]) -> dict[str, str]:
    """What a customer's words give to ask with, the last said: «order 1001», «ordernummer: 1001», «order no. 1001»."""
    number = r"s?\s?(?:nummer|nr|number|no)?\.?\s*[:#]?\s*((?=[\w-]*\d)[\w-]+)"
    said = {name: re.findall(rf"\b{re.escape(name)}{number}", text, re.IGNORECASE) for name in names}
    return {name: values[-1] for name, values in said.items() if values}


def _asked(source: Source, given: Mapping[str, str], now: datetime) -> Answer:
    lacking = [name for name in source.needs if not given.get(name, "").strip()]
    if lacking:
        return Missing(source.name, "unasked", f"needs {lacking[0]}")
    values = {name: given[name].strip() for name in source.needs}
    try:
        record = _from_sql(source, values) if source.sql else _from_http(source, values)
    except (OSError, TimeoutError, ConnectionError) as error:
        return Missing(source.name, "no answer", type(error).__name__)
    except _WrongShape as error:
        return Missing(source.name, "wrong shape", str(error))
    if record is None:
        return Missing(source.name, "not found")
    try:
        return Found(source.name, _fact(source, record, now))
    except _WrongShape as error:
        return Missing(source.name, "wrong shape", str(error))


class _WrongShape(Exception):
    """The answer is not what the map says. Never leaves this room."""


def _from_sql(source: Source, values: Mapping[str, str]) -> Mapping[str, Any] | None:
    """The first row; the connection cannot write, and gives up after the source's seconds."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import OperationalError, SQLAlchemyError
    from sqlalchemy.pool import NullPool

    assert source.sql
    assert source.database
    is_sqlite = source.database.startswith("sqlite")
    waits = {"timeout": source.seconds} if is_sqlite else {"connect_timeout": max(int(source.seconds), 2)}
    try:
        engine = create_engine(source.database, poolclass=NullPool, connect_args=waits)
        with engine.connect() as connection:
            if is_sqlite:
                connection.exec_driver_sql("PRAGMA query_only = ON")
            else:
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")
                connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(source.seconds * 1000)}")
            row = connection.execute(text(source.sql), dict(values)).mappings().first()
            return dict(row) if row is not None else None
    except OperationalError as error:
        raise ConnectionError(str(error.orig)) from None
    except (SQLAlchemyError, ImportError) as error:
        raise _WrongShape(type(error).__name__) from None


def _from_http(source: Source, values: Mapping[str, str]) -> Mapping[str, Any] | None:
    """The record that `rows` leads to; 404 means that there is none."""
    assert source.http
    address = source.http.format(**{name: urllib.parse.quote(value, safe="") for name, value in values.items()})
    request = urllib.request.Request(address, headers={"accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=source.seconds) as answer:
            data = json.loads(answer.read(_LARGEST))
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 404:
            return None
        raise ConnectionError(f"status {error.code}") from None
    except ValueError:
        raise _WrongShape("no JSON") from None
    for step in filter(None, source.rows.split(".")):
        if not isinstance(data, Mapping) or step not in data:
            raise _WrongShape(f"no {step}")
        data = data[step]
    if isinstance(data, list):
        data = data[0] if data else None
    if data is not None and not isinstance(data, Mapping):
        raise _WrongShape("no record")
    return data


def _fact(source: Source, record: Mapping[str, Any], now: datetime) -> Fact:
    """The record as a fact, as of the time that it names or of now."""
    try:
        says = source.says.format_map(record)
    except (KeyError, ValueError) as error:
        raise _WrongShape(f"no {error}") from None
    as_of = _when(record, source.as_of)
    return Fact(
        about=source.about,
        says=says,
        by=_when(record, source.by),
        amount=_amount(record, source.amount),
        holds=_truth(record, source.holds),
        source=source.name,
        as_of=as_of if isinstance(as_of, datetime) else now,
    )


def _field(record: Mapping[str, Any], name: str | None) -> Any:
    if name is None:
        return None
    if name not in record:
        raise _WrongShape(f"no {name}")
    return record[name]


def _when(record: Mapping[str, Any], name: str | None) -> When | None:
    value = _field(record, name)
    if value is None:
        return None
    try:
        return when_from(str(value), str(name))
    except BadInput:
        raise _WrongShape(f"{name} is no time") from None


def _amount(record: Mapping[str, Any], name: str | None) -> Money | None:
    value = _field(record, name)
    try:
        return None if value is None else Money(Decimal(str(value)), str(record.get("currency") or "SEK"))
    except InvalidOperation:
        raise _WrongShape(f"{name} is no sum") from None


def _truth(record: Mapping[str, Any], name: str | None) -> bool | None:
    value = _field(record, name)
    if value is None or isinstance(value, bool):
        return value
    if value in (0, 1):
        return bool(value)
    raise _WrongShape(f"{name} is neither true nor false")
