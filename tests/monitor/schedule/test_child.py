"""Children of the scheduler: real processes, ended for sure."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from monitor.schedule.child import Child, bound, log_file

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True)"
PARENT = """
import sys, time
from pathlib import Path
from monitor.schedule.child import Child, bound
child = Child(bound(("demo", "serve")), Path(sys.argv[1]))
print(child.pid, flush=True)
time.sleep(60)
"""


def python(code: str) -> tuple[str, ...]:
    return sys.executable, "-c", code


def until(holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold; half a minute is patience, not a measure."""
    for _ in range(600):
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_a_child_s_words_are_in_a_file_of_one_s_own(tmp_path: Path) -> None:
    child = Child(python("print('ended well')"), tmp_path / "log" / "job.log")
    assert until(lambda: child.code() == 0)
    assert child.log.read_text() == "ended well\n"
    assert child.log.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "busy",
    [
        pytest.param("while True: pass", id="row76-busy"),
        pytest.param("import hashlib; hashlib.pbkdf2_hmac('md5', b'', b'', 2**31-1)", id="row76-c"),
        pytest.param("import time; time.sleep(600)", id="row76-asleep"),
    ],
)
def test_a_child_that_does_not_listen_is_killed(tmp_path: Path, busy: str) -> None:
    child = Child(python(f"{DEAF}\n{busy}"), tmp_path / "job.log")
    assert until(lambda: child.log.read_text() == "up\n")
    child.end(grace=0.3)
    assert child.code() == -signal.SIGKILL


def test_a_child_that_listens_ends_by_itself(tmp_path: Path) -> None:
    code = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))"
    child = Child(python(f"{code}\nprint('up', flush=True)\ntime.sleep(600)"), tmp_path / "job.log")
    assert until(lambda: child.log.read_text() == "up\n")
    child.end(grace=20)
    assert child.code() == 0


def test_a_child_s_own_children_are_killed_with_it(tmp_path: Path) -> None:
    """Row 80."""
    code = (
        "import subprocess, sys, time\n"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid,"
        " flush=True)\ntime.sleep(600)"
    )
    child = Child(python(code), tmp_path / "job.log")
    assert until(lambda: child.log.read_text().endswith("\n"))
    child.kill()
    grandchild = int(child.log.read_text())
    assert until(lambda: not _runs(grandchild))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux binds a process to its parent")
def test_a_night_ends_with_the_scheduler_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 80."""
    monkeypatch.setenv("RECWATCH_HOME", str(tmp_path))
    log = tmp_path / "job.log"
    parent = subprocess.Popen((*python(PARENT), str(log)), stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    night = int(parent.stdout.readline())
    assert until(lambda: log.read_text() != "")  # it is up, and bound
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert until(lambda: not _runs(night))


def test_a_command_without_the_parent_it_was_started_by_does_nothing(tmp_path: Path) -> None:
    """Row 80: the parent was gone before the child could be bound to it."""
    words = list(bound(("--version",)))
    words[words.index(str(os.getpid()))] = "1"
    child = Child(words, tmp_path / "job.log")
    assert until(lambda: child.code() == 1)
    assert child.log.read_text() == ""


def test_old_logs_are_taken_away(tmp_path: Path) -> None:
    for number in range(65):
        path = tmp_path / f"job-night-{number:03}.log"
        path.write_text("")
        os.utime(path, (number, number))
    log_file(tmp_path, "night-065")
    assert sorted(tmp_path.iterdir())[0].name == "job-night-005.log"


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
