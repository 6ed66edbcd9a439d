"""Copies of the database: made, checked, and put in its place. A door's part, as wiring is."""

from pathlib import Path

from monitor.lease import is_alive, this_process
from monitor.settings import Settings
from monitor.wiring import open_store
from storage.contract import StoreUnusable
from storage.sql.backup import (
    Counted,
    back_up,
    check_address,
    check_backup,
    check_backup_file,
    restore,
    set_aside,
)


def backup_database(settings: Settings, path: Path) -> Counted:
    """Copy the database into a new file, proven equal. Raises StoreUnusable, FileExistsError."""
    return back_up(settings.database_url, path)


def restore_database(
    settings: Settings, path: Path, aside: str | None
) -> tuple[Counted, Path | None]:
    """Put a backup into the database, under the lease; gives what it holds, and the file put aside.

    aside: the ending that a database file which is there gets; None: the database must be empty.
    Raises StoreUnusable, LeaseHeld.
    """
    check_backup_file(path)
    if aside is None:
        return restore(path, settings.database_url), None
    try:
        store = open_store(settings)
    except StoreUnusable:  # damaged, and so nobody is at it: this is what restoring is for
        pass
    else:
        store.take_lease(this_process(), is_alive)  # no night may be writing what is put aside
        store.close()
    with set_aside(settings.database_url, aside) as put:
        return restore(path, settings.database_url), put


def check_database(settings: Settings, path: Path | None) -> Counted:
    """Read all of the database, or of a backup. Raises StoreUnusable."""
    return check_backup(path) if path else check_address(settings.database_url)
