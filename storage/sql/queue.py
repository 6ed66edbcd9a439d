"""The queue in a database: flags by priority, the foremost of each story, counted and filtered.

A page walks the index of priorities and stops when it is full; whether a better flag of the same
story fits is asked for each flag that is passed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from storage.queue import UNRANKED, QueueItem, QueueKey, QueueQuery
from storage.records import Flag, Lane
from storage.sql.rows import flag_of
from storage.sql.tables import claims, documents, flags
from storage.sql.words import OF_STORIES, places_of

Holding = Select[tuple[int]] | None  # the places of documents that hold the words asked for


def queue(
    connection: Connection, query: QueueQuery, after: QueueKey | None, limit: int
) -> tuple[QueueItem, ...]:
    """The foremost fitting flag of each story, in the order of the queue."""
    holding = _holding(connection, query)
    chosen = (
        _shown(query, holding)
        .add_columns(
            documents.c.title, documents.c.language, documents.c.source_id, documents.c.published
        )
        .where(~_better(query, holding))
        .order_by(flags.c.priority.desc(), flags.c.number)
        .limit(limit)
    )
    if after is not None:
        chosen = chosen.where(_behind(flags, after.priority, after.number))
    rows = connection.execute(chosen).mappings().all()
    stories = sorted({row["story_id"] for row in rows})
    told = _story_sizes(connection, stories)
    fitting = _story_flags(connection, query, stories, holding)
    return tuple(
        QueueItem(
            flag=flag_of(row),
            priority=row["priority"],
            title=row["title"],
            language=row["language"],
            source_id=row["source_id"],
            published=row["published"],
            flags=fitting.get(row["story_id"], 1),
            documents=told.get(row["story_id"], 0),
        )
        for row in rows
    )


def numbers(connection: Connection, query: QueueQuery, limit: int) -> tuple[int, ...]:
    """Every fitting flag, in the order of the queue."""
    order = (flags.c.priority.desc(), flags.c.number)
    chosen = _shown(query, _holding(connection, query)).order_by(*order).limit(limit)
    found = connection.execute(chosen).mappings()
    return tuple(row["number"] for row in found)


def counts(connection: Connection, query: QueueQuery) -> Mapping[Lane, int]:
    """How many flags fit, by lane."""
    holding = _holding(connection, query)
    asked = (
        select(flags.c.lane, func.count())
        .select_from(flags.join(documents, documents.c.id == flags.c.document_id))
        .where(*_conditions(replace(query, lane=None), flags, documents, holding))
        .group_by(flags.c.lane)
    )
    return {Lane(lane): count for lane, count in connection.execute(asked)}


def unranked(connection: Connection, limit: int) -> tuple[Flag, ...]:
    """Flags whose priority is to be worked out."""
    query = select(flags).where(flags.c.priority == UNRANKED).order_by(flags.c.number).limit(limit)
    return tuple(flag_of(row) for row in connection.execute(query).mappings())


def rank(connection: Connection, priorities: Sequence[tuple[int, int]]) -> None:
    """Keep priorities, by number."""
    statement = (
        update(flags).where(flags.c.number == bindparam("of")).values(priority=bindparam("now"))
    )
    if priorities:
        connection.execute(statement, [{"of": n, "now": p} for n, p in priorities])


def unrank_all(connection: Connection) -> None:
    """Have every priority worked out anew."""
    connection.execute(update(flags).values(priority=UNRANKED))


def _holding(connection: Connection, query: QueueQuery) -> Holding:
    return places_of(connection, OF_STORIES, query.terms) if query.terms else None


def _shown(query: QueueQuery, holding: Holding) -> Select[Any]:
    return (
        select(flags)
        .join(documents, documents.c.id == flags.c.document_id)
        .where(*_conditions(query, flags, documents, holding))
    )


def _better(query: QueueQuery, holding: Holding) -> ColumnElement[bool]:
    """Whether a flag of the same story fits that stands before this one."""
    own = flags.alias("own")
    # The offset of nothing is a fence: a planner that sees through it, as SQLite's without
    # statistics, walks the index of priorities once more for each flag and not its story.
    other = select(own).where(own.c.story_id == flags.c.story_id).offset(0).correlate(flags)
    story, shows = other.subquery("story"), documents.alias("shows")
    before = or_(
        story.c.priority > flags.c.priority,
        and_(story.c.priority == flags.c.priority, story.c.number < flags.c.number),
    )
    return (
        select(1)
        .select_from(story.join(shows, shows.c.id == story.c.document_id))
        # The last is so anyhow; by it this is asked only of flags whose document fits.
        .where(
            before,
            *_conditions(query, story, shows, holding),
            documents.c.id == flags.c.document_id,
        )
        .correlate(flags, documents)
        .exists()
    )


def _behind(table: FromClause, priority: int, number: int) -> ColumnElement[bool]:
    same = and_(table.c.priority == priority, table.c.number > number)
    # The first half is redundant; by it the index is entered at the right place.
    return and_(table.c.priority <= priority, or_(table.c.priority < priority, same))


def _conditions(
    query: QueueQuery, flag: FromClause, shows: FromClause, holding: Holding
) -> list[ColumnElement[bool]]:
    wanted = (
        (flag.c.lane, query.lane),
        (flag.c.state, query.state),
        (flag.c.recommendation, query.recommendation),
        (flag.c.heading, query.heading),
        (shows.c.language, query.language),
    )
    conditions = [column == str(value) for column, value in wanted if value]
    if query.source_ids is not None:
        conditions.append(shows.c.source_id.in_(query.source_ids))
    if query.since is not None:
        conditions.append(shows.c.published >= query.since)
    if query.until is not None:
        conditions.append(shows.c.published <= query.until)
    if query.claimed_by:
        conditions.append(flag.c.number.in_(_held(query)))
    if holding is not None:
        conditions.append(shows.c.seq.in_(holding))
    return conditions


def _held(query: QueueQuery) -> Select[tuple[int]]:
    held = select(claims.c.flag).where(claims.c.account == query.claimed_by)
    return held if query.now is None else held.where(claims.c.until > query.now)


def _story_sizes(connection: Connection, stories: Sequence[str]) -> dict[str, int]:
    query = (
        select(documents.c.story_id, func.count())
        .where(documents.c.story_id.in_(stories), documents.c.superseded_by.is_(None))
        .group_by(documents.c.story_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _story_flags(
    connection: Connection, query: QueueQuery, stories: Sequence[str], holding: Holding
) -> dict[str, int]:
    asked = (
        select(flags.c.story_id, func.count())
        .select_from(flags.join(documents, documents.c.id == flags.c.document_id))
        .where(flags.c.story_id.in_(stories), *_conditions(query, flags, documents, holding))
        .group_by(flags.c.story_id)
    )
    return {row[0]: row[1] for row in connection.execute(asked)}
