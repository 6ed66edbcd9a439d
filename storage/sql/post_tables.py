"""The tables of mail. See `storage.sql.tables` for what holds for all."""

from sqlalchemy import BigInteger, Column, Index, Table

from storage.sql.metadata import metadata
from storage.sql.metadata import words as _words
from storage.sql.types import Moment

digests = Table(
    "digests",
    metadata,
    _words("id", key=True),
    _words("subscriber"),
    Column("made_at", Moment, nullable=False),
    _words("run_id"),
    _words("flags"),  # JSON
    Index("digests_by_subscriber", "subscriber", "made_at"),
)

# Changes in place.
subscriptions = Table("subscriptions", metadata, _words("address", key=True), _words("body"))

# State, due_at, tries, said and changed_at change in place.
mails = Table(
    "mails",
    metadata,
    _words("id", key=True),
    _words("address"),
    _words("message"),
    Column("made_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    _words("state"),
    Column("tries", BigInteger, nullable=False),
    _words("said"),
    Index("mails_by_state", "state", "due_at"),
)
