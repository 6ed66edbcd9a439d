"""Turns of scheduled jobs, one a local date."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "turns",
        sa.Column("job", WORDS, primary_key=True),
        sa.Column("local_date", WORDS, primary_key=True),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("run_id", WORDS, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
    )
