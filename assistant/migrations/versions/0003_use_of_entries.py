"""Which pages of the playbook a draft leaned on, in which version, and by week what became of those drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("replies", sa.Column("passages", sa.JSON, nullable=False, server_default="[]"))
    op.create_table(
        "entry_tally",
        sa.Column("week", sa.Date, primary_key=True),
        sa.Column("entry", sa.String(40), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("version", sa.String(64), primary_key=True),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("used", "unchanged", "kept")),
    )
