"""Runs and what each source did in them."""

from datetime import datetime

from sqlalchemy import Connection, and_, case, func, select, update
from sqlalchemy import insert as plain_insert

from spiders.records import SourceState
from storage.histories import SILENT
from storage.records import Run, RunState, SourceHistory, SourceNight
from storage.sql.idempotent import insert
from storage.sql.rows import history_of, night_of, night_row, run_of, run_row
from storage.sql.tables import documents, page_failures, pages, runs, source_nights

_GOOD = tuple(state.value for state in SourceState if state.is_good)
_SILENT = tuple(state.value for state in SILENT)


def open_run(connection: Connection, run: Run) -> None:
    """Add a run; what was still running is interrupted."""
    connection.execute(
        update(runs)
        .where(runs.c.state == RunState.RUNNING.value)
        .values(state=RunState.INTERRUPTED.value)
    )
    connection.execute(plain_insert(runs), run_row(run))


def close_run(connection: Connection, run_id: str, finished_at: datetime) -> None:
    """Make a run FINISHED."""
    closed = connection.execute(
        update(runs)
        .where(runs.c.id == run_id)
        .values(state=RunState.FINISHED.value, finished_at=finished_at)
    )
    if closed.rowcount != 1:
        raise ValueError(f"there is no run {run_id} to close")


def newest_runs(connection: Connection, limit: int) -> tuple[Run, ...]:
    """Newest first."""
    query = select(runs).order_by(runs.c.started_at.desc(), runs.c.id.desc()).limit(limit)
    return tuple(run_of(row) for row in connection.execute(query).mappings())


def add_source_night(connection: Connection, night: SourceNight) -> None:
    """Keep an outcome; the later replaces the earlier."""
    row = night_row(night)
    statement = insert(connection, source_nights).values(row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["run_id", "source_id"], set_=row)
    )


def nights_of(connection: Connection, run_id: str) -> tuple[SourceNight, ...]:
    """A run's outcomes, by source id."""
    query = (
        select(source_nights)
        .where(source_nights.c.run_id == run_id)
        .order_by(source_nights.c.source_id)
    )
    return tuple(night_of(row) for row in connection.execute(query).mappings())


def histories(
    connection: Connection, since: datetime, before: datetime
) -> dict[str, SourceHistory]:
    """What sources did in runs that began before `before`."""
    state, begun = source_nights.c.state, runs.c.started_at
    good = case((state.in_(_GOOD), begun))
    answered = and_(begun >= since, state.not_in(_SILENT))
    query = (
        select(
            source_nights.c.source_id,
            func.min(good).label("first_good"),
            func.max(good).label("last_good"),
            func.sum(case((answered, 1), else_=0)).label("nights"),
            func.sum(case((begun >= since, source_nights.c.documents), else_=0)).label("documents"),
        )
        .join(runs, runs.c.id == source_nights.c.run_id)
        .where(begun < before)
        .group_by(source_nights.c.source_id)
        .order_by(source_nights.c.source_id)
    )
    rows = connection.execute(query).mappings()
    return {row["source_id"]: history_of(row) for row in rows}


def documents_by_source(connection: Connection, run_id: str) -> dict[str, int]:
    """How many versions a run brought, by source."""
    query = (
        select(documents.c.source_id, func.count())
        .where(documents.c.run_id == run_id)
        .group_by(documents.c.source_id)
        .order_by(documents.c.source_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def totals(connection: Connection, run_id: str) -> dict[str, int]:
    """How many pages, documents and failures a run has."""
    failed = page_failures.join(pages, pages.c.id == page_failures.c.page_id)
    queries = {
        "pages": select(func.count()).select_from(pages).where(pages.c.run_id == run_id),
        "documents": (
            select(func.count()).select_from(documents).where(documents.c.run_id == run_id)
        ),
        "failures": select(func.count()).select_from(failed).where(pages.c.run_id == run_id),
    }
    return {name: connection.execute(query).scalar_one() for name, query in queries.items()}
