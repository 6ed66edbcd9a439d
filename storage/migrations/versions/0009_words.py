"""The index of words. It is filled from the documents once the schema is the newest."""

from alembic import op

from storage.sql.words import make_tables

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables of words."""
    make_tables(op.get_bind())
