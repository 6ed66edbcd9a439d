"""Subscriptions, and the mails on their way."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "subscriptions",
        sa.Column("address", WORDS, primary_key=True, nullable=False),
        sa.Column("body", WORDS, nullable=False),
    )
    op.create_table(
        "mails",
        sa.Column("id", WORDS, primary_key=True, nullable=False),
        sa.Column("address", WORDS, nullable=False),
        sa.Column("message", WORDS, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("said", WORDS, nullable=False),
    )
    op.create_index("mails_by_state", "mails", ["state", "due_at"])
