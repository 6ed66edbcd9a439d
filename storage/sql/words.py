"""The index of words: SQLite's FTS5, PostgreSQL's tsvector under GIN, both over the same words.

Words are cut and folded before they come here (`rules.searching`); the databases only keep and
find them. A document's words never change, so they are only added. Two tables of one shape:
`document_words` is of all documents, `story_words` of those that have a story, by which the queue
is filtered without a walk through all others. Neither is in `storage.sql.tables`: they are made
from the documents, and a restored database makes them anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnClause,
    ColumnElement,
    Connection,
    Select,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR

from rules.searching import GAP, Term, searched_words
from storage.sql.tables import documents

OF_DOCUMENTS, OF_STORIES = "document_words", "story_words"
_AT_ONCE = 500
_FEW = 5_000
_WINDOWS = (200, 2_000, 20_000, 200_000)  # places, each reaching further back
_READ_WHOLE = 2_000
_READ = (
    *(documents.c.seq, documents.c.title, documents.c.text, documents.c.language),
    documents.c.story_id,
)


def make_tables(connection: Connection) -> None:
    """Make both tables, empty."""
    for name in (OF_DOCUMENTS, OF_STORIES):
        for statement in _MADE_BY[connection.dialect.name]:
            connection.exec_driver_sql(statement.format(name=name))


_MADE_BY = {
    # Contentless: the words stand in documents already. "ascii" cuts at blanks, and nowhere inside
    # of what `rules.searching` calls a word.
    "sqlite": ("CREATE VIRTUAL TABLE {name} USING fts5(words, content='', tokenize='ascii')",),
    "postgresql": (
        "CREATE TABLE {name} (seq bigint PRIMARY KEY, words tsvector NOT NULL)",
        # Out of line: who only asks which rows fit needn't read their words.
        "ALTER TABLE {name} SET (toast_tuple_target = 128)",
        "CREATE INDEX {name}_by_word ON {name} USING gin (words)",
    ),
}


def add(connection: Connection, ids: Sequence[str]) -> None:
    """Index documents that were just stored."""
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        _index(connection, connection.execute(select(*_READ).where(documents.c.id.in_(some))).all())


def fill(connection: Connection) -> None:
    """Index every document that came in after the last one that is; a few hundred at a time."""
    place: ColumnClause[int] = column("seq" if _is_postgres(connection) else "rowid")
    newest = select(func.max(place)).select_from(table(OF_DOCUMENTS))
    last = connection.execute(newest).scalar() or 0
    some = select(*_READ).order_by(documents.c.seq).limit(_AT_ONCE)
    while rows := connection.execute(some.where(documents.c.seq > last)).all():
        _index(connection, rows)
        last = rows[-1].seq


def places_of(connection: Connection, name: str, terms: Sequence[Term]) -> Select[tuple[int]]:
    """The places (documents.seq) of what holds every term. There is one term at the least."""
    if _is_postgres(connection):
        own = table(name, column("seq"), column("words"))
        return select(own.c.seq).where(_matching(own.c.words, terms))
    own = table(name, column("rowid"), column("words"))
    match = literal(" AND ".join(_fts_query(term) for term in terms))
    return select(own.c.rowid.label("seq")).where(own.c.words.op("MATCH")(match))


def holds(
    connection: Connection, name: str, terms: Sequence[Term], place: ColumnElement[Any]
) -> ColumnElement[bool]:
    """Whether what stands at a place (documents.seq) holds every term.

    Where few do, they are found once; where many do, each is asked by itself, for then the next
    one that fits is never far.
    """
    places = places_of(connection, name, terms)
    if any(term.is_prefix for term in terms):  # every word that begins so: too dear to ask often
        return place.in_(places)
    if not _is_postgres(connection):
        counted = select(func.count()).select_from(places.limit(_FEW + 1).subquery())
        if connection.execute(counted).scalar_one() <= _FEW:
            return place.in_(places)
    elif len(found := list(connection.scalars(places.limit(_FEW + 1)))) <= _FEW:
        # As one array, so that the server sees how many there are, whatever it counted last.
        return place == func.any(cast(found, ARRAY(BigInteger)))
    own = places.selected_columns[0]
    return places.where(own == place).correlate(place.table).exists()


def places_back(
    connection: Connection, terms: Sequence[Term], before: int | None
) -> Iterator[list[int]]:
    """The places of the documents that hold every term, the last first, a stretch at a time.

    For PostgreSQL, which knows too little of a word to choose its way: back through the documents
    is right for a frequent one, the index for a rare one, and either can be a thousand times the
    other. A stretch is short while the word may be frequent, and asked of the index when it is not.
    """
    places = column("seq", BigInteger())
    newest = select(func.max(places)).select_from(table(OF_DOCUMENTS))
    until = before or (connection.execute(newest).scalar() or 0) + 1
    for length in (*_WINDOWS, until):
        since = max(until - length, 0)
        fitting = _within(terms, since, until)
        yield sorted((row.seq for row in connection.execute(fitting)), reverse=True)
        until = since


def _within(terms: Sequence[Term], since: int, until: int) -> Select[tuple[int]]:
    own = table(OF_DOCUMENTS, column("seq", BigInteger()), column("words", TSVECTOR()))
    stretch = select(own).where(own.c.seq >= since, own.c.seq < until)
    if until - since > _READ_WHOLE:
        return stretch.with_only_columns(own.c.seq).where(_matching(own.c.words, terms))
    # Fenced off, its words are read one by one: for a prefix the index reads thousands of lists.
    fenced = stretch.cte("stretch").prefix_with("MATERIALIZED")
    return select(fenced.c.seq).where(_matching(fenced.c.words, terms))


def _matching(words: ColumnElement[Any], terms: Sequence[Term]) -> ColumnElement[bool]:
    asked = cast(literal(" & ".join(_tsquery(term) for term in terms)), TSQUERY)
    return words.op("@@")(asked)


def put(connection: Connection, name: str, found: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Keep words under their places (documents.seq), in one of the tables."""
    is_postgres = _is_postgres(connection)
    place, write = ("seq", _tsvector) if is_postgres else ("rowid", " ".join)
    given: ColumnElement[Any] = bindparam("kept", type_=Text())
    words = cast(given, TSVECTOR) if is_postgres else given
    target = table(name, column(place), column("words"))
    if rows := [{"at": seq, "kept": write(kept)} for seq, kept in found]:
        connection.execute(target.insert().values({place: bindparam("at"), "words": words}), rows)


def _index(connection: Connection, rows: Sequence[Any]) -> None:
    found = [(row, searched_words(row.title, row.text, row.language)) for row in rows]
    put(connection, OF_DOCUMENTS, ((row.seq, kept) for row, kept in found))
    put(connection, OF_STORIES, ((row.seq, kept) for row, kept in found if row.story_id))


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _tsvector(words: Iterable[str]) -> str:
    """A document's words as PostgreSQL reads them. Words are letters and digits only."""
    places: dict[str, list[str]] = defaultdict(list)
    for place, word in enumerate(words, start=1):
        if word != GAP:
            places[word].append(str(place))
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def _tsquery(term: Term) -> str:
    end = ":*" if term.is_prefix else ""
    options = (" <-> ".join(f"'{word}'" for word in option) for option in term.options)
    return f"({' | '.join(f'{option}{end}' for option in options)})"


def _fts_query(term: Term) -> str:
    end = " *" if term.is_prefix else ""
    phrases = ('"' + " ".join(option) + '"' + end for option in term.options)
    return f"({' OR '.join(phrases)})"
