"""The queue: what it is filtered by is kept beside each flag, in one index."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SHOWN = (("place", "seq"), ("language",) * 2, ("source_id",) * 2, ("published",) * 2)
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
    names = ", ".join(f"{own} = shown.{its}" for own, its in SHOWN)
    op.execute(f"UPDATE flags SET {names} FROM documents AS shown WHERE shown.id = document_id")  # noqa: S608 - ours
    op.drop_index("flags_by_priority", "flags")
    op.create_index("flags_by_queue", "flags", list(ORDERED))
