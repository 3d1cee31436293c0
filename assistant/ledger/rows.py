"""Records -> rows of the tables, and rows -> records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, select

from assistant.case import OVERPROMISES, Because, Case, Finding, Money, Promise
from assistant.ledger.records import Owed, Receipt, Reply, is_whole_day, moment
from assistant.ledger.tables import cases, promises, replies, state

MADE = "made"

_OWED: tuple[Any, ...] = (
    promises.c.id,
    promises.c.case_id,
    cases.c.customer,
    promises.c.quote,
    promises.c.about,
    promises.c.who,
    replies.c.sent,
    state.c.due,
    state.c.whole_day,
    promises.c.amount,
    promises.c.currency,
    promises.c.because,
    promises.c.verdict,
    promises.c.kind,
    promises.c.reason,
    state.c.settled,
    state.c.moved,
)


def owed_query() -> Select[Any]:
    """Promises as they stand; add `where` and `order_by`."""
    return (
        select(*_OWED)
        .join(replies, replies.c.id == promises.c.reply_id)
        .join(cases, cases.c.id == promises.c.case_id)
        .join(state, state.c.promise_id == promises.c.id)
    )


def owed(row: Row[Any]) -> Owed:
    return Owed(
        id=row.id,
        case=row.case_id,
        customer=row.customer,
        quote=row.quote,
        about=row.about,
        who=row.who,
        made=row.sent,
        due=row.due,
        whole_day=bool(row.whole_day),
        amount=None if row.amount is None else Money(row.amount, row.currency),
        because=row.because,
        verdict=row.verdict,
        kind=row.kind,
        reason=row.reason,
        state=row.settled or "open",
        moved=row.moved,
    )


def rehearsed(reply: Reply) -> Receipt:
    """The receipt that recording the reply would give; nothing is written."""
    made = tuple(
        Owed(
            id=0,
            case=row["case_id"],
            customer=reply.case.customer,
            quote=row["quote"],
            about=row["about"],
            who=row["who"],
            made=reply.sent,
            due=row["due"],
            whole_day=row["whole_day"],
            amount=None if row["amount"] is None else Money(row["amount"], row["currency"]),
            because=row["because"],
            verdict=row["verdict"],
            kind=row["kind"],
            reason=row["reason"],
            state="open",
            moved=0,
        )
        for row in promise_rows(reply)
    )
    return Receipt(reply.case.id or "", reply.sent, made, recorded=False)


def case_row(reply: Reply) -> dict[str, Any]:
    case = reply.case
    return {
        "id": case.id,
        "opened": reply.sent,
        "language": case.language,
        "customer": case.customer,
        "owner": case.owner,
    }


def reply_row(reply: Reply) -> dict[str, Any]:
    return {
        "key": reply.key,
        "case_id": reply.case.id,
        "sent": reply.sent,
        "by": reply.by,
        "language": reply.review.language,
        "text": reply.text,
        "writer": reply.writer,
        "playbook": reply.playbook,
        "reason": reply.reason,
        "warnings": [_warning(f) for f in reply.review.findings],
        "messages": [_plain(asdict(m)) for m in reply.case.messages],
        "facts": [_plain(asdict(f)) for f in reply.case.facts],
    }


def promise_rows(reply: Reply) -> Iterator[dict[str, Any]]:
    """One row a promise; an estimate that was openly hedged binds nobody and is left out."""
    for promise in _told_once(reply.text, reply.review.promises):
        yield {
            "case_id": reply.case.id,
            "quote": promise.quote,
            "about": promise.about,
            "who": reply.case.owner or reply.by,
            "due": moment(promise.by) if promise.by else None,
            "whole_day": is_whole_day(promise.by),
            "amount": promise.amount.amount if promise.amount else None,
            "currency": promise.amount.currency if promise.amount else None,
            "because": told(promise.because, reply.case),
            "verdict": promise.verdict,
            "kind": promise.kind,
            "reason": reply.reason if promise.verdict == "overpromise" else None,
        }


def made_event(reply: Reply, promise_id: int) -> dict[str, Any]:
    return {"promise_id": promise_id, "kind": MADE, "at": reply.sent, "by": reply.by}


def told(because: Because, case: Case) -> str | None:
    """What decided a promise's worth, in words that stand for themselves: the fact with its source, or the policy."""
    if because.fact is not None:
        fact = case.facts[because.fact]
        return f"{fact.says or fact.about} ({fact.source})" if fact.source else fact.says or fact.about
    return because.policy


def _told_once(text: str, found: tuple[Promise, ...]) -> Iterator[Promise]:
    """A promise told in two neighbouring sentences counts once (`spec/overpromise.md`, settled point 2)."""
    previous: Promise | None = None
    for promise in found:
        if promise.verdict == "hedged":
            continue
        if not (previous and _is_same(previous, promise) and not text[previous.end : promise.start].strip()):
            yield promise
        previous = promise


def _is_same(a: Promise, b: Promise) -> bool:
    return a.by is not None and (a.about, a.by, a.amount) == (b.about, b.by, b.amount)


def _warning(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "kind": finding.kind,
        "quote": finding.quote,
        "overpromise": finding.kind in OVERPROMISES,
    }


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """The values as JSON can hold them; what is not known is left out."""
    return {key: _plain_value(value) for key, value in data.items() if value is not None}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return _plain(value) if isinstance(value, dict) else value
