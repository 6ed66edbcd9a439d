"""Bringing a database to this version's schema, whole or not at all.

All of it is one writer's transaction: a process killed in between leaves the old schema, and a
second opener waits and then finds the work done.
"""

import sqlite3
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from storage.contract import StoreUnusable
from storage.sql import words
from storage.sql.engine import database_file
from storage.sql.units import Units

HEAD = "0016"  # the newest migration; a test holds it against the folder
VERSION_TABLE = "recwatch_schema"
MIGRATIONS = Path(__file__).parents[1] / "migrations"

# Reading a whole database at every command would take longer than the command. Up to here it
# takes well under a second; a larger one is for `check_whole` to read, which a person asks for.
CHECKED_AT_START = 256 * 2**20
_WAL_TRIES = 100


def prepare(engine: Engine, units: Units) -> None:
    """Check the database and bring it to HEAD. Raises StoreUnusable."""
    file = database_file(engine)
    if file is None:
        units.read(_refuse_other_encodings)
    else:
        if file.stat().st_size <= CHECKED_AT_START:
            units.read(check_whole)
        _use_wal(engine)
    if units.read(_version) != HEAD:
        units.write(_upgrade)


def check_whole(connection: Connection) -> None:
    """Read all of an SQLite database. Raises StoreUnusable if a part is damaged."""
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise StoreUnusable(
            f"the database is damaged ({found}): put the last good backup in its place"
        )


def _refuse_other_encodings(connection: Connection) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise StoreUnusable(f"the database is encoded in {encoding}: make one in UTF8")


def _use_wal(engine: Engine) -> None:
    # Two openers of a new file meet here, and SQLite doesn't wait for this lock by itself.
    for attempt in range(_WAL_TRIES):
        try:
            _set_wal(engine)
        except sqlite3.OperationalError as error:
            if attempt == _WAL_TRIES - 1 or "locked" not in str(error):
                raise StoreUnusable(f"the database can't be set to WAL: {error}") from error
            time.sleep(0.05)
        else:
            return


def _set_wal(engine: Engine) -> None:
    # Below SQLAlchemy: its transactions begin by themselves, and this must be outside of one.
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL").fetchone()
    finally:
        raw.close()


def _version(connection: Connection) -> str | None:
    """The schema's version; None for an empty database."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - a constant
    return None if found is None else str(found)


def _upgrade(connection: Connection) -> None:
    version = _version(connection)
    if version == HEAD:  # another opener was first
        return
    # Imported when it is needed: nearly every start finds the schema as it should be.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise StoreUnusable(
            f"the database is of version {version}, newer than this recwatch: update recwatch"
        )
    command.upgrade(config, HEAD)
    words.fill(connection)
