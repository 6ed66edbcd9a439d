import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli.demo import app
from monitor.demo.state import read_state
from tests.monitor.demo.conftest import Visitor


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RECWATCH_HOME", str(tmp_path))
    return tmp_path


def test_advance_and_reset_move_the_newsroom_between_its_nights(home: Path) -> None:
    assert CliRunner().invoke(app, ["advance"]).exit_code == 0
    assert read_state(home).night == 2
    assert CliRunner().invoke(app, ["reset"]).exit_code == 0
    assert read_state(home).night == 1


def test_serve_prints_an_address_that_answers_and_ends_with_ctrl_c(home: Path) -> None:
    start = "from monitor.cli.main import main; main(['demo', 'serve'])"
    served = subprocess.Popen(
        [sys.executable, "-c", start],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert served.stdout is not None
        host_port = served.stdout.readline().strip().removeprefix("http://").strip("/")
        assert Visitor(host_port).get("/").status == 200
        served.send_signal(signal.SIGINT)
        assert served.wait(timeout=20) == 0
    finally:
        served.kill()
        served.communicate()
