"""Opening a database: what each connection is told, and the two kinds of transaction.

A reader sees one moment. A writer is alone: BEGIN IMMEDIATE on SQLite, one advisory lock on
PostgreSQL, so that both behave alike and no writer meets a deadlock or a stale read.
"""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from storage.contract import StoreUnusable

WRITES = "recwatch_writes"  # execution option of a connection that will write
_LOCK = 0x7265637761746368  # "recwatch": the advisory lock of its writers
_BUSY_SECONDS = 30  # twice, with the retry, is a minute
_SQLITE = "sqlite"
_POSTGRES = frozenset({"postgresql", "postgresql+psycopg", "postgres"})


# Parameters are hidden: a note or a name would else stand in the log of an error.
def make_engine(url: str) -> Engine:
    """An engine for a database's address; nothing is connected yet. Raises StoreUnusable."""
    parsed = _parsed(url)
    if parsed.drivername == _SQLITE:
        return _sqlite(parsed)
    if parsed.drivername in _POSTGRES:
        return _postgres(parsed.set(drivername="postgresql+psycopg"))
    raise StoreUnusable(
        f"recwatch can't use a {parsed.drivername} database: "
        "give sqlite:///PATH or postgresql://HOST/NAME"
    )


def readers(engine: Engine) -> Engine:
    """The engine, for questions: they see one moment and can't write."""
    if engine.dialect.name == _SQLITE:
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writers(engine: Engine) -> Engine:
    """The engine, for writing: one transaction at a time over all processes."""
    return engine.execution_options(**{WRITES: True})


def database_file(engine: Engine) -> Path | None:
    """The file of an SQLite database; None for a server's."""
    if engine.dialect.name != _SQLITE or engine.url.database is None:
        return None
    return Path(engine.url.database)


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        # The address itself is not repeated: it may hold a password.
        raise StoreUnusable(
            "the database's address can't be read: give sqlite:///PATH or postgresql://HOST/NAME"
        ) from error


def _sqlite(url: URL) -> Engine:
    path = url.database
    if not path or path == ":memory:" or path.startswith("file:"):
        raise StoreUnusable("an SQLite database needs a file: sqlite:///PATH")
    _prepare_file(Path(path))
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_file(path: Path) -> None:
    if not path.parent.is_dir():
        raise StoreUnusable(f"the folder of the database does not exist: {path.parent}")
    try:
        # Never opened when it is there: closing any descriptor of the file would drop the locks
        # that another store of this process holds on it.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise StoreUnusable(f"the database {path} can't be made: {error.strerror}") from error
    if not (os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK)):
        raise StoreUnusable(f"the database {path} or its folder may not be written by this user")


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN leaves out DDL and questions; ours, in `_begin_sqlite`, doesn't.
    connection.isolation_level = None
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "fullfsync = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(url: URL) -> Engine:
    engine = create_engine(
        url, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": 10}
    )
    event.listen(engine, "connect", _set_up_postgres)
    event.listen(engine, "begin", _begin_postgres)
    return engine


def _set_up_postgres(connection: Any, _record: object) -> None:
    # Set here and not as a start-up option, which connection poolers refuse.
    connection.execute("SET SESSION synchronous_commit = on")
    connection.execute("SET SESSION timezone = 'UTC'")
    connection.commit()


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
