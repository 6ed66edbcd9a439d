"""The stores that the one suite runs over. Databases are made once and emptied for each test."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.contract import Store
from storage.memory import MemoryStore
from storage.sql.store import open_store
from tests.postgres import empty_tables, new_database


@dataclass(frozen=True)
class Kept:
    """A store on a database, and how to take every row out of it."""

    store: Store
    empty: Callable[[], None]

    def emptied(self) -> Store:
        self.empty()
        return self.store


@pytest.fixture(scope="session")
def postgres_store(postgres: str) -> Iterator[Kept]:
    database = new_database(postgres)
    store = open_store(database)
    yield Kept(store, lambda: empty_tables(database))
    store.close()


@pytest.fixture(scope="session")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    path = tmp_path_factory.mktemp("contract") / "recwatch.db"
    store = open_store(f"sqlite:///{path}")
    yield Kept(store, lambda: _empty_file(path))
    store.close()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "memory":
        return MemoryStore()
    kind = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    kept: Kept = request.getfixturevalue(kind)
    return kept.emptied()


def _empty_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'recwatch_schema'"
            " AND name NOT LIKE '%\\_words%' ESCAPE '\\'"
        ).fetchall()
        for (name,) in tables:
            connection.execute(f"DELETE FROM {name}")
        for name in ("document_words", "story_words"):
            connection.execute(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")
