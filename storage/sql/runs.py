"""Runs and what each source did in them."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update
from sqlalchemy import insert as plain_insert

from storage.records import Run, RunState, SourceNight
from storage.sql.idempotent import insert
from storage.sql.rows import night_of, night_row, run_of, run_row
from storage.sql.tables import documents, page_failures, pages, runs, source_nights


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
