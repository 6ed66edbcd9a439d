"""Tokens: what programs come with."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0014"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "tokens",
        sa.Column("key", WORDS, primary_key=True, nullable=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )
    op.create_index("tokens_by_account", "tokens", ["account", "name"], unique=True)
