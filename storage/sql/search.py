"""Searching a database: the documents that hold every term, newest first."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, select

from rules.searching import Term
from storage.records import Flag
from storage.searching import FoundDocument
from storage.sql import words
from storage.sql.rows import document_of, flag_of
from storage.sql.tables import documents, flags
from storage.sql.units import Units

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


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
    places = words.places_of(connection, words.OF_DOCUMENTS, terms)
    place = places.selected_columns[0]
    if before is not None:
        places = places.where(place < before)
    fitting = places.subquery("fitting")
    query = (
        select(documents)
        .join(fitting, fitting.c.seq == documents.c.seq)
        .where(documents.c.superseded_by.is_(None))
        .order_by(fitting.c.seq.desc())
        .limit(limit)
    )
    rows = connection.execute(query).mappings().all()
    raised = _story_flags(connection, [row["story_id"] for row in rows if row["story_id"]])
    return tuple(
        FoundDocument(
            place=row["seq"],
            stored=document_of(row),
            flags=tuple(raised.get(row["story_id"], ())),
        )
        for row in rows
    )


def _story_flags(connection: Connection, stories: Sequence[str]) -> dict[str, list[Flag]]:
    query = select(flags).where(flags.c.story_id.in_(stories)).order_by(flags.c.number)
    raised: dict[str, list[Flag]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        raised[row["story_id"]].append(flag_of(row))
    return raised
