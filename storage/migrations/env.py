"""Alembic's entry: runs migrations on the connection, and in the transaction, it is given."""

from alembic import context

from storage.sql.schema import VERSION_TABLE
from storage.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
