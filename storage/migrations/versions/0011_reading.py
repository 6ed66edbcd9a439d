"""Who reads a flag, read how often, given to whom; and stories as people regrouped them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables, and what a flag waits for."""
    op.add_column("flags", sa.Column("needs", WORDS, nullable=False, server_default="answer"))
    op.add_column("flags", sa.Column("told_with", sa.BigInteger()))
    _readers()
    _stories()
    # What waits although somebody answered it waits because that person was unsure.
    op.execute(
        "UPDATE flags SET needs = 'colleague' WHERE state = 'waiting' AND EXISTS ("
        "SELECT 1 FROM reviews WHERE reviews.flag = flags.number AND reviews.answer = 'unsure' "
        "AND reviews.number = (SELECT max(number) FROM reviews WHERE flag = flags.number))"
    )


def _readers() -> None:
    op.create_table(
        "spoken",
        sa.Column("account", WORDS, primary_key=True, nullable=False),
        sa.Column("flag", sa.BigInteger(), primary_key=True, autoincrement=False),
    )
    op.create_index("spoken_by_flag", "spoken", ["flag"])
    op.create_table(
        "second_readings",
        sa.Column("flag", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("since", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("first", sa.BigInteger()),
        sa.Column("second", sa.BigInteger()),
    )
    op.create_table(
        "assignments",
        sa.Column("flag", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("giver", WORDS, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("assignments_by_account", "assignments", ["account"])


def _stories() -> None:
    op.create_table(
        "story_decisions",
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("flag", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.BigInteger()),
        sa.Column("body", WORDS, nullable=False),
        sa.Column("reviewer", WORDS, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("story_decisions_by_flag", "story_decisions", ["flag"])
    op.create_index("story_decisions_by_other", "story_decisions", ["other"])
    op.create_table(
        "story_places",
        sa.Column("url_sha256", WORDS, primary_key=True, nullable=False),
        sa.Column("story_id", WORDS, nullable=False),
    )
    op.create_table(
        "story_heirs",
        sa.Column("story_id", WORDS, primary_key=True, nullable=False),
        sa.Column("heir", WORDS, nullable=False),
    )
