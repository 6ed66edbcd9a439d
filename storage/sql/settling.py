"""Storing what settling decided: bulk inserts in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, bindparam, case, func, select, update

from storage.projection import batch_id, only_noted, told_on
from storage.records import Changes, Fingerprint, Flag, FlagState
from storage.sql import words
from storage.sql.idempotent import insert, was_added
from storage.sql.reading import forget_readers
from storage.sql.regrouping import as_decided, keep_decision, move_all, raised_flags
from storage.sql.rows import Row, document_row, event_row, fingerprint_row, flag_row, match_row
from storage.sql.tables import (
    bands,
    batches,
    documents,
    fingerprints,
    flag_events,
    flags,
    matches,
    page_failures,
    page_versions,
    pages,
    reviews,
    stories,
)
from storage.sql.versions import version_row
from storage.stories import Regroup, StoryDecision


def apply(connection: Connection, changes: Changes) -> None:
    """Store a batch; one that is stored already changes nothing."""
    if not _is_new(connection, batch_id(changes)):
        return
    changes = as_decided(connection, changes)
    _assessed(connection, changes)
    _documents(connection, changes)
    _stories(connection, changes)
    _flags(connection, changes)
    _show(connection, changes)


def regroup(connection: Connection, wanted: Regroup) -> StoryDecision:
    """Do what a person decided of stories; gives the decision as stored. Raises Outdated."""
    move_all(connection, wanted)
    raised = raised_flags(connection, wanted)
    _flags(connection, raised)
    _show(connection, raised)
    return keep_decision(connection, wanted.decision, [flag.number for flag in raised.flags])


def _is_new(connection: Connection, batch: str) -> bool:
    statement = insert(connection, batches).values(id=batch).on_conflict_do_nothing()
    return was_added(connection, statement)


def _assessed(connection: Connection, changes: Changes) -> None:
    done = update(pages).where(pages.c.id == bindparam("page")).values(assessed=True)
    _many(connection, done, ({"page": page} for page in changes.assessed))
    failed = insert(connection, page_failures).on_conflict_do_nothing()
    rows = ({"page_id": f.page_id, "kind": f.kind, "reason": f.reason} for f in changes.failures)
    _many(connection, failed, rows)


def _documents(connection: Connection, changes: Changes) -> None:
    _add(connection, page_versions, (version_row(version) for version in changes.versions))
    _add(connection, documents, (document_row(stored) for stored in changes.documents))
    words.add(connection, [stored.document.id for stored in changes.documents])
    found = (
        match_row(group.document_id, position, match)
        for group in changes.matches
        for position, match in enumerate(group.matches)
    )
    _add(connection, matches, found)
    version = documents.c.id == bindparam("version")
    superseded = update(documents).where(version).values(superseded_by=bindparam("by"))
    _many(connection, superseded, ({"version": old, "by": new} for old, new in changes.superseded))
    gone = update(documents).where(version).values(gone_at=bindparam("at"))
    _many(connection, gone, ({"version": document, "at": at} for document, at in changes.gone))


def _stories(connection: Connection, changes: Changes) -> None:
    begun = (
        {"id": story.id, "document_id": story.document_id, "run_id": story.run_id}
        for story in changes.stories
    )
    _add(connection, stories, begun)
    _add(connection, fingerprints, (fingerprint_row(f) for f in changes.fingerprints))
    _add(connection, bands, _bands(changes.fingerprints))


def _bands(prints: Iterable[Fingerprint]) -> Iterable[Row]:
    return (
        {"band": band, "document_id": fingerprint.document_id}
        for fingerprint in prints
        for band in dict.fromkeys(fingerprint.bands)
    )


def _flags(connection: Connection, changes: Changes) -> None:
    noted = only_noted(changes)
    raised = [flag for flag in changes.flags if flag.number not in noted]
    _put_flags(connection, raised, keep_state=False)
    forget_readers(connection, [flag.number for flag in raised])
    _put_flags(connection, [f for f in changes.flags if f.number in noted], keep_state=True)
    newest = connection.execute(select(func.coalesce(func.max(reviews.c.number), 0))).scalar_one()
    _add(connection, flag_events, (event_row(event, newest) for event in changes.events))


def _show(connection: Connection, changes: Changes) -> None:
    """Keep beside flags what the queue asks of the documents that they show."""
    shown = {flag.document_id for flag in changes.flags}
    shown |= {stored.document.id for stored in changes.documents}
    names = ("language", "source_id", "published")
    told = {name: documents.c[name] for name in names} | {"place": documents.c.seq}
    statement = update(flags).values(told).where(flags.c.document_id == documents.c.id)
    connection.execute(statement.where(flags.c.document_id.in_(sorted(shown))))


def _put_flags(connection: Connection, known: Sequence[Flag], *, keep_state: bool) -> None:
    # What a person has brought about stays with the state; a raised flag waits for anybody.
    own = {"state", "needs", "told_with"} if keep_state else set()
    kept = {"number", "answer"} | own
    statement = insert(connection, flags)
    changed: dict[str, Any] = {
        c.name: statement.excluded[c.name] for c in flags.c if c.name not in kept
    }
    if not keep_state:
        waits = statement.excluded.state == FlagState.WAITING.value
        changed["answer"] = case((waits, None), else_=flags.c.answer)
    statement = statement.on_conflict_do_update(index_elements=["number"], set_=changed)
    days = _published(connection, known)
    _many(connection, statement, (_told_row(flag, days) for flag in known))


def _published(connection: Connection, known: Sequence[Flag]) -> dict[str, date | None]:
    query = select(documents.c.id, documents.c.published).where(
        documents.c.id.in_({flag.document_id for flag in known})
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _told_row(flag: Flag, days: Mapping[str, date | None]) -> Row:
    day = told_on(days.get(flag.document_id), flag.raised_at)
    return flag_row(flag) | {"told_on": day, "told_in": f"{day:%Y-%m}"}


def _add(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    _many(connection, table.insert(), rows)


def _many(connection: Connection, statement: Any, rows: Iterable[Row]) -> None:
    held = list(rows)
    if held:  # SQLAlchemy takes an empty list for one row of defaults
        connection.execute(statement, held)
