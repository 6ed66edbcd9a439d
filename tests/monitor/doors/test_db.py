"""`recwatch db` and `recwatch health`, as typed."""

import socket
from contextlib import closing
from pathlib import Path

import pytest

from storage.contract import Store
from tests.monitor.doors.said import Command


def test_a_backup_is_made_by_date_and_checked(recwatch: Command, store: Store, home: Path) -> None:
    assert "read again and equal" in recwatch("db", "backup").err
    (made,) = (home / "backups").iterdir()
    assert recwatch("db", "check", str(made)).code == 0


def test_older_backups_are_taken_away_when_asked(
    recwatch: Command, store: Store, home: Path
) -> None:
    (home / "backups").mkdir()
    for name in ("recwatch-20200101T000000Z.db", "recwatch-20200102T000000Z.db", "mine.db"):
        (home / "backups" / name).write_text("")
    recwatch("db", "backup", "--keep", "2")
    names = sorted(path.name for path in (home / "backups").iterdir())
    assert (len(names), names[0], names[1]) == (3, "mine.db", "recwatch-20200102T000000Z.db")


def test_a_restore_needs_an_empty_database(recwatch: Command, store: Store, home: Path) -> None:
    recwatch("db", "backup", str(home / "b.db"))
    said = recwatch("db", "restore", str(home / "b.db"))
    assert (said.code, "holds something" in said.err) == (2, True)


def test_a_restore_puts_aside_what_was_there(recwatch: Command, store: Store, home: Path) -> None:
    recwatch("db", "backup", str(home / "b.db"))
    store.close()
    assert recwatch("db", "restore", "--replace", str(home / "b.db")).code == 0
    assert len(list(home.glob("recwatch.db.before-*"))) == 1
    assert recwatch("review", "list").code == 0


def test_health_says_that_no_night_has_ended(recwatch: Command, store: Store) -> None:
    said = recwatch("health", "--json")
    assert (said.code, said.json["trouble"]) == (1, ["no night has ended yet"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("run",), 2, id="row62-run"),
        pytest.param(("db", "check"), 2, id="row62-check"),
        pytest.param(("health",), 1, id="row62-health"),
    ],
)
def test_a_database_that_is_away_is_said(
    recwatch: Command, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int
) -> None:
    with closing(socket.socket()) as shut:
        shut.bind(("127.0.0.1", 0))
        port = shut.getsockname()[1]
    monkeypatch.setenv("RECWATCH_DATABASE", f"postgresql://us:hunter2@127.0.0.1:{port}/recwatch")
    said = recwatch(*words)
    assert (said.code, "hunter2" in said.out + said.err) == (code, False)
    assert "database" in said.out + said.err


def test_a_damaged_database_names_the_last_backup(
    recwatch: Command, store: Store, home: Path
) -> None:
    """Row 64."""
    recwatch("db", "backup")
    store.close()
    (home / "recwatch.db").write_bytes(b"no database" * 1000)
    (newest,) = (home / "backups").iterdir()
    said = recwatch("review", "list")
    assert (said.code, f"--replace {newest}" in said.err.replace("\n", "")) == (2, True)


def test_a_damaged_database_is_replaced_by_the_backup(
    recwatch: Command, store: Store, home: Path
) -> None:
    """Row 64."""
    recwatch("db", "backup", str(home / "b.db"))
    store.close()
    (home / "recwatch.db").write_bytes(b"no database" * 1000)
    assert recwatch("db", "restore", "--replace", str(home / "b.db")).code == 0
    assert recwatch("review", "list").code == 0
