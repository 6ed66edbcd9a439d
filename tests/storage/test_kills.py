"""Whatever moment a process is killed at, what it acknowledged is there, and nothing by halves."""

import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.contract import Store
from storage.records import FlagState
from storage.sql.store import open_store
from tests.factories import make_page_record
from tests.postgres import new_database
from tests.storage.killed import DOCUMENTS_A_BATCH

pytestmark = [pytest.mark.prove, pytest.mark.timeout(900)]


def killed_after(seconds: float, url: str, *first: str) -> list[int]:
    """The numbers that a process acknowledged before it was killed, so long after it was ready."""
    command = [sys.executable, "-m", "tests.storage.killed", url, *first]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(seconds)
        child.kill()
        said = child.stdout.read().split("\n")[:-1]  # a line without its end was not said
    return [int(number) for number in said]


def check(store: Store, acknowledged: int) -> int:
    """Everything acknowledged is there; gives the number of the newest batch that is."""
    newest = store.last_flag_number()
    assert newest >= acknowledged
    for number in (acknowledged, newest):
        if number:
            assert len(store.documents_of_run(f"batch-{number}")) == DOCUMENTS_A_BATCH
            assert [event.what for event in store.flag_events(number)] == ["raised"]
            assert store.page(make_page_record(number).id) is not None
    if acknowledged:
        assert store.flag(acknowledged).state is FlagState.ANSWERED
        assert len(store.reviews(acknowledged)) == 1
    assert store.document(f"document-{(newest + 1) * DOCUMENTS_A_BATCH}") is None
    return newest


def killed_again_and_again(url: str, times: int) -> int:
    chance = random.Random(20260301)
    newest = acknowledged = 0
    for _ in range(times):
        said = killed_after(chance.uniform(0.02, 0.4), url, str(newest + 1))
        acknowledged = said[-1] if said else acknowledged
        store = open_store(url)
        newest = check(store, acknowledged)
        store.close()
    return newest


def test_no_acknowledged_row_is_lost_in_sqlite_over_100_kills(tmp_path: Path) -> None:
    """Row 53."""
    path = tmp_path / "recwatch.db"
    assert killed_again_and_again(f"sqlite:///{path}", 100) > 100
    found = sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone()
    assert found == ("ok",)


def test_no_acknowledged_row_is_lost_in_postgresql_over_25_kills(postgres: str) -> None:
    """Row 53."""
    assert killed_again_and_again(new_database(postgres), 25) > 25


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_killed_migration_leaves_the_old_schema_or_the_new(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Row 55."""
    chance = random.Random(20260301)
    for number in range(40):
        url = (
            f"sqlite:///{tmp_path / str(number)}.db"
            if kind == "sqlite"
            else new_database(request.getfixturevalue("postgres"))
        )
        killed_after(chance.uniform(0, 0.3), url)
        store = open_store(url)
        assert store.last_flag_number() == 0
        store.close()
