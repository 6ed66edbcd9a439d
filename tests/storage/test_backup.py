"""Row 66: a backup is equal to what it was made from, or there is none."""

import sqlite3
import threading
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from storage.contract import StoreUnusable
from storage.records import Turn
from storage.sql.backup import back_up, check_address, check_backup, restore, set_aside
from storage.sql.store import open_store
from tests.databases import lay_database
from tests.factories import at, make_page_record, make_run
from tests.postgres import new_database


def address(path: Path) -> str:
    return f"sqlite:///{path}"


def fill(url: str, pages: int = 3) -> str:
    store = open_store(url)
    store.open_run(make_run(1))
    store.add_pages([make_page_record(number) for number in range(1, pages + 1)])
    store.begin_turn(Turn(job="night", local_date=date(2026, 3, 29), due_at=at(0), begun_at=at(1)))
    store.close()
    return url


@pytest.fixture
def database(tmp_path: Path) -> str:
    return fill(lay_database(tmp_path / "recwatch.db"))


def test_a_backup_holds_what_the_database_holds(database: str, tmp_path: Path) -> None:
    """Row 66."""
    back_up(database, tmp_path / "copy.db")
    assert check_backup(tmp_path / "copy.db") == check_address(database)


def test_a_backup_is_one_file_that_others_may_not_read(database: str, tmp_path: Path) -> None:
    back_up(database, tmp_path / "copy.db")
    names = sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("copy"))
    assert (names, (tmp_path / "copy.db").stat().st_mode & 0o777) == (["copy.db"], 0o600)


def test_a_backup_made_while_others_write_is_of_one_moment(database: str, tmp_path: Path) -> None:
    """Row 66: pages are added four at a time, so that a torn copy would hold a part of four."""
    done = threading.Event()

    def write() -> None:
        store = open_store(database)
        number = 4
        while not done.is_set():
            store.add_pages([make_page_record(number + n) for n in range(4)])
            number += 4
        store.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counted = [back_up(database, tmp_path / f"{n}.db")["pages"][0] for n in range(4)]
    finally:
        done.set()
        writer.join()
    assert {(count - 3) % 4 for count in counted} == {0}


def test_postgresql_is_backed_up_into_a_file_and_restored_equal(
    postgres: str, tmp_path: Path
) -> None:
    """Row 66."""
    counted = back_up(fill(new_database(postgres)), tmp_path / "copy.db")
    assert restore(tmp_path / "copy.db", new_database(postgres)) == counted


def test_a_team_moves_from_sqlite_to_postgresql_by_a_backup(
    postgres: str, database: str, tmp_path: Path
) -> None:
    counted = back_up(database, tmp_path / "copy.db")
    other = new_database(postgres)
    restore(tmp_path / "copy.db", other)
    assert check_address(other) == counted


def test_nothing_is_restored_over_what_is_there(database: str, tmp_path: Path) -> None:
    back_up(database, tmp_path / "copy.db")
    with pytest.raises(StoreUnusable, match="holds something"):
        restore(tmp_path / "copy.db", database)


def test_a_damaged_backup_is_refused(database: str, tmp_path: Path) -> None:
    """Row 64."""
    copy = tmp_path / "copy.db"
    back_up(database, copy)
    whole = bytearray(copy.read_bytes())
    for offset in range(4096, len(whole), 512):
        whole[offset] ^= 0xFF
    copy.write_bytes(whole)
    with pytest.raises(StoreUnusable):
        restore(copy, address(tmp_path / "new.db"))


def test_a_row_that_was_changed_in_the_copy_is_another_content(
    database: str, tmp_path: Path
) -> None:
    counted = back_up(database, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy, copy:
        copy.execute("UPDATE runs SET rules = 'x'")
    assert check_backup(tmp_path / "copy.db") != counted


def test_a_backup_never_overwrites_a_file(database: str, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(FileExistsError):
        back_up(database, tmp_path / "copy.db")


def test_a_database_that_was_put_aside_is_back_if_the_restoring_fails(
    database: str, tmp_path: Path
) -> None:
    before = check_address(database)
    with pytest.raises(StoreUnusable), set_aside(database, "before"):
        restore(tmp_path / "missing.db", database)
    assert check_address(database) == before


def test_a_missing_backup_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="there is no backup"):
        check_backup(tmp_path / "copy.db")
