"""Document versions, their stories, their matches."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, select

from rules.records import OFF_FLAGS, Match
from storage.records import Fingerprint, StoredDocument, TimelineItem
from storage.sql.rows import document_of, fingerprint_of, match_of, url_key
from storage.sql.tables import bands, documents, fingerprints, matches


def document(connection: Connection, document_id: str) -> StoredDocument | None:
    """A version by its id."""
    return _first(connection, select(documents).where(documents.c.id == document_id))


def document_at(connection: Connection, url: str) -> StoredDocument | None:
    """The standing version at a canonical address."""
    query = (
        select(documents)
        .where(documents.c.url_sha256 == url_key(url), documents.c.superseded_by.is_(None))
        .order_by(documents.c.seq.desc())
        .limit(1)
    )
    return _first(connection, query)


def documents_of_run(connection: Connection, run_id: str) -> tuple[StoredDocument, ...]:
    """The versions a run brought, in the order they were settled."""
    return _all(connection, select(documents).where(documents.c.run_id == run_id))


def standing_of_run(
    connection: Connection, run_id: str, after: str | None, limit: int
) -> tuple[StoredDocument, ...]:
    """Versions that a run brought and that stand, behind a document of it."""
    query = select(documents).where(
        documents.c.run_id == run_id, documents.c.superseded_by.is_(None)
    )
    if after is not None:
        behind = select(documents.c.seq).where(documents.c.id == after).scalar_subquery()
        query = query.where(documents.c.seq > behind)
    return _all(connection, query.limit(limit))


def documents_gone(connection: Connection, since: datetime) -> tuple[StoredDocument, ...]:
    """Versions that went at or after `since`, by url."""
    query = select(documents).where(documents.c.gone_at >= since).order_by(documents.c.url)
    return _all(connection, query)


def story_documents(connection: Connection, story_id: str) -> tuple[StoredDocument, ...]:
    """The documents of a story in the order they were settled."""
    return _all(connection, select(documents).where(documents.c.story_id == story_id))


def _first(connection: Connection, query: Select[tuple[object, ...]]) -> StoredDocument | None:
    row = connection.execute(query).mappings().first()
    return None if row is None else document_of(row)


def _all(connection: Connection, query: Select[tuple[object, ...]]) -> tuple[StoredDocument, ...]:
    ordered = query.order_by(documents.c.seq)  # after any order the query has already
    return tuple(document_of(row) for row in connection.execute(ordered).mappings())


def story_of_text(connection: Connection, text_sha256: str) -> str | None:
    """The story of the earliest document with this text and a story."""
    query = (
        select(documents.c.story_id)
        .where(documents.c.text_sha256 == text_sha256, documents.c.story_id.is_not(None))
        .order_by(documents.c.seq)
        .limit(1)
    )
    return connection.execute(query).scalar()


def similar(connection: Connection, wanted: Sequence[int]) -> tuple[Fingerprint, ...]:
    """Fingerprints that share a band, by document id."""
    sharing = select(bands.c.document_id).where(bands.c.band.in_(set(wanted)))
    query = (
        select(fingerprints)
        .where(fingerprints.c.document_id.in_(sharing))
        .order_by(fingerprints.c.document_id)
    )
    return tuple(fingerprint_of(row) for row in connection.execute(query).mappings())


def matches_of(connection: Connection, document_id: str) -> tuple[Match, ...]:
    """The matches of a version, in the matcher's order."""
    query = (
        select(matches.c.body)
        .where(matches.c.document_id == document_id)
        .order_by(matches.c.position)
    )
    return tuple(match_of(body) for body in connection.scalars(query))


def timeline(connection: Connection, recommendation: str, limit: int) -> tuple[TimelineItem, ...]:
    """What standing versions say off the flags, newest publication first."""
    newest_first = documents.c.published.desc().nulls_last()
    query = (
        select(documents.c.id, documents.c.published, matches.c.body)
        .join(documents, documents.c.id == matches.c.document_id)
        .where(
            matches.c.recommendation == recommendation,
            matches.c.factuality.in_([f.value for f in OFF_FLAGS]),
            documents.c.superseded_by.is_(None),
        )
        .order_by(newest_first, documents.c.seq, matches.c.position)
        .limit(limit)
    )
    return tuple(
        TimelineItem(document_id=document_id, published=published, match=match_of(body))
        for document_id, published, body in connection.execute(query)
    )
