"""Where clauses stand, as persons set it."""

from dataclasses import replace

from sqlalchemy import Connection, func, insert, select

from storage.queue import Outdated
from storage.records import Status
from storage.sql.flags import flag
from storage.sql.rows import status_of, status_row
from storage.sql.tables import statuses


def add_status(connection: Connection, status: Status) -> Status:
    """Append a status. Raises UnknownFlag."""
    for number in status.flags:
        flag(connection, number)
    newest = connection.execute(select(func.max(statuses.c.number))).scalar() or 0
    kept = replace(status, number=newest + 1)
    connection.execute(insert(statuses), status_row(kept))
    return kept


def add_status_of(connection: Connection, status: Status, seen: int) -> Status:
    """Append a status to a clause as it was seen. Raises Outdated, UnknownFlag."""
    newest = select(func.max(statuses.c.number)).where(
        statuses.c.recommendation == status.recommendation, statuses.c.clause == status.clause
    )
    if (connection.execute(newest).scalar() or 0) != seen:
        raise Outdated
    return add_status(connection, status)


def statuses_of(connection: Connection, recommendation: str | None) -> tuple[Status, ...]:
    """Every status that was set, in the order given. None: of all recommendations."""
    query = select(statuses).order_by(statuses.c.number)
    if recommendation is not None:
        query = query.where(statuses.c.recommendation == recommendation)
    return tuple(status_of(row) for row in connection.execute(query).mappings())
