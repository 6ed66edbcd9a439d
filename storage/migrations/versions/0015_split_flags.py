"""Flags that people's decisions raised are found in the queue like all others."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Keep beside them what the queue asks of their documents."""
    op.execute(
        "UPDATE flags SET place = shown.seq, language = shown.language, "
        "source_id = shown.source_id, published = shown.published "
        "FROM documents AS shown WHERE shown.id = document_id AND place IS NULL"
    )
