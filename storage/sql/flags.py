"""Flags, what runs did to them, and what people answered."""

from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select

from storage.contract import NothingToUndo, UnknownFlag
from storage.projection import REOPENING, standing_answers
from storage.records import (
    Answer,
    Flag,
    FlagCount,
    FlagEvent,
    FlagQuery,
    Heading,
    Lane,
    Review,
)
from storage.sql.reading import settle_readers
from storage.sql.reading_tables import spoken
from storage.sql.rows import event_of, flag_of, review_of, review_row
from storage.sql.tables import flag_events, flags, reviews


def flag(connection: Connection, number: int) -> Flag:
    """A flag by its number. Raises UnknownFlag."""
    found = _all(connection, select(flags).where(flags.c.number == number))
    if not found:
        raise UnknownFlag(number)
    return found[0]


def story_flags(connection: Connection, story_id: str) -> tuple[Flag, ...]:
    """Every flag of a story, by number."""
    return _all(connection, select(flags).where(flags.c.story_id == story_id))


def document_flags(connection: Connection, document_id: str) -> tuple[Flag, ...]:
    """Every flag that shows a version, by number."""
    return _all(connection, select(flags).where(flags.c.document_id == document_id))


def last_flag_number(connection: Connection) -> int:
    """The highest number so far, or 0."""
    return connection.execute(select(func.max(flags.c.number))).scalar() or 0


def fitting(connection: Connection, query: FlagQuery) -> tuple[Flag, ...]:
    """The flags that fit a query, by number."""
    return _all(connection, select(flags).where(*_conditions(query)).limit(query.limit))


def _conditions(query: FlagQuery) -> list[ColumnElement[bool]]:
    wanted = {
        "recommendation": query.recommendation,
        "lane": query.lane,
        "state": query.state,
        "run_id": query.run_id,
    }
    conditions = [flags.c[name] == str(value) for name, value in wanted.items() if value]
    if query.asks:
        said = select(spoken.c.flag).where(spoken.c.account == query.asks)
        conditions.append(flags.c.number.not_in(said))
    return [flags.c.number > query.after, *conditions]


def _all(connection: Connection, query: Select[tuple[object, ...]]) -> tuple[Flag, ...]:
    rows = connection.execute(query.order_by(flags.c.number)).mappings()
    return tuple(flag_of(row) for row in rows)


def events(connection: Connection, number: int) -> tuple[FlagEvent, ...]:
    """What runs did to a flag, in the order it happened."""
    query = select(flag_events).where(flag_events.c.flag == number).order_by(flag_events.c.seq)
    return tuple(event_of(row) for row in connection.execute(query).mappings())


def counts(connection: Connection, run_id: str) -> tuple[FlagCount, ...]:
    """Flags that a run raised or reopened, by (recommendation, lane, heading)."""
    kind = (flags.c.recommendation, flags.c.lane, flags.c.heading)
    touched = select(flag_events.c.flag).where(
        flag_events.c.run_id == run_id, flag_events.c.what.in_(sorted(REOPENING))
    )
    query = (
        select(*kind, func.count())
        .where(flags.c.number.in_(touched))
        .group_by(*kind)
        .order_by(*kind)
    )
    return tuple(
        FlagCount(
            recommendation=recommendation, lane=Lane(lane), heading=Heading(heading), count=count
        )
        for recommendation, lane, heading, count in connection.execute(query)
    )


def reviews_of(connection: Connection, number: int) -> tuple[Review, ...]:
    """Every answer to a flag, in the order given."""
    query = select(reviews).where(reviews.c.flag == number).order_by(reviews.c.number)
    return tuple(review_of(row) for row in connection.execute(query).mappings())


def add_review(connection: Connection, review: Review, second_reading: float) -> Review:
    """Append an answer and set the flag's state by it. Raises UnknownFlag, NothingToUndo."""
    flag(connection, review.flag)
    after = _reopened_after(connection, review.flag)
    recent = tuple(r for r in reviews_of(connection, review.flag) if r.number > after)
    if review.answer is Answer.UNDO and not standing_answers(recent):
        raise NothingToUndo(f"flag {review.flag} has no answer to take back")
    newest = connection.execute(select(func.max(reviews.c.number))).scalar() or 0
    kept = replace(review, number=newest + 1)
    connection.execute(insert(reviews), review_row(kept))
    settle_readers(connection, recent, kept, after=after, share=second_reading)
    return kept


def _reopened_after(connection: Connection, number: int) -> int:
    """The newest review when the flag was last raised."""
    reopened = select(func.max(flag_events.c.after_review)).where(
        flag_events.c.flag == number, flag_events.c.what.in_(sorted(REOPENING))
    )
    return connection.execute(reopened).scalar() or 0
