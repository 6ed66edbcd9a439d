"""Digests that were handed over, and small facts."""

from sqlalchemy import Connection, select

from storage.post import Digest
from storage.sql.idempotent import insert, was_added
from storage.sql.post_tables import digests
from storage.sql.rows import digest_of, digest_row
from storage.sql.tables import facts


def add_digest(connection: Connection, digest: Digest) -> bool:
    """Keep a digest; False if one of this id is there."""
    statement = insert(connection, digests).values(digest_row(digest)).on_conflict_do_nothing()
    return was_added(connection, statement)


def digests_of(connection: Connection, subscriber: str) -> tuple[Digest, ...]:
    """A person's digests, oldest first."""
    query = (
        select(digests)
        .where(digests.c.subscriber == subscriber)
        .order_by(digests.c.made_at, digests.c.id)
    )
    return tuple(digest_of(row) for row in connection.execute(query).mappings())


def fact(connection: Connection, name: str) -> str | None:
    """A small fact by name."""
    return connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar()


def keep_fact(connection: Connection, name: str, value: str) -> None:
    """Keep a small fact; the first value stands."""
    statement = insert(connection, facts).values(name=name, value=value)
    connection.execute(statement.on_conflict_do_nothing())
