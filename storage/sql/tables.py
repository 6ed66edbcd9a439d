"""The tables. Addresses are indexed by their hash: an index entry of PostgreSQL has a size limit.

`seq` is the order of coming in. Facts are appended; what changes in place says so.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    false,
)

from storage.sql import metadata as shared
from storage.sql import post_tables, reading_tables
from storage.sql.types import Counter, Moment, Words

metadata = shared.metadata
PARTS = (post_tables, reading_tables)  # whose tables metadata is to know, too
_words = shared.words

lease = Table(
    "lease",
    metadata,
    Column("slot", Integer, primary_key=True, autoincrement=False),  # always 1
    _words("host"),
    _words("boot_id"),
    Column("pid", BigInteger, nullable=False),
    Column("started", Double, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    _words("id", key=True),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),  # changes in place, with state
    _words("state"),
    _words("rules"),
)

turns = Table(
    "turns",
    metadata,
    _words("job", key=True),
    _words("local_date", key=True),  # ISO 8601, which sorts as it should
    Column("due_at", Moment, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("run_id", Words),
    Column("ended_at", Moment),  # changes in place
)

source_nights = Table(
    "source_nights",
    metadata,
    _words("run_id", key=True),
    _words("source_id", key=True),
    _words("state"),
    _words("reason"),
    Column("read", BigInteger, nullable=False),
    Column("unchanged", BigInteger, nullable=False),
    Column("refused", BigInteger, nullable=False),
    _words("refusals"),  # JSON
    Column("documents", BigInteger, nullable=False, server_default="0"),
    Column("last_good", Moment),
    Column("cure", Words, nullable=False, server_default=""),
)

pages = Table(
    "pages",
    metadata,
    Column("seq", Counter, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    _words("run_id"),
    _words("source_id"),
    _words("role"),
    _words("url"),
    _words("final_url"),
    Column("status", BigInteger, nullable=False),
    Column("fetched_at", Moment, nullable=False),
    _words("warc"),
    Column("offset", BigInteger, nullable=False),
    Column("length", BigInteger, nullable=False),
    _words("sha256"),
    _words("payload_sha256"),
    Column("etag", Words),
    Column("last_modified", Words),
    _words("entry_keys"),  # JSON
    Column("assessed", Boolean, nullable=False, server_default=false()),  # changes in place
    Index("pages_by_run", "run_id"),
    Index("pages_by_source", "source_id", "fetched_at"),
    Index("pages_by_warc", "warc", "offset"),
)
Index(
    "pages_waiting",
    pages.c.fetched_at,
    # Written as the question is: SQLite uses it for no other wording.
    sqlite_where=~pages.c.assessed,
    postgresql_where=~pages.c.assessed,
)

# The newest hash of each entry: made from pages.entry_keys, changes in place.
known_entries = Table(
    "known_entries",
    metadata,
    _words("source_id", key=True),
    _words("url_sha256", key=True),
    _words("url"),
    _words("sha256"),
    Column("fetched_at", Moment, nullable=False),
)

page_failures = Table(
    "page_failures",
    metadata,
    _words("page_id", key=True),
    _words("kind"),
    _words("reason"),
)

documents = Table(
    "documents",
    metadata,
    Column("seq", Counter, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    _words("title"),
    _words("language"),
    Column("own_url", Words),  # document.url; `url` is the canonical one
    Column("published", Date),
    Column("country", Words),
    _words("url"),
    _words("url_sha256"),
    _words("page_id"),
    _words("run_id"),
    _words("source_id"),
    _words("made_from"),
    _words("change"),
    _words("text_sha256"),
    Column("fetched_at", Moment, nullable=False),
    Column("story_id", Words),
    Column("superseded_by", Words),  # changes in place
    Column("gone_at", Moment),  # changes in place
    _words("text"),  # last, so that SQLite needn't walk over it to the others
    Index("documents_by_url", "url_sha256", "seq"),
    Index("documents_by_text", "text_sha256", "seq"),
    Index("documents_by_story", "story_id", "seq"),
    Index("documents_by_run", "run_id", "seq"),
    Index("documents_by_gone", "gone_at"),
)

# What watched pages said, version by version.
page_versions = Table(
    "page_versions",
    metadata,
    _words("url_sha256", key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    _words("url"),
    _words("page_id"),
    _words("run_id"),
    _words("source_id"),
    _words("title"),
    _words("text_sha256"),
    _words("read_as"),
    Column("seen_at", Moment, nullable=False),
    _words("passages"),  # JSON
)

matches = Table(
    "matches",
    metadata,
    Column("document_id", Words, ForeignKey(documents.c.id), primary_key=True, nullable=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    _words("recommendation"),
    _words("factuality"),
    _words("body"),  # JSON
    Index("matches_by_recommendation", "recommendation", "factuality"),
)

stories = Table(
    "stories",
    metadata,
    _words("id", key=True),
    _words("document_id"),
    _words("run_id"),
)

fingerprints = Table(
    "fingerprints",
    metadata,
    _words("document_id", key=True),
    _words("story_id"),
    _words("signature"),  # JSON
    _words("bands"),  # JSON
)

# What fingerprints are found by.
bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    _words("document_id", key=True),
)

# Changes in place; made from flag_events and reviews.
flags = Table(
    "flags",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    _words("recommendation"),
    _words("story_id"),
    _words("document_id"),
    _words("lane"),
    _words("heading"),
    _words("key"),
    _words("reason"),
    Column("raised_at", Moment, nullable=False),
    _words("run_id"),
    _words("state"),
    # Made from what `monitor.priority` knows; the default is `storage.queue.UNRANKED`.
    Column("priority", BigInteger, nullable=False, server_default="4611686018427387904"),
    # Made by storage.projection: the answer that stands, the day of telling and its month.
    Column("answer", Words),
    Column("told_on", Date),
    Column("told_in", Words, nullable=False, server_default=""),  # "2026-03"
    Column("needs", Words, nullable=False, server_default="answer"),  # `storage.reading.Need`
    Column("told_with", BigInteger),  # of a joined flag: the one whose answer counts for it
    # Of the document that it shows, so that the queue is filtered without reading documents.
    Column("place", BigInteger),  # its seq; NULL: it is not stored
    Column("language", Words),
    Column("source_id", Words),
    Column("published", Date),
    Index("flags_by_story", "story_id"),
    Index("flags_by_document", "document_id"),
    Index("flags_by_recommendation", "recommendation", "number"),
    Index("flags_by_state", "state", "lane", "number"),
    Index("flags_by_run", "run_id", "number"),
    # Holds all that the queue is filtered by, in its order: the table itself is not read.
    Index(
        "flags_by_queue",
        *("lane", "priority", "number", "state", "heading", "recommendation", "language"),
        *("source_id", "published", "place", "story_id", "needs"),
    ),
    Index("flags_by_rank", "priority", "number"),
    Index("flags_by_place", "place"),
    # Holds all that is counted, in the order of counting: the table itself is not read.
    Index(
        "flags_by_month",
        *("recommendation", "told_in", "lane", "heading", "answer", "state", "told_on"),
    ),
)

flag_events = Table(
    "flag_events",
    metadata,
    Column("seq", Counter, primary_key=True),
    Column("flag", BigInteger, ForeignKey(flags.c.number), nullable=False),
    _words("run_id"),
    Column("at", Moment, nullable=False),
    _words("what"),
    _words("reason"),
    # The newest review when the event came in: clocks can't tell which was first.
    Column("after_review", BigInteger, nullable=False),
    Index("flag_events_by_flag", "flag"),
    Index("flag_events_by_run", "run_id"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("flag", BigInteger, ForeignKey(flags.c.number), nullable=False),
    _words("answer"),
    _words("note"),
    _words("reviewer"),
    Column("at", Moment, nullable=False),
    Index("reviews_by_flag", "flag"),
    Index("reviews_by_reviewer", "reviewer", "number"),
)

# What persons said of clauses, citing flags.
statuses = Table(
    "statuses",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    _words("recommendation"),
    _words("clause"),
    _words("implementation"),
    Column("rung", Words),
    _words("flags"),  # JSON
    _words("note"),
    _words("reviewer"),
    Column("at", Moment, nullable=False),
    Index("statuses_by_recommendation", "recommendation", "number"),
)

accounts = Table(
    "accounts",
    metadata,
    _words("key", key=True),  # the name as it is compared
    _words("name"),
    _words("role"),  # changes in place
    _words("password"),  # changes in place
    Column("made_at", Moment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    _words("key", key=True),
    _words("account"),
    Column("made_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),  # changes in place
    Index("sessions_by_account", "account"),
)

# What programs come with.
tokens = Table(
    "tokens",
    metadata,
    _words("key", key=True),
    _words("account"),
    _words("name"),
    Column("made_at", Moment, nullable=False),
    Column("used_at", Moment),  # changes in place
    Index("tokens_by_account", "account", "name", unique=True),
)

# Changes in place: one a flag.
claims = Table(
    "claims",
    metadata,
    Column("flag", BigInteger, primary_key=True, autoincrement=False),
    _words("account"),
    Column("until", Moment, nullable=False),
)

saved_filters = Table(
    "saved_filters",
    metadata,
    _words("account", key=True),
    _words("name", key=True),
    _words("query"),
)

# What runs judged by, and what the files of it said (zlib), once per content.
rule_sets = Table(
    "rule_sets",
    metadata,
    _words("digest", key=True),
    _words("register"),
    Column("first_seen", Moment, nullable=False),
    _words("files"),  # JSON
)

rule_texts = Table(
    "rule_texts",
    metadata,
    _words("sha256", key=True),
    Column("body", LargeBinary, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    _words("name", key=True),
    _words("value"),
)

# Batches of settling that are stored, so that storing one again changes nothing.
batches = Table("batches", metadata, _words("id", key=True))
