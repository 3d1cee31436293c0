"""The story of a case, read from what was kept of it: messages, facts as they changed, drafts, replies, promises, events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from assistant.casefile import STOCKHOLM
from assistant.ledger.records import Owed
from assistant.ledger.tables import case_events, events, promises, replies


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `kind`: heard (the customer wrote), known, unknown (a fact that came, that no longer
    holds), drafted, sent, made, moved, told, kept, broken, withdrawn (a promise), handed, closed, reopened, noted,
    linked, unlinked (the case). `text` is what was written or known, `promise` whose event it is."""

    at: datetime
    kind: str
    by: str = ""
    text: str = ""
    to: str = ""
    promise: Owed | None = None
    due: datetime | None = None
    public: bool = False


def entries(connection: Connection, case: str, owed: Sequence[Owed]) -> tuple[Entry, ...]:
    """Everything that happened in a case, oldest first; things of one moment in the order of the work."""
    told = [
        *_from_replies(connection, case),
        *_from_promises(connection, case, {promise.id: promise for promise in owed}),
        *_from_case(connection, case),
    ]
    return tuple(sorted(told, key=lambda entry: entry.at))


def _from_replies(connection: Connection, case: str) -> Iterator[Entry]:
    heard: set[str] = set()
    known: dict[str, Any] = {}
    query = select(replies).where(replies.c.case_id == case).order_by(replies.c.id)
    for reply in connection.execute(query):
        for message in reply.messages:
            if message["sender"] == "customer" and message["text"] not in heard:
                heard.add(message["text"])
                yield Entry(_moment(message.get("at"), reply.sent), "heard", text=message["text"], public=True)
        facts = {_fact(fact): fact for fact in reply.facts}
        for text in facts.keys() - known.keys():
            yield Entry(min(_moment(facts[text].get("as_of"), reply.sent), reply.sent), "known", text=text)
        for text in known.keys() - facts.keys():
            yield Entry(reply.sent, "unknown", text=text)
        known = facts
        if reply.draft:
            yield Entry(reply.sent, "drafted", reply.writer, reply.draft)
        yield Entry(reply.sent, "sent", reply.by, reply.text, public=True)


def _from_promises(connection: Connection, case: str, owed: dict[int, Owed]) -> Iterator[Entry]:
    query = select(events).join(promises, promises.c.id == events.c.promise_id).where(promises.c.case_id == case)
    for event in connection.execute(query.order_by(events.c.id)):
        promise = owed[event.promise_id]
        yield Entry(event.at, event.kind, event.by, event.note or "", promise=promise, due=event.due, public=True)


def _from_case(connection: Connection, case: str) -> Iterator[Entry]:
    query = select(case_events).where(case_events.c.case_id == case).order_by(case_events.c.id)
    for event in connection.execute(query):
        yield Entry(event.at, event.kind, event.by, event.note or "", event.to or "", public=event.public)


def _moment(text: str | None, otherwise: datetime) -> datetime:
    """A case file's local time as a moment; a message without a time is as old as the reply that has it."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).astimezone(UTC) if text else otherwise


def _fact(fact: dict[str, Any]) -> str:
    says = fact.get("says") or fact["about"]
    return f"{says} ({fact['source']})" if fact.get("source") else str(says)
