"""Pages, the entries they told of, and what the next crawl should know."""

from collections.abc import Sequence

from sqlalchemy import Connection, Row, Select, func, select

from spiders.records import KnownPage
from storage.known import Answered, known_pages
from storage.records import PageFailure, PageRecord, Recheck
from storage.sql.idempotent import insert
from storage.sql.rows import page_of, page_row, url_key
from storage.sql.tables import known_entries, page_failures, pages


def add_pages(connection: Connection, records: Sequence[PageRecord]) -> int:
    """Keep pages that are not known yet; gives how many those were."""
    wanted = {record.id: record for record in reversed(records)}  # the first of an id counts
    known = _known_ids(connection, list(wanted))
    new = [record for record in reversed(wanted.values()) if record.id not in known]
    if new:
        connection.execute(pages.insert(), [page_row(record) for record in new])
        _keep_entries(connection, new)
    return len(new)


def _known_ids(connection: Connection, ids: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(ids), 500):  # below every limit on the number of parameters
        some = ids[start : start + 500]
        known.update(connection.scalars(select(pages.c.id).where(pages.c.id.in_(some))))
    return known


def _keep_entries(connection: Connection, records: Sequence[PageRecord]) -> None:
    rows = [
        {
            "source_id": record.written.source_id,
            "url_sha256": url_key(url),
            "url": url,
            "sha256": key,
            "fetched_at": record.written.fetched_at,
        }
        for record in records
        for url, key in record.written.entry_keys
    ]
    if not rows:
        return
    statement = insert(connection, known_entries)
    newer = statement.excluded.fetched_at >= known_entries.c.fetched_at
    changed = {name: statement.excluded[name] for name in ("sha256", "fetched_at")}
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["source_id", "url_sha256"], set_=changed, where=newer
        ),
        rows,
    )


def page(connection: Connection, page_id: str) -> PageRecord | None:
    """A page by id."""
    row = connection.execute(select(pages).where(pages.c.id == page_id)).mappings().first()
    return None if row is None else page_of(row)


def pages_of_run(connection: Connection, run_id: str) -> tuple[PageRecord, ...]:
    """The pages that a run fetched, by (warc, offset)."""
    query = select(pages).where(pages.c.run_id == run_id).order_by(pages.c.warc, pages.c.offset)
    return tuple(page_of(row) for row in connection.execute(query).mappings())


def pages_end(connection: Connection, warc: str) -> int:
    """The end of the last known span of a WARC file."""
    end = func.max(pages.c.offset + pages.c.length)
    return connection.execute(select(end).where(pages.c.warc == warc)).scalar() or 0


def unassessed_pages(
    connection: Connection, limit: int, source_ids: Sequence[str] | None
) -> tuple[PageRecord, ...]:
    """Pages that wait, by (fetched_at, url, payload_sha256, id)."""
    order = (pages.c.fetched_at, pages.c.url, pages.c.payload_sha256, pages.c.id)
    query = select(pages).where(~pages.c.assessed).order_by(*order).limit(limit)
    if source_ids is not None:
        query = query.where(pages.c.source_id.in_(source_ids))
    return tuple(page_of(row) for row in connection.execute(query).mappings())


def known_of(connection: Connection, source_id: str, recheck: Recheck) -> tuple[KnownPage, ...]:
    """What the next crawl of a source should know, by (url, role)."""
    entries = select(known_entries.c.url, known_entries.c.sha256).where(
        known_entries.c.source_id == source_id
    )
    newest = {url: key for url, key in connection.execute(entries)}  # noqa: C416 - rows, not pairs
    answers = (_answered(row) for row in connection.execute(_answers(source_id)))
    return known_pages(answers, newest, recheck)


def _answered(row: Row[tuple[object, ...]]) -> Answered:
    return Answered._make(row)


def _answers(source_id: str) -> Select[tuple[object, ...]]:
    columns = (pages.c[name] for name in Answered._fields if name != "failed")
    return (
        select(*columns, page_failures.c.page_id.is_not(None))
        .select_from(pages.outerjoin(page_failures, page_failures.c.page_id == pages.c.id))
        .where(pages.c.source_id == source_id)
        .order_by(pages.c.fetched_at, pages.c.seq)
    )


def failures_of(connection: Connection, run_id: str) -> tuple[PageFailure, ...]:
    """The failures of a run's pages, by page id."""
    query = (
        select(page_failures)
        .join(pages, pages.c.id == page_failures.c.page_id)
        .where(pages.c.run_id == run_id)
        .order_by(page_failures.c.page_id)
    )
    return tuple(PageFailure(**row) for row in connection.execute(query).mappings())
