"""Cases, replies, promises and their events; events are never changed, and a view tells the state."""

import sqlalchemy as sa
from alembic import op

from assistant.ledger.tables import Hundredths, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("opened", Moment, nullable=False),
        sa.Column("language", sa.String(2)),
        sa.Column("customer", sa.Text),
        sa.Column("owner", sa.Text),
    )
    op.create_table(
        "replies",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(80), nullable=False, unique=True),
        sa.Column("case_id", sa.String(80), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("sent", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("writer", sa.Text, nullable=False),
        sa.Column("playbook", sa.String(80)),
        sa.Column("reason", sa.Text),
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.Column("messages", sa.JSON, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
    )
    op.create_table(
        "promises",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reply_id", sa.Integer, sa.ForeignKey("replies.id"), nullable=False, index=True),
        sa.Column("case_id", sa.String(80), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("due", Moment, index=True),
        sa.Column("whole_day", sa.Boolean, nullable=False),
        sa.Column("amount", Hundredths),
        sa.Column("currency", sa.String(3)),
        sa.Column("because", sa.Text),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20)),
        sa.Column("reason", sa.Text),
    )
    op.create_table(
        "promise_events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("promise_id", sa.Integer, sa.ForeignKey("promises.id"), nullable=False, index=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("due", Moment),
        sa.Column("whole_day", sa.Boolean),
    )
    op.execute(_STATE)
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


_STATE = """
CREATE VIEW promise_state AS
SELECT p.id AS promise_id,
       (SELECT e.kind FROM promise_events e
         WHERE e.promise_id = p.id AND e.kind IN ('kept', 'broken', 'withdrawn')
         ORDER BY e.id DESC LIMIT 1) AS settled,
       (SELECT count(*) FROM promise_events e WHERE e.promise_id = p.id AND e.kind = 'moved') AS moved,
       COALESCE((SELECT e.due FROM promise_events e WHERE e.promise_id = p.id AND e.kind = 'moved'
                  ORDER BY e.id DESC LIMIT 1), p.due) AS due,
       COALESCE((SELECT e.whole_day FROM promise_events e WHERE e.promise_id = p.id AND e.kind = 'moved'
                  ORDER BY e.id DESC LIMIT 1), p.whole_day) AS whole_day
  FROM promises p
"""

_APPEND_ONLY = {
    "sqlite": (
        "CREATE TRIGGER promise_events_unchanged BEFORE UPDATE ON promise_events "
        "BEGIN SELECT RAISE(ABORT, 'promise_events is append-only'); END",
        "CREATE TRIGGER promise_events_undeleted BEFORE DELETE ON promise_events "
        "BEGIN SELECT RAISE(ABORT, 'promise_events is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION promise_events_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'promise_events is append-only'; END $$",
        "CREATE TRIGGER promise_events_append_only BEFORE UPDATE OR DELETE ON promise_events "
        "FOR EACH ROW EXECUTE FUNCTION promise_events_append_only()",
    ),
}
