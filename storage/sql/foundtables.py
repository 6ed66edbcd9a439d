"""The tables of what people found themselves. See `storage.sql.tables` for what holds for all."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Table

from storage.sql.tables import documents, metadata
from storage.sql.types import Moment, Words


def _words(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


# What people found; state, said and document_id change in place.
finds = Table(
    "finds",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    *(_words(name) for name in ("address", "kind", "sha256", "tier", "outlet", "title")),
    Column("published", Date),
    Column("country", Words),
    _words("note"),
    _words("finder"),
    Column("at", Moment, nullable=False),
    _words("state"),
    _words("said"),
    Column("document_id", Words),
    _words("text"),
    Index("finds_by_state", "state", "number"),
    Index("finds_by_document", "document_id", "number"),
)

# What persons say should have been flagged.
misses = Table(
    "misses",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("document_id", Words, ForeignKey(documents.c.id), nullable=False),
    _words("recommendation"),
    Column("toward", Words),
    _words("note"),
    _words("reviewer"),
    Column("at", Moment, nullable=False),
    Index("misses_by_document", "document_id", "number"),
)
