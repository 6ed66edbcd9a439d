"""The lease: one row."""

from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, select

from storage.contract import LeaseHeld
from storage.records import Holder
from storage.sql.tables import lease

_HOLDER = (lease.c.host, lease.c.boot_id, lease.c.pid, lease.c.started)


def take_lease(connection: Connection, holder: Holder, is_alive: Callable[[Holder], bool]) -> None:
    """Take the lease. Raises LeaseHeld. The writer's lock makes looking and taking one step."""
    current = lease_holder(connection)
    if current == holder:
        return
    if current is not None and is_alive(current):
        raise LeaseHeld(current)
    connection.execute(delete(lease))
    connection.execute(
        insert(lease).values(
            slot=1,
            host=holder.host,
            boot_id=holder.boot_id,
            pid=holder.pid,
            started=holder.started,
        )
    )


def drop_lease(connection: Connection, holder: Holder) -> None:
    """Give the lease back if it is `holder`'s."""
    if lease_holder(connection) == holder:
        connection.execute(delete(lease))


def lease_holder(connection: Connection) -> Holder | None:
    """Who holds the lease; None where it is free."""
    row = connection.execute(select(*_HOLDER)).mappings().first()
    return None if row is None else Holder(**row)
