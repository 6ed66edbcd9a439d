"""The queue in a database: flags by priority, the foremost of each story, counted and filtered.

All that a filter asks of stands in one index beside the priority, so that a page, also one that
fits nothing, is found by walking the index alone. Then each story's other flags are looked at,
some stories at a time, and only what is shown is read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)

from storage.queue import UNRANKED, QueueItem, QueueKey, QueueQuery
from storage.reading import Need
from storage.records import Flag, Lane
from storage.sql.reading_tables import assignments, spoken
from storage.sql.rows import Cells, flag_of
from storage.sql.tables import claims, documents, flags
from storage.sql.words import OF_STORIES, holds

_ORDER = (flags.c.priority.desc(), flags.c.number)


def queue(
    connection: Connection, query: QueueQuery, after: QueueKey | None, limit: int
) -> tuple[QueueItem, ...]:
    """The foremost fitting flag of each story, in the order of the queue."""
    fits = conditions(connection, query)
    numbers: list[int] = []
    fitting: dict[str, int] = {}
    while len(numbers) < limit:
        keys = _keys(connection, fits, after, 2 * limit)
        foremost, counted = _stories(connection, fits, {row.story_id for row in keys})
        numbers += [row.number for row in keys if row.number in foremost]
        fitting |= counted
        if len(keys) < 2 * limit:
            break
        after = QueueKey(priority=keys[-1].priority, number=keys[-1].number)
    return _items(connection, numbers[:limit], fitting)


def numbers(connection: Connection, query: QueueQuery, limit: int) -> tuple[int, ...]:
    """Every fitting flag, in the order of the queue."""
    fits = conditions(connection, query)
    return tuple(row.number for row in _keys(connection, fits, None, limit))


def counts(connection: Connection, query: QueueQuery, at_most: int) -> Mapping[Lane, int]:
    """How many flags fit, by lane; none is counted beyond `at_most`."""
    fits = conditions(connection, replace(query, lane=None))
    asked = []
    for lane in Lane:
        some = select(flags.c.number).where(flags.c.lane == lane.value, *fits).limit(at_most)
        counted = select(func.count()).select_from(some.subquery()).scalar_subquery()
        asked.append(select(literal(lane.value), counted))
    return {Lane(lane): count for lane, count in connection.execute(union_all(*asked)) if count}


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


def conditions(connection: Connection, query: QueueQuery) -> list[ColumnElement[bool]]:
    """What of the flags' table alone must hold of a flag that fits."""
    wanted = (
        (flags.c.lane, query.lane),
        (flags.c.state, query.state),
        (flags.c.recommendation, query.recommendation),
        (flags.c.heading, query.heading),
        (flags.c.language, query.language),
        (flags.c.needs, query.need),
    )
    fits = [column == str(value) for column, value in wanted if value]
    fits.append(flags.c.place.is_not(None))  # its document is there
    if query.source_ids is not None:
        fits.append(flags.c.source_id.in_(query.source_ids))
    if query.since is not None:
        fits.append(flags.c.published >= query.since)
    if query.until is not None:
        fits.append(flags.c.published <= query.until)
    if query.terms:
        fits.append(holds(connection, OF_STORIES, query.terms, flags.c.place))
    return [*fits, *_readers(query)]


def _readers(query: QueueQuery) -> Iterator[ColumnElement[bool]]:
    """Conditions on the people whom a flag waits for."""
    number = flags.c.number
    if query.claimed_by:
        yield number.in_(_held(query))
    if query.asks:
        yield number.not_in(select(spoken.c.flag).where(spoken.c.account == query.asks))
    if not query.settles:
        yield flags.c.needs != Need.SETTLING.value
    if query.assigned_to:
        own = select(assignments.c.flag).where(assignments.c.account == query.assigned_to)
        yield number.in_(own)
    if query.unassigned:
        yield number.not_in(select(assignments.c.flag))


def _held(query: QueueQuery) -> Select[tuple[int]]:
    held = select(claims.c.flag).where(claims.c.account == query.claimed_by)
    return held if query.now is None else held.where(claims.c.until > query.now)


def _keys(
    connection: Connection,
    fits: Iterable[ColumnElement[bool]],
    after: QueueKey | None,
    limit: int,
) -> Sequence[Any]:
    chosen = select(flags.c.number, flags.c.priority, flags.c.story_id).where(*fits)
    if after is not None:
        chosen = chosen.where(_behind(after))
    return connection.execute(chosen.order_by(*_ORDER).limit(limit)).all()


def _behind(after: QueueKey) -> ColumnElement[bool]:
    same = and_(flags.c.priority == after.priority, flags.c.number > after.number)
    # The first half is redundant; by it the index is entered at the right place.
    return and_(flags.c.priority <= after.priority, or_(flags.c.priority < after.priority, same))


def _stories(
    connection: Connection, fits: Iterable[ColumnElement[bool]], stories: Iterable[str]
) -> tuple[set[int], dict[str, int]]:
    """The foremost fitting flag of each story, and how many of its flags fit."""
    asked = (
        select(flags.c.story_id, flags.c.number)
        .where(flags.c.story_id.in_(sorted(stories)), *fits)
        .order_by(*_ORDER)
    )
    foremost: dict[str, int] = {}
    fitting: dict[str, int] = {}
    for story, number in connection.execute(asked):
        foremost.setdefault(story, number)
        fitting[story] = fitting.get(story, 0) + 1
    return set(foremost.values()), fitting


def _items(
    connection: Connection, wanted: Sequence[int], fitting: Mapping[str, int]
) -> tuple[QueueItem, ...]:
    shown = (
        select(flags, documents.c.title, assignments.c.account)
        .join(documents, documents.c.seq == flags.c.place)
        .outerjoin(assignments, assignments.c.flag == flags.c.number)
        .where(flags.c.number.in_(wanted))
        .order_by(*_ORDER)
    )
    rows = connection.execute(shown).mappings().all()
    told = _story_sizes(connection, sorted({row["story_id"] for row in rows}))
    return tuple(_item(row, fitting, told) for row in rows)


def _item(row: Cells, fitting: Mapping[str, int], told: Mapping[str, int]) -> QueueItem:
    return QueueItem(
        flag=flag_of(row),
        priority=row["priority"],
        title=row["title"],
        language=row["language"],
        source_id=row["source_id"],
        published=row["published"],
        flags=fitting[row["story_id"]],
        documents=told.get(row["story_id"], 0),
        need=Need(row["needs"]),
        assigned_to=row["account"] or "",
    )


def _story_sizes(connection: Connection, stories: Sequence[str]) -> dict[str, int]:
    query = (
        select(documents.c.story_id, func.count())
        .where(documents.c.story_id.in_(stories), documents.c.superseded_by.is_(None))
        .group_by(documents.c.story_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
