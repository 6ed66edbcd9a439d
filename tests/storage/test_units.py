"""A unit is tried once more when that can mend it, and told in a sentence when it can't."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from storage.contract import StoreUnusable
from storage.sql import engine as engines
from storage.sql.engine import make_engine
from storage.sql.letters import fact, keep_fact
from storage.sql.store import open_store
from storage.sql.units import Units
from tests.postgres import new_database


@pytest.fixture
def units(postgres: str) -> Iterator[Units]:
    url = new_database(postgres)
    open_store(url).close()
    made = Units(make_engine(url))
    yield made
    made.close()


class Failing:
    """A unit that runs a statement that fails, so many times, after it has written."""

    def __init__(self, statement: str, times: int) -> None:
        self.statement = statement
        self.times = times
        self.calls = 0

    def __call__(self, connection: Connection, name: str) -> str | None:
        self.calls += 1
        keep_fact(connection, name, f"call {self.calls}")
        if self.calls <= self.times:
            connection.exec_driver_sql(self.statement)
        return fact(connection, name)


CUT = "SELECT pg_terminate_backend(pg_backend_pid())"


def raising(sqlstate: str) -> str:
    return f"DO $$ BEGIN RAISE EXCEPTION 'made' USING ERRCODE = '{sqlstate}'; END $$"


@pytest.mark.parametrize("statement", [CUT, raising("40001"), raising("40P01")])
def test_a_passing_failure_is_tried_once_more(units: Units, statement: str) -> None:
    """Row 63."""
    assert units.write(Failing(statement, 1), "name") == "call 2"
    assert units.read(fact, "name") == "call 2"


@pytest.mark.parametrize("statement", [CUT, raising("40001")])
def test_a_failure_that_stays_is_told(units: Units, statement: str) -> None:
    """Row 63."""
    unit = Failing(statement, 2)
    with pytest.raises(StoreUnusable):
        units.write(unit, "name")
    assert unit.calls == 2
    assert units.read(fact, "name") is None


def test_another_failure_is_not_tried_again(units: Units) -> None:
    unit = Failing("SELECT 1 / 0", 1)
    with pytest.raises(StoreUnusable, match="division by zero"):
        units.write(unit, "name")
    assert unit.calls == 1


def test_a_question_can_not_write(units: Units) -> None:
    with pytest.raises(StoreUnusable, match="read-only"):
        units.read(keep_fact, "name", "value")


def test_a_database_that_is_held_for_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 59."""
    monkeypatch.setattr(engines, "_BUSY_SECONDS", 0.05)
    url = f"sqlite:///{tmp_path / 'recwatch.db'}"
    store = open_store(url)
    holder = create_engine(url).connect()
    holder.exec_driver_sql("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnusable, match="another program has held the database"):
        store.keep_fact("name", "value")
    holder.close()
    store.keep_fact("name", "value")
    store.close()
