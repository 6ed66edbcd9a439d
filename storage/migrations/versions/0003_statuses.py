"""Where clauses stand, as persons set it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "statuses",
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("recommendation", WORDS, nullable=False),
        sa.Column("clause", WORDS, nullable=False),
        sa.Column("implementation", WORDS, nullable=False),
        sa.Column("rung", WORDS, nullable=True),
        sa.Column("flags", WORDS, nullable=False),
        sa.Column("note", WORDS, nullable=False),
        sa.Column("reviewer", WORDS, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("statuses_by_recommendation", "statuses", ["recommendation", "number"])
