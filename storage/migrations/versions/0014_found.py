"""What people found themselves: pages, and flags that should have been raised."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "finds",
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        *(sa.Column(name, WORDS, nullable=False) for name in ("address", "kind", "sha256")),
        *(sa.Column(name, WORDS, nullable=False) for name in ("tier", "outlet", "title")),
        sa.Column("published", sa.Date()),
        sa.Column("country", WORDS),
        *(sa.Column(name, WORDS, nullable=False) for name in ("note", "finder")),
        sa.Column("at", MOMENT, nullable=False),
        *(sa.Column(name, WORDS, nullable=False) for name in ("state", "said")),
        sa.Column("document_id", WORDS),
        sa.Column("text", WORDS, nullable=False),
    )
    op.create_index("finds_by_state", "finds", ["state", "number"])
    op.create_index("finds_by_document", "finds", ["document_id", "number"])
    op.create_table(
        "misses",
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("document_id", WORDS, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("recommendation", WORDS, nullable=False),
        sa.Column("toward", WORDS),
        *(sa.Column(name, WORDS, nullable=False) for name in ("note", "reviewer")),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("misses_by_document", "misses", ["document_id", "number"])
