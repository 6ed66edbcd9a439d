"""Searching a database: the documents that hold every term, newest first."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, select

from rules.searching import Term
from storage.records import Flag
from storage.searching import FoundDocument
from storage.sql import words
from storage.sql.rows import document_of, flag_of
from storage.sql.tables import documents, flags
from storage.sql.units import Units

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


_AT_ONCE = 100


class SqlSearch:
    """The part of a store that looks for words."""

    _units: Units

    def search(
        self, terms: tuple[Term, ...], before: int | None = None, limit: int = 25
    ) -> tuple[FoundDocument, ...]:
        return self._units.read(search, terms, before, limit) if terms else ()


def search(
    connection: Connection, terms: Sequence[Term], before: int | None, limit: int
) -> tuple[FoundDocument, ...]:
    """Standing versions that hold every term, the one settled last first."""
    if connection.dialect.name == "postgresql":
        rows = _stretches(connection, terms, before, limit)
    else:
        rows = _walk(connection, terms, before, limit)
    raised = _story_flags(connection, [row["story_id"] for row in rows if row["story_id"]])
    return tuple(
        FoundDocument(
            place=row["seq"],
            stored=document_of(row),
            flags=tuple(raised.get(row["story_id"], ())),
        )
        for row in rows
    )


def _walk(
    connection: Connection, terms: Sequence[Term], before: int | None, limit: int
) -> Sequence[RowMapping]:
    """The index walked backwards until the page is full."""
    places = words.places_of(connection, words.OF_DOCUMENTS, terms)
    if before is not None:
        places = places.where(places.selected_columns[0] < before)
    fitting = places.subquery("fitting")
    query = (
        select(documents)
        .join(fitting, fitting.c.seq == documents.c.seq)
        .where(documents.c.superseded_by.is_(None))
        .order_by(fitting.c.seq.desc())
        .limit(limit)
    )
    return connection.execute(query).mappings().all()


def _stretches(
    connection: Connection, terms: Sequence[Term], before: int | None, limit: int
) -> Sequence[RowMapping]:
    """Stretches of documents searched backwards until the page is full."""
    rows: list[RowMapping] = []
    for places in words.places_back(connection, terms, before):
        rows += _standing(connection, places, limit - len(rows))
        if len(rows) >= limit:
            break
    return rows


def _standing(connection: Connection, places: Sequence[int], limit: int) -> list[RowMapping]:
    """The first standing versions of these places, which come in their order."""
    rows: list[RowMapping] = []
    for start in range(0, len(places), _AT_ONCE):
        query = (
            select(documents)
            .where(documents.c.seq.in_(places[start : start + _AT_ONCE]))
            .where(documents.c.superseded_by.is_(None))
            .order_by(documents.c.seq.desc())
            .limit(limit - len(rows))
        )
        rows += connection.execute(query).mappings()
        if len(rows) >= limit:
            break
    return rows


def _story_flags(connection: Connection, stories: Sequence[str]) -> dict[str, list[Flag]]:
    query = select(flags).where(flags.c.story_id.in_(stories)).order_by(flags.c.number)
    raised: dict[str, list[Flag]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        raised[row["story_id"]].append(flag_of(row))
    return raised
