"""Records -> rows of the tables, and rows -> records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, select

from assistant.case import OVERPROMISES, Because, Case, Finding, Money, Promise
from assistant.dismissing import Dismissal, dismissal_of, still_open
from assistant.ledger.owing import about, owing
from assistant.ledger.records import Owed, Receipt, Reply, is_whole_day, moment
from assistant.ledger.tables import cases, promises, replies, standing
from assistant.naming import first_words

_SEARCHED = 4000
"""Characters of a case's thread that its search reads."""

_OWED: tuple[Any, ...] = (
    promises.c.id,
    promises.c.case_id,
    cases.c.customer,
    promises.c.quote,
    promises.c.about,
    promises.c.who,
    replies.c.sent,
    standing.c.due,
    standing.c.whole_day,
    promises.c.amount,
    promises.c.currency,
    promises.c.because,
    promises.c.verdict,
    promises.c.kind,
    promises.c.reason,
    standing.c.settled,
    standing.c.moved,
    cases.c.owner,
    standing.c.missed,
    standing.c.untold,
    promises.c.watched,
    cases.c.opening,
)


@cache
def owed_query() -> Select[Any]:
    """Promises as they stand; add `where` and `order_by`."""
    return (
        select(*_OWED)
        .join(replies, replies.c.id == promises.c.reply_id)
        .join(cases, cases.c.id == promises.c.case_id)
        .join(standing, standing.c.promise_id == promises.c.id)
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
        owner=row.owner,
        missed=bool(row.missed),
        untold=row.untold,
        watched=bool(row.watched),
        opening=row.opening,
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
            owner=reply.case.owner,
            watched=row["watched"],
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
        "last_sent": reply.sent,
        "closed": None,
        "words": searched(case),
        "opening": first_words(case),
    }


def searched(case: Case) -> str:
    """What a search over cases reads, in small letters: number, customer, and what has been written."""
    thread = " ".join(message.text for message in case.messages)[:_SEARCHED]
    return " ".join(filter(None, [case.id, case.customer, thread])).casefold()


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
        "channel": reply.channel,
        "prompts": reply.prompts,
        "draft": reply.draft if reply.draft != reply.text else None,
        "shown": [_warning(f) for f in reply.shown],
        "passages": [{"entry": p.entry, "heading": p.heading, "version": p.version} for p in reply.passages],
        "warnings": [_warning(f) | _dismissed(f, reply) for f in reply.review.findings],
        "messages": [_plain(asdict(m)) for m in reply.case.messages],
        "facts": [_plain(asdict(f)) for f in reply.case.facts],
    }


def promise_rows(reply: Reply) -> Iterator[dict[str, Any]]:
    """One row a promise; an estimate that was openly hedged binds nobody and is left out, and so is what was merely
    told, and what the agent says is no promise."""
    for promise in _told_once(reply.text, reply.review.promises):
        dismissed = [d for f, d in dismissals(reply) if f.start < promise.end and promise.start < f.end]
        stands = owing(promise, reply.case)
        if stands == "told" or any(dismissal.no_promise for dismissal in dismissed):
            continue
        reason = "; ".join(dict.fromkeys(d.reason for d in dismissed)) or reply.reason
        yield {
            "case_id": reply.case.id,
            "quote": promise.quote,
            "about": about(promise, reply.case),
            "who": reply.case.owner or reply.by,
            "due": moment(promise.by) if promise.by else None,
            "whole_day": is_whole_day(promise.by),
            "amount": promise.amount.amount if promise.amount else None,
            "currency": promise.amount.currency if promise.amount else None,
            "because": told(promise.because, reply.case),
            "verdict": promise.verdict,
            "kind": promise.kind,
            "reason": reason if promise.verdict == "overpromise" else None,
            "watched": stands == "watch",
        }


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


def _dismissed(finding: Finding, reply: Reply) -> dict[str, str]:
    dismissal = dismissal_of(finding, reply.dismissed)
    return {"dismissed": dismissal.reason} if dismissal else {}


def dismissals(reply: Reply) -> list[tuple[Finding, Dismissal]]:
    """The findings of the text that was sent which the agent had dismissed, and how."""
    found = ((finding, dismissal_of(finding, reply.dismissed)) for finding in reply.review.findings)
    return [(finding, dismissal) for finding, dismissal in found if dismissal]


def dismissal_rows(reply: Reply) -> list[dict[str, Any]]:
    """An event of the case for each warning that was dismissed."""
    base = {"case_id": reply.case.id, "kind": "dismissed", "at": reply.sent, "by": reply.by, "public": False}
    return [base | {"note": f"{d.reason}: {d.quote}"} for _, d in dismissals(reply)]


def warned(reply: Reply) -> dict[str, int]:
    """How many warnings the agent was shown, how many of those were mended, how many overpromises went anyway."""
    sent = {(f.rule, f.quote) for f in reply.review.findings}
    shown = {(f.rule, f.quote) for f in reply.shown if f.severity != "info"}
    left = {(f.rule, f.quote) for f in reply.review.findings if f.severity != "info"}
    anyway = sum(f.kind in OVERPROMISES for f in still_open(reply.review.findings, reply.dismissed))
    return {"replies": 1, "shown": len(shown | left), "fixed": len(shown - sent), "anyway": anyway}


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """The values as JSON can hold them; what is not known is left out."""
    return {key: _plain_value(value) for key, value in data.items() if value is not None}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return _plain(value) if isinstance(value, dict) else value
