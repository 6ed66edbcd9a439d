"""Turns of scheduled jobs: one row a job and local date."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from storage.records import Turn
from storage.sql.idempotent import insert, was_added
from storage.sql.tables import turns


def begin_turn(connection: Connection, turn: Turn) -> bool:
    """Keep a try; False where the turn has ended. Raises ValueError for a turn with an end."""
    if turn.ended_at is not None:
        raise ValueError("a turn begins without an end")
    row = {
        "job": turn.job,
        "local_date": turn.local_date.isoformat(),
        "due_at": turn.due_at,
        "begun_at": turn.begun_at,
        "run_id": turn.run_id,
    }
    statement = insert(connection, turns).values(row)
    kept = statement.on_conflict_do_update(
        index_elements=["job", "local_date"], set_=row, where=turns.c.ended_at.is_(None)
    )
    return was_added(connection, kept)


def end_turn(connection: Connection, job: str, local_date: date, ended_at: datetime) -> None:
    """Keep the end; the first stands. Raises ValueError for a turn that never began."""
    this = (turns.c.job == job) & (turns.c.local_date == local_date.isoformat())
    if connection.execute(select(turns.c.job).where(this)).first() is None:
        raise ValueError(f"there is no turn of {job} on {local_date} to end")
    open_one = this & turns.c.ended_at.is_(None)
    connection.execute(update(turns).where(open_one).values(ended_at=ended_at))


def turns_of(connection: Connection, job: str, limit: int) -> tuple[Turn, ...]:
    """A job's turns, the newest local date first."""
    query = select(turns).where(turns.c.job == job).order_by(turns.c.local_date.desc()).limit(limit)
    return tuple(_turn(row) for row in connection.execute(query).mappings())


def _turn(row: Any) -> Turn:
    return Turn(
        job=row["job"],
        local_date=date.fromisoformat(row["local_date"]),
        due_at=row["due_at"],
        begun_at=row["begun_at"],
        run_id=row["run_id"],
        ended_at=row["ended_at"],
    )
