"""Faults of disks, rights and rivals that a store must meet without loss."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.contract import StoreUnusable
from storage.sql.store import open_store
from tests.factories import make_page_record, make_run
from tests.night.commands import recwatch

NOBODY = 65534


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that another user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="recwatch-rights-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_another(url: str) -> str:
    """What a user without rights is told when he opens the database; "" where it opens."""
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        if os.getuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        try:
            open_store(url)
            said = ""
        except StoreUnusable as error:
            said = str(error)
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def test_a_database_that_this_user_may_not_write_is_said(shared: Path) -> None:
    """Row 58."""
    url = f"sqlite:///{shared / 'recwatch.db'}"
    open_store(url).close()
    (shared / "recwatch.db").chmod(0o444)
    assert "may not be written by this user" in as_another(url)


def test_a_write_ahead_log_that_is_gone_loses_nothing_that_was_folded_in(tmp_path: Path) -> None:
    """Row 58."""
    url = f"sqlite:///{tmp_path / 'recwatch.db'}"
    store = open_store(url)
    store.open_run(make_run(1))
    store.close()
    for path in (tmp_path / "recwatch.db-wal", tmp_path / "recwatch.db-shm"):
        path.unlink(missing_ok=True)
    again = open_store(url)
    assert [run.id for run in again.runs()] == ["run-1"]
    again.close()


def test_four_writers_at_once_are_never_told_that_it_is_locked(tmp_path: Path) -> None:
    """Row 60."""
    url = f"sqlite:///{tmp_path / 'recwatch.db'}"
    first = open_store(url)
    first.open_run(make_run(1))

    def write(writer: int) -> int:
        store = open_store(url)
        try:
            records = (make_page_record(1000 * writer + n) for n in range(25))
            return sum(store.add_pages([record]) for record in records)
        finally:
            store.close()

    with ThreadPoolExecutor(4) as pool:
        written = sum(pool.map(write, range(4)))
    kept = len(first.pages_of_run("run-1"))
    first.close()
    assert (written, kept) == (100, 100)


@pytest.mark.prove
@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="mounting needs root")
def test_a_full_disk_of_evidence_is_said_and_leaves_no_row_behind(tmp_path: Path) -> None:
    """Row 57."""
    evidence = tmp_path / "warc"
    evidence.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(evidence)]
    if subprocess.run(words, check=False).returncode:
        pytest.skip("nothing may be mounted here")
    try:
        found = tmp_path / "found.txt"
        found.write_bytes(os.urandom(200_000).hex().encode())
        code, _, err = recwatch(tmp_path, "add", str(found))
        assert (code, "No space left on device" in err) == (1, True)
        store = open_store(f"sqlite:///{tmp_path / 'recwatch.db'}")
        rows = [page for run in store.runs() for page in store.pages_of_run(run.id)]
        store.close()
        assert rows == []
    finally:
        subprocess.run(["umount", str(evidence)], check=True)
