"""Alembic's door: runs the steps on the connection that the ledger opened."""

from alembic import context

from assistant.ledger.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
