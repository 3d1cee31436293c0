"""The ledger's tables as SQLAlchemy sees them, and the types that keep its values honest.

The schema itself is made by `assistant/migrations`; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
)

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. A time without a zone is refused: nobody could tell what it meant."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment in the ledger needs a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Hundredths(TypeDecorator[Decimal]):
    """A sum, kept exactly as a whole number of hundredths."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int((value * 100).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


cases = Table(
    "cases",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("opened", Moment, nullable=False),
    Column("language", String(2)),
    Column("customer", Text),
    Column("owner", Text),
    Column("last_sent", Moment),
    Column("closed", Moment),
    Column("words", Text),
    Column("opening", Text),
)
_UNCLOSED = cases.c.closed.is_(None)
Index("ix_cases_open", cases.c.last_sent, sqlite_where=_UNCLOSED, postgresql_where=_UNCLOSED)
Index("ix_cases_owner", cases.c.owner, sqlite_where=_UNCLOSED, postgresql_where=_UNCLOSED)


replies = Table(
    "replies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(80), nullable=False, unique=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("sent", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("text", Text, nullable=False),
    Column("writer", Text, nullable=False),
    Column("playbook", String(80)),
    Column("reason", Text),
    Column("warnings", JSON, nullable=False),
    Column("messages", JSON, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("channel", String(20), nullable=False, server_default="mail"),
    Column("prompts", String(80)),
    Column("draft", Text),
    Column("shown", JSON, nullable=False, server_default="[]"),
    Column("passages", JSON, nullable=False, server_default="[]"),
)

promises = Table(
    "promises",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reply_id", ForeignKey("replies.id"), nullable=False, index=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("quote", Text, nullable=False),
    Column("about", String(20), nullable=False),
    Column("who", Text, nullable=False),
    Column("due", Moment),
    Column("whole_day", Boolean, nullable=False),
    Column("amount", Hundredths),
    Column("currency", String(3)),
    Column("because", Text),
    Column("verdict", String(20), nullable=False),
    Column("kind", String(20)),
    Column("reason", Text),
    Column("watched", Boolean, nullable=False, server_default=false()),
)

events = Table(
    "promise_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("promise_id", ForeignKey("promises.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("note", Text),
    Column("due", Moment),
    Column("whole_day", Boolean),
)

standing = Table(
    "promise_standing",
    metadata,
    Column("promise_id", ForeignKey("promises.id"), primary_key=True, autoincrement=False),
    Column("who", Text, nullable=False),
    Column("due", Moment),
    Column("whole_day", Boolean, nullable=False),
    Column("moved", Integer, nullable=False),
    Column("settled", String(20)),
    Column("missed", Boolean, nullable=False),
    Column("untold", Moment),
)
"""Where each promise stands, written with every event in its transaction: `promise_state` in a form that
can be searched. `missed`: a time passed unkept before the promise was moved; `untold`: the time that was
moved and that the customer has not been told of."""
_OPEN = standing.c.settled.is_(None)
Index("ix_standing_due", standing.c.due, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("ix_standing_who", standing.c.who, standing.c.due, sqlite_where=_OPEN, postgresql_where=_OPEN)

case_events = Table(
    "case_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("note", Text),
    Column("to", Text),
    Column("previous", Text),
    Column("public", Boolean, nullable=False),
)

links = Table(
    "case_links",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("made", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("revoked", Moment),
)
"""The customer's pages. `token` is a hash: who reads the database cannot open a page."""

OUTCOMES = ("made", "kept", "late", "broken", "withdrawn", "moved")
promise_tally = Table(
    "promise_tally",
    metadata,
    Column("week", Date, primary_key=True),
    Column("who", Text, primary_key=True),
    Column("about", String(20), primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("anyway", Boolean, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in OUTCOMES),
)
"""Promises by the Monday of the week they were made in; outlives the promises themselves."""

WARNED = ("replies", "shown", "fixed", "anyway")
reply_tally = Table(
    "reply_tally",
    metadata,
    Column("week", Date, primary_key=True),
    Column("who", Text, primary_key=True),
    Column("channel", String(20), primary_key=True),
    *(Column(name, Integer, nullable=False) for name in WARNED),
)

USED = ("used", "unchanged", "kept")
entry_tally = Table(
    "entry_tally",
    metadata,
    Column("week", Date, primary_key=True),
    Column("entry", String(40), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("version", String(64), primary_key=True),
    *(Column(name, Integer, nullable=False) for name in USED),
)
"""The playbook's entries by the week in which replies that leaned on them were sent, and by version."""

model_calls = Table(
    "model_calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("case_id", String(80), index=True),
    Column("task", String(20), nullable=False),
    Column("model", Text, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("is_estimate", Boolean, nullable=False),
)
"""What each call of a language model took. No foreign key: a draft is written before its case is in the ledger."""

forgetting = Table("forgetting", metadata, Column("since", Moment, primary_key=True))
"""Holds a row only inside the transaction that makes old cases forgotten: then events may be changed."""

state = Table(
    "promise_state",
    MetaData(),  # a view: made by the migration, never by create_all
    Column("promise_id", Integer, primary_key=True),
    Column("settled", String(20)),
    Column("moved", Integer),
    Column("due", Moment),
    Column("whole_day", Boolean),
)
"""Where each promise stands, seen from its events: `settled` is its last kept, broken or withdrawn."""
