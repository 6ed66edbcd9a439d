"""What watched pages said, version by version."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def _words(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, WORDS, primary_key=key, nullable=False)


def upgrade() -> None:
    """Add the table; a page that was watched before this has its first version tonight."""
    op.create_table(
        "page_versions",
        _words("url_sha256", key=True),
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        _words("url"),
        _words("page_id"),
        _words("run_id"),
        _words("source_id"),
        _words("title"),
        _words("text_sha256"),
        _words("read_as"),
        sa.Column("seen_at", MOMENT, nullable=False),
        _words("passages"),
    )
