"""The cases of the ledger: who owns them, what has happened in them, and the customer's own page."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, and_, insert, or_, select, update

from assistant.case import Message
from assistant.casefile import local
from assistant.errors import BadInput
from assistant.ledger import rows
from assistant.ledger.opening import reading, writing
from assistant.ledger.records import Owed
from assistant.ledger.story import Entry, entries
from assistant.ledger.tables import case_events, cases, links, promises, replies, standing

_FOUND = 50
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Matter:
    """A case as the ledger has it. `last_sent` is when we last wrote to the customer, `opening` how they began."""

    id: str
    customer: str | None
    owner: str | None
    language: str | None
    opened: datetime
    last_sent: datetime | None
    closed: datetime | None
    opening: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with its promises and its whole story, oldest first."""

    matter: Matter
    promises: tuple[Owed, ...]
    story: tuple[Entry, ...]

    @property
    def handed(self) -> tuple[Entry, ...]:
        """Each time that the case was handed on."""
        return tuple(entry for entry in self.story if entry.kind == "handed")


_MATTER = tuple(cases.c[name] for name in Matter.__dataclass_fields__)


class Casebook:
    """Reads and writes cases; every call is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, words: str = "", *, owner: str | None = None, limit: int = _FOUND) -> list[Matter]:
        """Cases that hold all the words in number, customer or thread, the last written to first."""
        query = select(*_MATTER).order_by(cases.c.last_sent.desc(), cases.c.id).limit(limit)
        for word in words.casefold().split():
            query = query.where(cases.c.words.contains(word, autoescape=True))
        if owner is not None:
            query = query.where(cases.c.owner == owner)
        with reading(self._engine) as connection:
            return [Matter(*row) for row in connection.execute(query)]

    def waiting(self, before: datetime, *, owner: str | None = None, limit: int = _FOUND) -> list[Matter]:
        """Open cases in which we last wrote before a moment, the longest silent first."""
        query = select(*_MATTER).where(cases.c.closed.is_(None), cases.c.last_sent < before)
        if owner is not None:
            query = query.where(cases.c.owner == owner)
        with reading(self._engine) as connection:
            return [Matter(*row) for row in connection.execute(query.order_by(cases.c.last_sent).limit(limit))]

    def has(self, id: str) -> bool:
        with reading(self._engine) as connection:
            return connection.execute(select(cases.c.id).where(cases.c.id == id)).first() is not None

    def dossier(self, id: str) -> Dossier:
        """A case with all that has happened in it; BadInput when there is none with this number."""
        with reading(self._engine) as connection:
            row = connection.execute(select(*_MATTER).where(cases.c.id == id)).one_or_none()
            if row is None:
                raise _unknown(id)
            query = rows.owed_query().where(promises.c.case_id == id).order_by(promises.c.id)
            owed = tuple(rows.owed(found) for found in connection.execute(query))
            return Dossier(Matter(*row), owed, entries(connection, id, owed))

    def unseen(self, id: str, thread: Sequence[Message], key: str) -> list[Message]:
        """What the customer wrote and we sent in the case that a thread does not have, but for the reply with `key`."""
        known = {message.text for message in thread}
        query = select(replies.c.key, replies.c.text, replies.c.messages, replies.c.sent).where(replies.c.case_id == id)
        found = dict[str, Message]()
        with reading(self._engine) as connection:
            for reply in connection.execute(query.order_by(replies.c.id)):
                at = local(reply.sent)
                heard = [Message("customer", m["text"], at) for m in reply.messages if m["sender"] == "customer"]
                ours = [Message("agent", reply.text, at)] if reply.key != key else []
                found |= {message.text: message for message in (*heard, *ours) if message.text not in known | {""}}
        return list(found.values())

    def failed(self, id: str, now: datetime) -> list[Owed]:
        """The promises of a case that were not kept, or that have passed their time unkept, oldest first."""
        passed = and_(
            standing.c.settled.is_(None), or_(standing.c.due < now, standing.c.untold < now, standing.c.missed)
        )
        ours = (promises.c.case_id == id, promises.c.watched.is_(False))
        query = rows.owed_query().where(*ours, or_(standing.c.settled == "broken", passed))
        with reading(self._engine) as connection:
            return [rows.owed(row) for row in connection.execute(query.order_by(promises.c.id))]

    def handed_by(self, id: str) -> str | None:
        """Who owned the case before it was handed on, where the customer has not been written to since."""
        later = select(cases.c.last_sent).where(cases.c.id == id).scalar_subquery()
        query = select(case_events.c.previous).where(
            case_events.c.case_id == id, case_events.c.kind == "handed", case_events.c.at > later
        )
        with reading(self._engine) as connection:
            return connection.execute(query.order_by(case_events.c.id).limit(1)).scalar_one_or_none()

    def hand_over(self, id: str, to: str, *, by: str, reason: str, at: datetime | None = None) -> None:
        """Gives the case another owner; asks for a reason. What was promised stays with whoever promised it."""
        if not reason.strip():
            raise BadInput("is not handed on without a reason", where=f"case {id}", now="say why")
        if not to.strip():
            raise BadInput("needs the name of its new owner", where=f"case {id}", now="give a name")
        with writing(self._engine) as connection:
            owner = _owner(connection, id)
            if owner == to.strip():
                raise BadInput(f"is already {owner}'s", where=f"case {id}", now="name somebody else")
            connection.execute(update(cases).where(cases.c.id == id).values(owner=to.strip()))
            _note(connection, id, "handed", by, at, note=reason.strip(), to=to.strip(), previous=owner)

    def close(self, id: str, *, by: str, at: datetime | None = None) -> None:
        """Ends a case; BadInput while something promised in it is still open."""
        with writing(self._engine) as connection:
            _owner(connection, id)
            held = select(promises.c.id).join(standing, standing.c.promise_id == promises.c.id)
            query = held.where(promises.c.case_id == id, standing.c.settled.is_(None)).limit(1)
            if (still := connection.execute(query).scalar_one_or_none()) is not None:
                raise BadInput(f"promise {still} is still open", where=f"case {id}", now="note first what became of it")
            connection.execute(update(cases).where(cases.c.id == id).values(closed=at or datetime.now(UTC)))
            _note(connection, id, "closed", by, at)

    def reopen(self, id: str, *, by: str, at: datetime | None = None) -> None:
        """A closed case is open again."""
        with writing(self._engine) as connection:
            _owner(connection, id)
            connection.execute(update(cases).where(cases.c.id == id).values(closed=None))
            _note(connection, id, "reopened", by, at)

    def note(self, id: str, text: str, *, by: str, public: bool = False, at: datetime | None = None) -> None:
        """Something to remember of the case; `public` shows it on the customer's page."""
        if not text.strip():
            raise BadInput("holds no text", where=f"case {id}: note", now="write it")
        with writing(self._engine) as connection:
            _owner(connection, id)
            _note(connection, id, "noted", by, at, note=text.strip(), public=public)

    # The customer's page

    def open_page(self, id: str, *, by: str, days: int, at: datetime | None = None) -> str:
        """A token for a page of this case, good for so many days; it is told once and kept as a hash only."""
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), at or datetime.now(UTC)
        values = {"token": _hashed(token), "case_id": id, "made": now, "by": by, "expires": now + timedelta(days=days)}
        with writing(self._engine) as connection:
            _owner(connection, id)
            connection.execute(insert(links).values(values))
            _note(connection, id, "linked", by, now)
        return token

    def close_pages(self, id: str, *, by: str, at: datetime | None = None) -> None:
        """Revokes every page of the case."""
        with writing(self._engine) as connection:
            _owner(connection, id)
            mine = (links.c.case_id == id, links.c.revoked.is_(None))
            connection.execute(update(links).where(*mine).values(revoked=at or datetime.now(UTC)))
            _note(connection, id, "unlinked", by, at)

    def page(self, token: str, now: datetime) -> Dossier | None:
        """The case that a token opens now; None for a token that is unknown, has expired or was revoked."""
        query = select(links.c.case_id).where(
            links.c.token == _hashed(token), links.c.revoked.is_(None), links.c.expires > now
        )
        with reading(self._engine) as connection:
            id = connection.execute(query).scalar_one_or_none()
        return self.dossier(id) if id is not None else None


def _owner(connection: Connection, id: str) -> str | None:
    """The owner of a case that is there; BadInput when it is not."""
    row = connection.execute(select(cases.c.owner).where(cases.c.id == id).with_for_update()).one_or_none()
    if row is None:
        raise _unknown(id)
    return str(row.owner) if row.owner is not None else None


def _unknown(id: str) -> BadInput:
    return BadInput("is not in the ledger", where=f"case {id}", now="see the numbers in `cases find`")


def _note(connection: Connection, id: str, kind: str, by: str, at: datetime | None, **more: Any) -> None:
    if not by.strip():
        raise BadInput("has nobody behind it", where=f"case {id}", now="give a name")
    values = {"case_id": id, "kind": kind, "at": at or datetime.now(UTC), "by": by, "public": False} | more
    connection.execute(insert(case_events).values(values))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
