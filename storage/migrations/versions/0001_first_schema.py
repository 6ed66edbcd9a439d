"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    _lease()
    _runs()
    _source_nights()
    _pages()
    _known_entries()
    _page_failures()
    _documents()
    _matches()
    _stories()
    _fingerprints()
    _bands()
    _flags()
    _flag_events()
    _reviews()
    _digests()
    _facts()
    _batches()


def _words(name: str) -> "sa.Column[str]":
    return sa.Column(name, WORDS, nullable=False)


def _lease() -> None:
    op.create_table(
        "lease",
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        _words("host"),
        _words("boot_id"),
        sa.Column("pid", sa.BigInteger(), nullable=False),
        sa.Column("started", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("slot"),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        _words("id"),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        _words("state"),
        _words("rules"),
        sa.PrimaryKeyConstraint("id"),
    )


def _source_nights() -> None:
    op.create_table(
        "source_nights",
        _words("run_id"),
        _words("source_id"),
        _words("state"),
        _words("reason"),
        sa.Column("read", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        _words("refusals"),
        sa.PrimaryKeyConstraint("run_id", "source_id"),
    )


def _pages() -> None:
    op.create_table(
        "pages",
        sa.Column("seq", COUNTER, nullable=False),
        _words("id"),
        _words("run_id"),
        _words("source_id"),
        _words("role"),
        _words("url"),
        _words("final_url"),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("fetched_at", MOMENT, nullable=False),
        _words("warc"),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        _words("sha256"),
        _words("payload_sha256"),
        sa.Column("etag", WORDS, nullable=True),
        sa.Column("last_modified", WORDS, nullable=True),
        _words("entry_keys"),
        sa.Column("assessed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("pages_by_run", "pages", ["run_id"])
    op.create_index("pages_by_source", "pages", ["source_id", "fetched_at"])
    op.create_index("pages_by_warc", "pages", ["warc", "offset"])
    op.create_index(
        "pages_waiting",
        "pages",
        ["fetched_at"],
        sqlite_where=sa.text("assessed = 0"),
        postgresql_where=sa.text("NOT assessed"),
    )


def _known_entries() -> None:
    op.create_table(
        "known_entries",
        _words("source_id"),
        _words("url_sha256"),
        _words("url"),
        _words("sha256"),
        sa.Column("fetched_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("source_id", "url_sha256"),
    )


def _page_failures() -> None:
    op.create_table(
        "page_failures",
        _words("page_id"),
        _words("kind"),
        _words("reason"),
        sa.PrimaryKeyConstraint("page_id"),
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("seq", COUNTER, nullable=False),
        _words("id"),
        _words("title"),
        _words("language"),
        sa.Column("own_url", WORDS, nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("country", WORDS, nullable=True),
        _words("url"),
        _words("url_sha256"),
        _words("page_id"),
        _words("run_id"),
        _words("source_id"),
        _words("made_from"),
        _words("change"),
        _words("text_sha256"),
        sa.Column("fetched_at", MOMENT, nullable=False),
        sa.Column("story_id", WORDS, nullable=True),
        sa.Column("superseded_by", WORDS, nullable=True),
        sa.Column("gone_at", MOMENT, nullable=True),
        _words("text"),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("documents_by_gone", "documents", ["gone_at"])
    op.create_index("documents_by_run", "documents", ["run_id", "seq"])
    op.create_index("documents_by_story", "documents", ["story_id", "seq"])
    op.create_index("documents_by_text", "documents", ["text_sha256", "seq"])
    op.create_index("documents_by_url", "documents", ["url_sha256", "seq"])


def _matches() -> None:
    op.create_table(
        "matches",
        _words("document_id"),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        _words("recommendation"),
        _words("factuality"),
        _words("body"),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
        ),
        sa.PrimaryKeyConstraint("document_id", "position"),
    )
    op.create_index("matches_by_recommendation", "matches", ["recommendation", "factuality"])


def _stories() -> None:
    op.create_table(
        "stories",
        _words("id"),
        _words("document_id"),
        _words("run_id"),
        sa.PrimaryKeyConstraint("id"),
    )


def _fingerprints() -> None:
    op.create_table(
        "fingerprints",
        _words("document_id"),
        _words("story_id"),
        _words("signature"),
        _words("bands"),
        sa.PrimaryKeyConstraint("document_id"),
    )


def _bands() -> None:
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        _words("document_id"),
        sa.PrimaryKeyConstraint("band", "document_id"),
    )


def _flags() -> None:
    op.create_table(
        "flags",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        _words("recommendation"),
        _words("story_id"),
        _words("document_id"),
        _words("lane"),
        _words("heading"),
        _words("key"),
        _words("reason"),
        sa.Column("raised_at", MOMENT, nullable=False),
        _words("run_id"),
        _words("state"),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("flags_by_document", "flags", ["document_id"])
    op.create_index("flags_by_recommendation", "flags", ["recommendation", "number"])
    op.create_index("flags_by_run", "flags", ["run_id", "number"])
    op.create_index("flags_by_state", "flags", ["state", "lane", "number"])
    op.create_index("flags_by_story", "flags", ["story_id"])


def _flag_events() -> None:
    op.create_table(
        "flag_events",
        sa.Column("seq", COUNTER, nullable=False),
        sa.Column("flag", sa.BigInteger(), nullable=False),
        _words("run_id"),
        sa.Column("at", MOMENT, nullable=False),
        _words("what"),
        _words("reason"),
        sa.Column("after_review", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flag"],
            ["flags.number"],
        ),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("flag_events_by_flag", "flag_events", ["flag"])
    op.create_index("flag_events_by_run", "flag_events", ["run_id"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("flag", sa.BigInteger(), nullable=False),
        _words("answer"),
        _words("note"),
        _words("reviewer"),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["flag"],
            ["flags.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("reviews_by_flag", "reviews", ["flag"])


def _digests() -> None:
    op.create_table(
        "digests",
        _words("id"),
        _words("subscriber"),
        sa.Column("made_at", MOMENT, nullable=False),
        _words("run_id"),
        _words("flags"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("digests_by_subscriber", "digests", ["subscriber", "made_at"])


def _facts() -> None:
    op.create_table("facts", _words("name"), _words("value"), sa.PrimaryKeyConstraint("name"))


def _batches() -> None:
    op.create_table("batches", _words("id"), sa.PrimaryKeyConstraint("id"))
