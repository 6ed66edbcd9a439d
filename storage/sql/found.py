"""Finds and misses in a database."""

from dataclasses import replace

from sqlalchemy import Connection, func, insert, select, update

from rules.records import Toward
from spiders.records import Tier
from storage.found import Find, FindState, Miss, UnknownDocument, UnknownFind
from storage.sql.foundtables import finds, misses
from storage.sql.rows import Cells, Row
from storage.sql.tables import documents
from storage.sql.units import Units

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class SqlFound:
    """The part of a store that holds what people found themselves."""

    _units: Units

    def add_find(self, find: Find) -> Find:
        return self._units.write(_add_find, find)

    def find(self, number: int) -> Find:
        return self._units.read(_find, number)

    def finds(self, state: FindState | None = None, limit: int = 50) -> tuple[Find, ...]:
        return self._units.read(_newest_finds, state, limit)

    def find_of(self, document_id: str) -> Find | None:
        return self._units.read(_find_of, document_id)

    def close_find(self, find: Find) -> None:
        self._units.write(_close_find, find)

    def add_miss(self, miss: Miss) -> Miss:
        return self._units.write(_add_miss, miss)

    def misses(self, document_id: str | None = None) -> tuple[Miss, ...]:
        return self._units.read(_misses_of, document_id)


def _add_find(connection: Connection, find: Find) -> Find:
    newest = connection.execute(select(func.max(finds.c.number))).scalar() or 0
    kept = replace(find, number=newest + 1)
    connection.execute(insert(finds), _find_row(kept))
    return kept


def _find(connection: Connection, number: int) -> Find:
    row = connection.execute(select(finds).where(finds.c.number == number)).mappings().first()
    if row is None:
        raise UnknownFind(number)
    return _find_in(row)


def _newest_finds(connection: Connection, state: FindState | None, limit: int) -> tuple[Find, ...]:
    query = select(finds).order_by(finds.c.number.desc()).limit(limit)
    if state is not None:
        query = query.where(finds.c.state == state.value)
    return tuple(_find_in(row) for row in connection.execute(query).mappings())


def _find_of(connection: Connection, document_id: str) -> Find | None:
    query = (
        select(finds).where(finds.c.document_id == document_id).order_by(finds.c.number).limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else _find_in(row)


def _close_find(connection: Connection, find: Find) -> None:
    closed = connection.execute(
        update(finds)
        .where(finds.c.number == find.number)
        .values(state=find.state.value, said=find.said, document_id=find.document_id)
    )
    if closed.rowcount != 1:
        raise UnknownFind(find.number)


def _add_miss(connection: Connection, miss: Miss) -> Miss:
    known = select(documents.c.id).where(documents.c.id == miss.document_id)
    if connection.execute(known).first() is None:
        raise UnknownDocument(miss.document_id)
    newest = connection.execute(select(func.max(misses.c.number))).scalar() or 0
    kept = replace(miss, number=newest + 1)
    connection.execute(insert(misses), _miss_row(kept))
    return kept


def _misses_of(connection: Connection, document_id: str | None) -> tuple[Miss, ...]:
    query = select(misses).order_by(misses.c.number)
    if document_id is not None:
        query = query.where(misses.c.document_id == document_id)
    return tuple(_miss_in(row) for row in connection.execute(query).mappings())


_FIND = (
    *("number", "address", "kind", "text", "sha256", "outlet", "title", "published", "country"),
    *("note", "finder", "at", "said", "document_id"),
)
_MISS = ("number", "document_id", "recommendation", "note", "reviewer", "at")


def _find_row(find: Find) -> Row:
    own = {name: getattr(find, name) for name in _FIND}
    return own | {"tier": find.tier.value, "state": find.state.value}


def _find_in(row: Cells) -> Find:
    own = {name: row[name] for name in _FIND}
    return Find(tier=Tier(row["tier"]), state=FindState(row["state"]), **own)


def _miss_row(miss: Miss) -> Row:
    own = {name: getattr(miss, name) for name in _MISS}
    return own | {"toward": miss.toward.value if miss.toward else None}


def _miss_in(row: Cells) -> Miss:
    toward = Toward(row["toward"]) if row["toward"] else None
    return Miss(toward=toward, **{name: row[name] for name in _MISS})
