"""Commands over a real database and a tiny rulebook, as a person types them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import monitor.wiring
import rules.cache
from monitor.cli.main import main
from monitor.settings import read_settings
from monitor.wiring import open_store
from storage.contract import Store
from storage.records import Lane, Run, RunState
from tests.databases import lay_database
from tests.monitor.doors.said import Command, Said
from tests.monitor.flagging import AT, make_flag, make_store
from tests.monitor.tiny import loader_of, write_rulebook


@pytest.fixture
def rulebook(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    return write_rulebook(folder)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, rulebook: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for room in (monitor.wiring, rules.cache):
        monkeypatch.setattr(room, "load_rulebook", loader_of(rulebook))
    for name, value in {
        "HOME": str(tmp_path / "home"),
        "REGISTER": "tiny",
        "REVIEWER": "aru",
        "SHIPPED_CATALOGUE": "false",
        "SUBSCRIBER": "team@example.org",
    }.items():
        monkeypatch.setenv(f"RECWATCH_{name}", value)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path / "home"


@pytest.fixture
def recwatch(capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*words: str) -> Said:
        with pytest.raises(SystemExit) as ended:
            main(list(words))
        said = capsys.readouterr()
        return Said(out=said.out, err=said.err, code=int(ended.value.code or 0))

    return run


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    home.mkdir(mode=0o700, exist_ok=True)
    lay_database(home / "recwatch.db")
    kept = open_store(read_settings())
    kept.open_run(Run(id="run1", started_at=AT, finished_at=None, state=RunState.RUNNING, rules=""))
    yield make_store(make_flag(1), make_flag(2, lane=Lane.COMING), store=kept)
    kept.close()
