"""What the language model took: a row for each call, summed by case and by day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select

from assistant.case import Tokens
from assistant.ledger.tables import model_calls


def note(connection: Connection, at: datetime, case: str | None, task: str, model: str, took: Tokens) -> None:
    """Adds a call. A case that nobody has answered yet is not in the ledger, and its calls count all the same."""
    row = {"at": at, "case_id": case, "task": task, "model": model}
    counts = {"tokens_in": took.read, "tokens_out": took.written, "is_estimate": took.is_estimate}
    connection.execute(insert(model_calls).values(**row, **counts))


def of_case(connection: Connection, case: str) -> Tokens:
    return _sum(connection, model_calls.c.case_id == case)


def since(connection: Connection, at: datetime) -> Tokens:
    return _sum(connection, model_calls.c.at >= at)


def _sum(connection: Connection, which: ColumnElement[bool]) -> Tokens:
    of = model_calls.c
    estimates = func.count().filter(of.is_estimate)
    query = select(func.coalesce(func.sum(of.tokens_in), 0), func.coalesce(func.sum(of.tokens_out), 0), estimates)
    read, written, estimated = connection.execute(query.where(which)).one()
    return Tokens(int(read), int(written), estimated > 0)
