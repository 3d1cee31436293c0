"""What is only watched and not ours to keep, and how a customer without a name began."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("promises", sa.Column("watched", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("cases", sa.Column("opening", sa.Text))
