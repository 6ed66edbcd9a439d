"""`recwatch serve` and `recwatch user`: what is refused, and that it really serves."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.monitor.test_doors import recwatch
from tests.night.commands import keep_rules

PASSWORD = b"four plain words here\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.mark.prove
def test_an_account_is_made_listed_changed_and_removed(home: Path) -> None:
    made = recwatch("user", "add", "Aigul", "--role", "editor", home=home, stdin=PASSWORD)
    assert made.returncode == 0 and b"Aigul may sign in as editor" in made.stderr
    assert recwatch("user", "role", "aigul", "reader", home=home).returncode == 0
    listed = recwatch("user", "list", "--json", home=home)
    assert listed.stdout == b'[{"name": "Aigul", "role": "reader"}]\n'
    assert recwatch("user", "remove", "Aigul", home=home).returncode == 0
    assert recwatch("user", "role", "Aigul", "reader", home=home).returncode == 2


def test_a_short_password_is_refused_and_never_echoed(home: Path) -> None:
    done = recwatch("user", "add", "Aigul", home=home, stdin=b"tiny-secret\n")
    assert done.returncode == 2 and b"at least 12" in done.stderr
    assert b"tiny-secret" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        ((), {}, b"nobody has an account"),
        pytest.param(("--host", "0.0.0.0"), {}, b"unprotected", marks=pytest.mark.prove),
        (("--host", "0.0.0.0", "--single-user", "a"), {}, b"this machine alone"),
        pytest.param(
            (),
            {"RECWATCH_WEB_ORIGIN": "https://x.example/path"},
            b"without a path",
            marks=pytest.mark.prove,
        ),
    ],
)
def test_what_would_be_unsafe_is_not_served(
    home: Path, words: tuple[str, ...], environment: dict[str, str], said: bytes
) -> None:
    done = recwatch("serve", *words, home=home, **environment)
    assert done.returncode == 2 and said in done.stderr


def test_it_serves_until_it_is_told_to_end(home: Path) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    command = "from monitor.cli.main import main; main()"
    words = ["serve", "--port", str(port), "--single-user", "aru"]
    keep_rules(home / "cache")
    with subprocess.Popen(
        [sys.executable, "-c", command, *words],
        env=os.environ | {"RECWATCH_HOME": str(home)},
        stderr=subprocess.PIPE,
    ) as served:
        try:
            page = _asked(f"http://127.0.0.1:{port}/queue", served)
        finally:
            served.send_signal(signal.SIGTERM)
        served.wait(30)
    assert re.search("No night has run yet", page)


def _asked(address: str, served: "subprocess.Popen[bytes]") -> str:
    for _ in range(600):
        assert served.poll() is None
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            signal.sigtimedwait([], 0.1)
    raise AssertionError("it never answered")


@pytest.mark.prove
def test_a_token_is_made_listed_and_revoked(home: Path) -> None:
    recwatch("user", "add", "Aigul", home=home, stdin=PASSWORD)
    made = recwatch("user", "token", "add", "aigul", "sheet", home=home)
    assert re.fullmatch(rb"recwatch_[\w-]{43}\n", made.stdout)
    again = recwatch("user", "token", "add", "Aigul", "sheet", home=home)
    assert again.returncode == 2 and b"already" in again.stderr
    listed = recwatch("user", "token", "list", home=home).stdout
    assert b"Aigul\tsheet" in listed and made.stdout.strip() not in listed
    assert recwatch("user", "token", "revoke", "Aigul", "sheet", home=home).returncode == 0
    assert recwatch("user", "token", "revoke", "Aigul", "sheet", home=home).returncode == 2
