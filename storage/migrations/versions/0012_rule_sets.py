"""The rule sets that nights judged by, and what their files said, once per content."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add both tables. What earlier nights judged by is not known any more."""
    op.create_table(
        "rule_sets",
        sa.Column("digest", WORDS, primary_key=True, nullable=False),
        sa.Column("register", WORDS, nullable=False),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("files", WORDS, nullable=False),
    )
    op.create_table(
        "rule_texts",
        sa.Column("sha256", WORDS, primary_key=True, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
