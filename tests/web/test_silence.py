"""Row 99: what a person writes is in the store and on the page, and nowhere else."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from monitor.cli.gate import LOG_NAME, keep_cause
from monitor.web.app import make_app
from storage.sql.store import open_store
from tests.web.conftest import BASE, SAME
from tests.web.house import make_house

REFUSES = "CREATE TRIGGER no BEFORE INSERT ON reviews BEGIN SELECT RAISE(ABORT, 'no'); END"
NOTE = "the witness is Asel"


def test_row99_a_note_is_not_in_the_log_of_an_error_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECWATCH_HOME", str(tmp_path))
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    house = replace(make_house(store), keep_cause=keep_cause)
    app = make_app(house)
    with sqlite3.connect(tmp_path / "x.db") as other:
        other.execute(REFUSES)
    client = TestClient(app, base_url=BASE, headers=SAME, raise_server_exceptions=False)
    sent = {"answer": "progress", "seen": "0.1", "note": NOTE}
    answer = client.post("/flags/1/answer", data=sent)
    store.close()
    assert answer.status_code >= 500 and NOTE not in answer.text
    log = (tmp_path / "log" / LOG_NAME).read_text(encoding="utf-8")
    assert "INSERT INTO reviews" in log and NOTE not in log
