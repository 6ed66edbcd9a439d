"""The queue: what it is filtered by is kept beside each flag, in one index."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ORDERED = (
    *("lane", "priority", "number", "state", "heading", "recommendation", "language"),
    *("source_id", "published", "place", "story_id", "needs"),
)


def upgrade() -> None:
    """Add the columns, fill them from the documents, and index what is asked."""
    op.add_column("flags", sa.Column("place", sa.BigInteger()))
    op.add_column("flags", sa.Column("language", WORDS))
    op.add_column("flags", sa.Column("source_id", WORDS))
    op.add_column("flags", sa.Column("published", sa.Date()))
    op.execute(
        "UPDATE flags SET place = shown.seq, language = shown.language, "
        "source_id = shown.source_id, published = shown.published "
        "FROM documents AS shown WHERE shown.id = document_id"
    )
    op.drop_index("flags_by_priority", "flags")
    op.create_index("flags_by_queue", "flags", list(ORDERED))
