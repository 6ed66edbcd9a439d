"""The stores that the one suite runs over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.contract import Store
from storage.memory import MemoryStore
from storage.sql.store import open_store
from tests.postgres import empty_tables, new_database


@pytest.fixture(scope="session")
def postgres_store(postgres: str) -> Iterator[tuple[Store, str]]:
    database = new_database(postgres)
    store = open_store(database)
    yield store, database
    store.close()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "postgresql":
        opened, database = request.getfixturevalue("postgres_store")
        empty_tables(database)
        yield opened
        return
    opened = (
        MemoryStore()
        if request.param == "memory"
        else open_store(f"sqlite:///{tmp_path / 'recwatch.db'}")
    )
    yield opened
    opened.close()
