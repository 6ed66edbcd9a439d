"""Flags for lists that leave the house: each with what its document says, and every answer."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from storage.queue import ListedFlag, QueueQuery
from storage.records import Review
from storage.sql.board import matches_of
from storage.sql.queue import conditions
from storage.sql.rows import flag_of, review_of
from storage.sql.tables import documents, flags, reviews


def listed(
    connection: Connection, query: QueueQuery, after: int, limit: int
) -> tuple[ListedFlag, ...]:
    """Every fitting flag behind a number, by number; three questions in all."""
    address = func.coalesce(func.nullif(documents.c.own_url, ""), documents.c.url)
    chosen = (
        select(flags, documents.c.title, documents.c.fetched_at, address.label("address"))
        .join(documents, documents.c.seq == flags.c.place)
        .where(flags.c.number > after, *conditions(connection, query))
        .order_by(flags.c.number)
        .limit(limit)
    )
    rows = connection.execute(chosen).mappings().all()
    found = matches_of(connection, sorted({row["document_id"] for row in rows}))
    given = _reviews(connection, [row["number"] for row in rows])
    return tuple(
        ListedFlag(
            flag=flag_of(row),
            matches=tuple(
                match
                for match in found.get(row["document_id"], ())
                if match.recommendation == row["recommendation"]
            ),
            reviews=tuple(given.get(row["number"], ())),
            title=row["title"],
            language=row["language"],
            source_id=row["source_id"],
            published=row["published"],
            fetched_at=row["fetched_at"],
            address=row["address"],
        )
        for row in rows
    )


def _reviews(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Review]]:
    query = select(reviews).where(reviews.c.flag.in_(numbers)).order_by(reviews.c.number)
    given: dict[int, list[Review]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        given[row["flag"]].append(review_of(row))
    return given
