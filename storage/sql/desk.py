"""What reviewing asks of a database beside the queue: versions, claims, saved filters."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from storage.projection import REOPENING
from storage.queue import (
    FlagClaim,
    FlagVersion,
    ListedFlag,
    Outdated,
    QueueItem,
    QueueKey,
    QueueQuery,
    SavedFilter,
)
from storage.records import Flag, Lane, Review
from storage.sql import lists
from storage.sql import queue as queues
from storage.sql.flags import add_review, flag
from storage.sql.idempotent import insert
from storage.sql.rows import review_of
from storage.sql.tables import claims, flag_events, reviews, saved_filters
from storage.sql.units import Units

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class SqlDesk:
    """The part of a store that people review by."""

    _units: Units
    _second_reading: float

    def queue(
        self, query: QueueQuery, after: QueueKey | None = None, limit: int = 25
    ) -> tuple[QueueItem, ...]:
        return self._units.read(queues.queue, query, after, limit)

    def listed(self, query: QueueQuery, after: int = 0, limit: int = 100) -> tuple[ListedFlag, ...]:
        return self._units.read(lists.listed, query, after, limit)

    def queue_numbers(self, query: QueueQuery, limit: int) -> tuple[int, ...]:
        return self._units.read(queues.numbers, query, limit)

    def queue_counts(self, query: QueueQuery, at_most: int = 10**9) -> Mapping[Lane, int]:
        return self._units.read(queues.counts, query, at_most)

    def unranked(self, limit: int) -> tuple[Flag, ...]:
        return self._units.read(queues.unranked, limit)

    def rank(self, priorities: Mapping[int, int]) -> None:
        self._units.write(queues.rank, tuple(priorities.items()))

    def unrank_all(self) -> None:
        self._units.write(queues.unrank_all)

    def flag_version(self, number: int) -> FlagVersion:
        return self._units.read(_version, number)

    def add_review_of(self, review: Review, seen: FlagVersion) -> Review:
        return self._units.write(_add_review_of, review, seen, self._second_reading)

    def reviews_by(self, reviewer: str, limit: int) -> tuple[Review, ...]:
        return self._units.read(_reviews_by, reviewer, limit)

    def claim(self, claim: FlagClaim, now: datetime) -> FlagClaim:
        return self._units.write(_claim, claim, now)

    def release(self, flag: int, account: str) -> None:
        self._units.write(_release, flag, account)

    def claims(self, now: datetime) -> tuple[FlagClaim, ...]:
        return self._units.read(_claims, now)

    def save_filter(self, saved: SavedFilter) -> None:
        self._units.write(_save_filter, saved)

    def forget_filter(self, account: str, name: str) -> None:
        self._units.write(_forget_filter, account, name)

    def filters(self, account: str) -> tuple[SavedFilter, ...]:
        return self._units.read(_filters, account)


def _version(connection: Connection, number: int) -> FlagVersion:
    flag(connection, number)
    newest = select(func.max(reviews.c.number)).where(reviews.c.flag == number)
    raised = select(func.count()).where(
        flag_events.c.flag == number, flag_events.c.what.in_(sorted(REOPENING))
    )
    return FlagVersion(
        review=connection.execute(newest).scalar() or 0,
        raised=connection.execute(raised).scalar_one(),
    )


def _add_review_of(
    connection: Connection, review: Review, seen: FlagVersion, second_reading: float
) -> Review:
    if _version(connection, review.flag) != seen:
        raise Outdated
    return add_review(connection, review, second_reading)


def _reviews_by(connection: Connection, reviewer: str, limit: int) -> tuple[Review, ...]:
    query = (
        select(reviews)
        .where(reviews.c.reviewer == reviewer)
        .order_by(reviews.c.number.desc())
        .limit(limit)
    )
    return tuple(review_of(row) for row in connection.execute(query).mappings())


def _claim(connection: Connection, claim: FlagClaim, now: datetime) -> FlagClaim:
    flag(connection, claim.flag)
    row = connection.execute(select(claims).where(claims.c.flag == claim.flag)).mappings().first()
    if row is not None and row["until"] > now and row["account"] != claim.account:
        return FlagClaim(flag=claim.flag, account=row["account"], until=row["until"])
    values = {"account": claim.account, "until": claim.until}
    statement = insert(connection, claims).values(flag=claim.flag, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["flag"], set_=values))
    return claim


def _release(connection: Connection, number: int, account: str) -> None:
    connection.execute(delete(claims).where(claims.c.flag == number, claims.c.account == account))


def _claims(connection: Connection, now: datetime) -> tuple[FlagClaim, ...]:
    query = select(claims).where(claims.c.until > now).order_by(claims.c.flag)
    return tuple(
        FlagClaim(flag=row["flag"], account=row["account"], until=row["until"])
        for row in connection.execute(query).mappings()
    )


def _save_filter(connection: Connection, saved: SavedFilter) -> None:
    statement = insert(connection, saved_filters).values(
        account=saved.account, name=saved.name, query=saved.query
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["account", "name"], set_={"query": saved.query}
        )
    )


def _forget_filter(connection: Connection, account: str, name: str) -> None:
    connection.execute(
        delete(saved_filters).where(
            saved_filters.c.account == account, saved_filters.c.name == name
        )
    )


def _filters(connection: Connection, account: str) -> tuple[SavedFilter, ...]:
    query = (
        select(saved_filters)
        .where(saved_filters.c.account == account)
        .order_by(saved_filters.c.name)
    )
    return tuple(
        SavedFilter(account=row["account"], name=row["name"], query=row["query"])
        for row in connection.execute(query).mappings()
    )
