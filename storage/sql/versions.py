"""Versions of watched pages."""

import json

from sqlalchemy import Connection, Select, func, select

from storage.records import PageVersion, Passage
from storage.sql.rows import Cells, Row, dumps, url_key
from storage.sql.tables import page_versions

_OWN = (
    "url",
    "number",
    "page_id",
    "run_id",
    "source_id",
    "title",
    "text_sha256",
    "read_as",
    "seen_at",
)


def version_row(version: PageVersion) -> Row:
    """A version's row."""
    passages = dumps([[passage.key, passage.text] for passage in version.passages])
    own = {name: getattr(version, name) for name in _OWN}
    return own | {"url_sha256": url_key(version.url), "passages": passages}


def version_of(row: Cells) -> PageVersion:
    """The version in a row."""
    passages = tuple(Passage(key=key, text=text) for key, text in json.loads(row["passages"]))
    return PageVersion(passages=passages, **{name: row[name] for name in _OWN})


def newest(connection: Connection, url: str) -> PageVersion | None:
    """The newest version at a canonical address."""
    return next(iter(versions_at(connection, url, 1)), None)


def versions_at(connection: Connection, url: str, limit: int) -> tuple[PageVersion, ...]:
    """The newest versions at a canonical address, newest first."""
    return _all(connection, _at(url).limit(limit))


def newest_of_all(connection: Connection) -> tuple[PageVersion, ...]:
    """The newest version of every page, by url."""
    last = (
        select(page_versions.c.url_sha256, func.max(page_versions.c.number).label("number"))
        .group_by(page_versions.c.url_sha256)
        .subquery()
    )
    is_last = (page_versions.c.url_sha256 == last.c.url_sha256) & (
        page_versions.c.number == last.c.number
    )
    query = select(page_versions).join(last, is_last).order_by(page_versions.c.url)
    return _all(connection, query)


def _at(url: str) -> Select[tuple[object, ...]]:
    own = page_versions.c.url_sha256 == url_key(url)
    return select(page_versions).where(own).order_by(page_versions.c.number.desc())


def _all(connection: Connection, query: Select[tuple[object, ...]]) -> tuple[PageVersion, ...]:
    return tuple(version_of(row) for row in connection.execute(query).mappings())
