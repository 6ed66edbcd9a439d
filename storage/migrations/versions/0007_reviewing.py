"""Reviewing in the browser: people, sessions, claims, filters, and the order of the queue."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
UNRANKED = "4611686018427387904"


def upgrade() -> None:
    """Add the tables, and what flags are ordered by."""
    op.add_column(
        "flags", sa.Column("priority", sa.BigInteger(), nullable=False, server_default=UNRANKED)
    )
    op.create_index("flags_by_priority", "flags", ["state", "lane", "priority", "number"])
    op.create_index("flags_by_rank", "flags", ["priority", "number"])
    op.create_index("reviews_by_reviewer", "reviews", ["reviewer", "number"])
    _people()
    _desk()


def _people() -> None:
    op.create_table(
        "accounts",
        sa.Column("key", WORDS, primary_key=True, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("role", WORDS, nullable=False),
        sa.Column("password", WORDS, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("key", WORDS, primary_key=True, nullable=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
    )
    op.create_index("sessions_by_account", "sessions", ["account"])


def _desk() -> None:
    op.create_table(
        "claims",
        sa.Column("flag", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
    )
    op.create_table(
        "saved_filters",
        sa.Column("account", WORDS, primary_key=True, nullable=False),
        sa.Column("name", WORDS, primary_key=True, nullable=False),
        sa.Column("query", WORDS, nullable=False),
    )
