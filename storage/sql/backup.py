"""Backups: a whole database as one SQLite file, and back into any database.

A backup of PostgreSQL is an SQLite file too, so that it can be looked into anywhere, needs no
program of the server's version, and moves a team from one database to the other. Every copy is
read again and compared with what it was made from, row for row, within one moment of the source.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from storage.contract import StoreUnusable
from storage.sql import words
from storage.sql.engine import database_file, make_engine, readers, writers
from storage.sql.store import check_store, open_store
from storage.sql.tables import metadata
from storage.sql.units import failure

Counted = dict[str, tuple[int, str]]  # table: how many rows, and the hash of all of them
_AT_ONCE = 1000


def back_up(url: str, path: Path) -> Counted:
    """Copy the database at `url` into the new file `path`, mode 0600; gives what it holds.

    The file is there whole, read again and equal, or not at all. Others may write meanwhile: the
    copy is of one moment. Raises StoreUnusable, FileExistsError.
    """
    if path.exists():
        raise FileExistsError(17, "there is a file of this name already", str(path))
    partial = path.with_name(f"{path.name}.partial")
    _remove(partial)
    open_store(url).close()  # brought to this version's schema first
    try:
        with _reading(url) as source:
            counted = count_rows(source)
            _copy(source, partial)
        _must_be_equal(counted, check_backup(partial))
        _settle(partial, path)
    finally:
        _remove(partial)
    return counted


def check_backup(path: Path) -> Counted:
    """Read all of a backup; gives what it holds. Raises StoreUnusable where it is damaged."""
    check_backup_file(path)
    with _reading(_address(path)) as connection:
        return count_rows(connection)


def check_address(url: str) -> Counted:
    """Read all of the database at `url`; gives what it holds. Raises StoreUnusable."""
    open_store(url).close()
    check_store(url)
    with _reading(url) as connection:
        return count_rows(connection)


def restore(path: Path, url: str) -> Counted:
    """Put a backup into the empty database at `url`; gives what it holds now.

    A backup of an earlier version is brought to this one's schema. Raises StoreUnusable where
    the database has rows, or the copy differs: then nothing is kept in it.
    """
    check_backup_file(path)
    scratch = path.with_name(f".{path.name}.{os.getpid()}.restoring")
    _remove(scratch)
    try:
        with _reading(_address(path)) as source:
            _copy_file(source, scratch)
        open_store(_address(scratch)).close()
        open_store(url).close()
        with _reading(_address(scratch)) as source, _writing(url) as target:
            _must_be_empty(target)
            _copy_rows(source, target)
            counted = count_rows(target)
            _must_be_equal(count_rows(source), counted)
    finally:
        _remove(scratch)
    return counted


def check_backup_file(path: Path) -> None:
    """Raises StoreUnusable where the file is missing or damaged, of whatever version it is."""
    if not path.is_file():
        raise StoreUnusable(f"there is no backup {path}")
    check_store(_address(path))


def count_rows(connection: Connection) -> Counted:
    """How many rows each table has, and the hash of all of them by key."""
    return {table.name: _counted(connection, table) for table in metadata.sorted_tables}


def _counted(connection: Connection, table: Table) -> tuple[int, str]:
    number, digest = 0, sha256()
    for row in _rows(connection, table):
        number += 1
        digest.update(json.dumps(list(row), default=_plain).encode())
    return number, digest.hexdigest()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else bytes(value).hex()


def _rows(connection: Connection, table: Table) -> Iterator[Any]:
    query = select(table).order_by(*table.primary_key.columns)
    streamed = connection.execution_options(yield_per=_AT_ONCE)
    yield from streamed.execute(query)


def _copy(source: Connection, path: Path) -> None:
    if source.dialect.name == "sqlite":
        _copy_file(source, path)
        return
    _touch(path)
    open_store(_address(path)).close()
    with _writing(_address(path)) as target:
        _copy_rows(source, target)


def _copy_file(source: Connection, path: Path) -> None:
    """By SQLite's own backup, in the transaction that has begun: never a copy of the files."""
    import sqlite3

    _touch(path)
    target = sqlite3.connect(path)
    try:
        raw: Any = source.connection.driver_connection
        raw.backup(target)
        # One file and no journal beside it: it may be carried away as it is.
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.close()


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        batch: list[dict[str, Any]] = []
        for row in _rows(source, table):
            batch.append(dict(row._mapping))
            if len(batch) == _AT_ONCE:
                target.execute(insert(table), batch)
                batch = []
        if batch:
            target.execute(insert(table), batch)
    words.fill(target)


def _must_be_empty(target: Connection) -> None:
    for table in metadata.sorted_tables:
        if target.execute(select(func.count()).select_from(table)).scalar():
            raise StoreUnusable(
                "the database to restore into holds something: "
                "name an empty one, or put its file aside"
            )


def _must_be_equal(wanted: Counted, found: Counted) -> None:
    different = [name for name, has in wanted.items() if found.get(name) != has]
    if different:
        raise StoreUnusable(f"the copy differs in {', '.join(different)}; it was not kept")


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    with _connected(url, readers) as connection:
        yield connection


@contextmanager
def _writing(url: str) -> Iterator[Connection]:
    with _connected(url, writers) as connection:
        yield connection


@contextmanager
def _connected(url: str, kind: Any) -> Iterator[Connection]:
    engine: Engine = make_engine(url)
    try:
        with kind(engine).connect() as connection, connection.begin():
            yield connection
    except SQLAlchemyError as error:
        raise failure(error) from error
    finally:
        engine.dispose()


def _settle(partial: Path, path: Path) -> None:
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _touch(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _remove(path: Path) -> None:
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), Path(f"{path}-journal")):
        name.unlink(missing_ok=True)


def _address(path: Path) -> str:
    return f"sqlite:///{path.absolute()}"


@contextmanager
def set_aside(url: str, ending: str) -> Iterator[Path | None]:
    """Rename an SQLite database's files for the time that another takes their place.

    Gives the file it is now; None where there was none, or a server has it. Put back where the
    block fails. Nothing else may have it open: it would go on writing to what was renamed.
    """
    engine = make_engine(url)
    file = database_file(engine)
    engine.dispose()
    if file is None or not file.stat().st_size:
        yield None
        return
    aside = file.with_name(f"{file.name}.{ending}")
    _move(file, aside)
    try:
        yield aside
    except BaseException:
        _remove(file)
        _move(aside, file)
        raise


def _move(file: Path, to: Path) -> None:
    for end in ("", "-wal", "-shm"):
        if (each := Path(f"{file}{end}")).exists():
            each.rename(f"{to}{end}")
