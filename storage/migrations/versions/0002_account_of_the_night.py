"""What a source's night is told by: its documents, its last good night, the cure."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns; of nights before this the documents were not counted."""
    for column in (
        sa.Column("documents", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("last_good", MOMENT, nullable=True),
        sa.Column("cure", WORDS, nullable=False, server_default=""),
    ):
        op.add_column("source_nights", column)
