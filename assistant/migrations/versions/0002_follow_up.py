"""What follows a promise: where it stands in a form that can be searched, the life of a case, links for the
customer, and figures by week that outlive what they count."""

import sqlalchemy as sa
from alembic import op

from assistant.ledger.tables import Moment

revision = "0002"
down_revision = "0001"

_OPEN = sa.text("settled IS NULL")
_UNCLOSED = sa.text("closed IS NULL")


def upgrade() -> None:
    _cases_and_replies()
    _standing()
    _life_of_a_case()
    _tallies()
    op.create_table("forgetting", sa.Column("since", Moment, primary_key=True))
    dialect = op.get_bind().dialect.name
    for statement in _APPEND_ONLY[dialect]:
        op.execute(statement)
    for statement in _FILL:
        op.execute(statement.replace("{monday}", _MONDAY[dialect]))


def _cases_and_replies() -> None:
    op.add_column("cases", sa.Column("last_sent", Moment))
    op.add_column("cases", sa.Column("closed", Moment))
    op.add_column("cases", sa.Column("words", sa.Text))
    op.create_index("ix_cases_open", "cases", ["last_sent"], sqlite_where=_UNCLOSED, postgresql_where=_UNCLOSED)
    op.create_index("ix_cases_owner", "cases", ["owner"], sqlite_where=_UNCLOSED, postgresql_where=_UNCLOSED)
    op.add_column("replies", sa.Column("channel", sa.String(20), nullable=False, server_default="mail"))
    op.add_column("replies", sa.Column("prompts", sa.String(80)))
    op.add_column("replies", sa.Column("draft", sa.Text))
    op.add_column("replies", sa.Column("shown", sa.JSON, nullable=False, server_default="[]"))


def _standing() -> None:
    op.create_table(
        "promise_standing",
        sa.Column("promise_id", sa.Integer, sa.ForeignKey("promises.id"), primary_key=True, autoincrement=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("due", Moment),
        sa.Column("whole_day", sa.Boolean, nullable=False),
        sa.Column("moved", sa.Integer, nullable=False),
        sa.Column("settled", sa.String(20)),
        sa.Column("missed", sa.Boolean, nullable=False),
        sa.Column("untold", Moment),
    )
    op.create_index("ix_standing_due", "promise_standing", ["due"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index("ix_standing_who", "promise_standing", ["who", "due"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.drop_index("ix_promises_due", "promises")


def _life_of_a_case() -> None:
    op.create_table(
        "case_events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(80), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("to", sa.Text),
        sa.Column("previous", sa.Text),
        sa.Column("public", sa.Boolean, nullable=False),
    )
    op.create_table(
        "case_links",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("case_id", sa.String(80), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("made", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("expires", Moment, nullable=False),
        sa.Column("revoked", Moment),
    )


def _tallies() -> None:
    op.create_table(
        "promise_tally",
        sa.Column("week", sa.Date, primary_key=True),
        sa.Column("who", sa.Text, primary_key=True),
        sa.Column("about", sa.String(20), primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("anyway", sa.Boolean, primary_key=True),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("made", "kept", "late", "broken", "withdrawn", "moved")
        ),
    )
    op.create_table(
        "reply_tally",
        sa.Column("week", sa.Date, primary_key=True),
        sa.Column("who", sa.Text, primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("replies", "shown", "fixed", "anyway")),
    )


_APPEND_ONLY = {
    "sqlite": (
        "DROP TRIGGER promise_events_unchanged",
        "DROP TRIGGER promise_events_undeleted",
        *(
            f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table} WHEN NOT EXISTS (SELECT 1 FROM forgetting) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in ("promise_events", "case_events")
            for verb, name in (("UPDATE", "unchanged"), ("DELETE", "undeleted"))
        ),
    ),
    "postgresql": (
        "DROP TRIGGER promise_events_append_only ON promise_events",
        "DROP FUNCTION promise_events_append_only()",
        "CREATE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NOT EXISTS (SELECT 1 FROM forgetting) THEN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        *(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION events_append_only()"
            for table in ("promise_events", "case_events")
        ),
    ),
}

_MONDAY = {
    "sqlite": "date(r.sent, 'weekday 0', '-6 days')",
    "postgresql": "date_trunc('week', r.sent AT TIME ZONE 'UTC')::date",
}
_FILL = (
    "INSERT INTO promise_standing (promise_id, who, due, whole_day, moved, settled, missed) "
    "SELECT p.id, p.who, s.due, s.whole_day, s.moved, s.settled, false "
    "FROM promises p JOIN promise_state s ON s.promise_id = p.id",
    "UPDATE cases SET last_sent = (SELECT max(r.sent) FROM replies r WHERE r.case_id = cases.id)",
    "UPDATE cases SET words = lower(id || ' ' || COALESCE(customer, ''))",
    "INSERT INTO promise_tally (week, who, about, channel, anyway, made, kept, late, broken, withdrawn, moved) "
    "SELECT {monday}, p.who, p.about, 'mail', p.reason IS NOT NULL, count(*), "
    "sum(CASE WHEN s.settled = 'kept' AND (p.due IS NULL OR k.at <= s.due) THEN 1 ELSE 0 END), "
    "sum(CASE WHEN s.settled = 'kept' AND k.at > s.due THEN 1 ELSE 0 END), "
    "sum(CASE WHEN s.settled = 'broken' THEN 1 ELSE 0 END), "
    "sum(CASE WHEN s.settled = 'withdrawn' THEN 1 ELSE 0 END), sum(s.moved) "
    "FROM promises p JOIN replies r ON r.id = p.reply_id JOIN promise_state s ON s.promise_id = p.id "
    "LEFT JOIN (SELECT promise_id, min(at) AS at FROM promise_events WHERE kind = 'kept' GROUP BY promise_id) k "
    "ON k.promise_id = p.id GROUP BY 1, 2, 3, 4, 5",
    "INSERT INTO reply_tally (week, who, channel, replies, shown, fixed, anyway) "
    "SELECT {monday}, r.\"by\", 'mail', count(*), 0, 0, sum(CASE WHEN r.reason IS NULL THEN 0 ELSE 1 END) "
    "FROM replies r GROUP BY 1, 2, 3",
)
