"""The tables of who reads a flag, and of stories as people regrouped them."""

from sqlalchemy import BigInteger, Column, Index, Table

from storage.sql.metadata import metadata
from storage.sql.metadata import words as _words
from storage.sql.types import Moment

# Changes in place: who needn't be asked again while a flag waits.
spoken = Table(
    "spoken",
    metadata,
    _words("account", key=True),
    Column("flag", BigInteger, primary_key=True, autoincrement=False),
    Index("spoken_by_flag", "flag"),
)

# Flags that are read twice, since the review after which they were last raised. The numbers of
# both readings are kept once the second is there.
second_readings = Table(
    "second_readings",
    metadata,
    Column("flag", BigInteger, primary_key=True, autoincrement=False),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger),
    Column("second", BigInteger),
)

# Changes in place: one a flag.
assignments = Table(
    "assignments",
    metadata,
    Column("flag", BigInteger, primary_key=True, autoincrement=False),
    _words("account"),
    _words("giver"),
    Column("at", Moment, nullable=False),
    Index("assignments_by_account", "account"),
)

# What people decided of stories.
story_decisions = Table(
    "story_decisions",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("flag", BigInteger, nullable=False),
    Column("other", BigInteger),
    _words("body"),  # JSON
    _words("reviewer"),
    Column("at", Moment, nullable=False),
    Index("story_decisions_by_flag", "flag"),
    Index("story_decisions_by_other", "other"),
)

# Made from story_decisions: where each address was put, and which story took in another.
story_places = Table(
    "story_places",
    metadata,
    _words("url_sha256", key=True),
    _words("story_id"),
)
story_heirs = Table(
    "story_heirs",
    metadata,
    _words("story_id", key=True),
    _words("heir"),
)
