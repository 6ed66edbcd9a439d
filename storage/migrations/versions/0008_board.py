"""The board: the answer that stands and the day of telling, kept beside each flag."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

# Spelled out and not taken from storage.sql: a migration stays as it was when it ran.
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
AT_ONCE = 5000
EARLIEST = date(1991, 1, 1)
COUNTED = ("recommendation", "told_in", "lane", "heading", "answer", "state", "told_on")

Row = sa.Row[Any, Any, Any, Any]  # number, raised_at, state, published

flags = sa.table(
    "flags",
    sa.column("number", sa.BigInteger),
    sa.column("document_id", WORDS),
    sa.column("raised_at", sa.DateTime(timezone=True)),
    sa.column("state", WORDS),
    sa.column("answer", WORDS),
    sa.column("told_on", sa.Date),
    sa.column("told_in", WORDS),
)
documents = sa.table("documents", sa.column("id", WORDS), sa.column("published", sa.Date))
reviews = sa.table(
    "reviews",
    sa.column("number", sa.BigInteger),
    sa.column("flag", sa.BigInteger),
    sa.column("answer", WORDS),
)
events = sa.table(
    "flag_events",
    sa.column("flag", sa.BigInteger),
    sa.column("what", WORDS),
    sa.column("after_review", sa.BigInteger),
)


def upgrade() -> None:
    """Add the columns, fill them from documents and reviews, and index what is counted."""
    op.add_column("flags", sa.Column("answer", WORDS))
    op.add_column("flags", sa.Column("told_on", sa.Date()))
    op.add_column("flags", sa.Column("told_in", WORDS, nullable=False, server_default=""))
    after = 0
    while found := _some(after):
        op.get_bind().execute(_UPDATE, list(_told(found)))
        after = found[-1].number
    op.create_index("flags_by_month", "flags", list(COUNTED))


_UPDATE = (
    sa.update(flags)
    .where(flags.c.number == sa.bindparam("of"))
    .values(
        answer=sa.bindparam("stands"), told_on=sa.bindparam("day"), told_in=sa.bindparam("month")
    )
)


def _some(after: int) -> Sequence[Row]:
    query = (
        sa.select(flags.c.number, flags.c.raised_at, flags.c.state, documents.c.published)
        .select_from(flags.outerjoin(documents, documents.c.id == flags.c.document_id))
        .where(flags.c.number > after)
        .order_by(flags.c.number)
        .limit(AT_ONCE)
    )
    return op.get_bind().execute(query).all()


def _told(
    found: Sequence[Row],
) -> Iterable[dict[str, object]]:
    answers = _answers(found[0].number, found[-1].number)
    for row in found:
        day = _day(row.published, row.raised_at)
        yield {
            "of": row.number,
            "stands": answers.get(row.number) if row.state == "answered" else None,
            "day": day,
            "month": f"{day:%Y-%m}",
        }


def _day(published: date | None, raised_at: datetime) -> date:
    aware = raised_at if raised_at.tzinfo else raised_at.replace(tzinfo=UTC)
    raised = aware.astimezone(UTC).date()
    if published is None or not EARLIEST <= published <= raised + timedelta(days=1):
        return raised
    return published


def _answers(first: int, last: int) -> dict[int, str]:
    """The newest answer that no undo took back, of those given since the flag was reopened."""
    reopened = (
        sa.select(events.c.flag, sa.func.max(events.c.after_review))
        .where(events.c.flag.between(first, last), events.c.what.in_(("raised", "reopened")))
        .group_by(events.c.flag)
    )
    since = {row[0]: row[1] for row in op.get_bind().execute(reopened)}
    given = (
        sa.select(reviews.c.number, reviews.c.flag, reviews.c.answer)
        .where(reviews.c.flag.between(first, last))
        .order_by(reviews.c.number)
    )
    standing: dict[int, list[str]] = {}
    for number, flag, answer in op.get_bind().execute(given):
        own = standing.setdefault(flag, [])
        if number <= since.get(flag, 0):
            continue
        if answer != "undo":
            own.append(answer)
        elif own:
            own.pop()
    return {flag: own[-1] for flag, own in standing.items() if own}
