"""The real scheduler under libfaketime: its clock is a file that the test writes.

An offset to the true clock, so that all processes agree; the monotonic clock is left alone, as a
person who sets a clock leaves it alone. Crawls' children get no such clock: they are given nothing
of our environment.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from storage.contract import Store
from storage.records import RunState
from storage.sql.store import open_store

_LIBRARY = "libfaketime.so.1"
_PATIENCE = 240.0  # seconds, for what takes ten on a machine at rest


def library() -> Path:
    """The library; the proof is left out aloud where it is not installed."""
    found = sorted(Path("/usr/lib").glob(f"**/faketime/{_LIBRARY}"))
    if not found:
        pytest.skip("libfaketime is not installed (apt-get install faketime)")
    return found[0]


# libfaketime turns the monotonic moment at which Python's sleep ends into one of its own clock, and
# the kernel refuses some of what comes out. Sleeping needs no fake.
_TRUE_SLEEP = """
#include <errno.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *until, struct timespec *left)
{ return syscall(SYS_clock_nanosleep, clock, flags, until, left) == 0 ? 0 : errno; }
"""


def true_sleep(folder: Path) -> Path:
    """A library that leaves sleeping alone; the proof is left out aloud without a compiler."""
    if (compiler := shutil.which("cc")) is None:
        pytest.skip("no C compiler is installed (apt-get install gcc)")
    source, made = folder / "sleep.c", folder / "sleep.so"
    source.write_text(_TRUE_SLEEP)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(made), str(source)], check=True)
    return made


class FakedClock:
    """A clock that processes of this environment read."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.environment = {
            "LD_PRELOAD": f"{true_sleep(folder)} {library()}",
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, moment: datetime) -> None:
        """Jump: it shows `moment` now and goes on from there."""
        offset = moment.timestamp() - time.time()
        partial = self._file.with_name("clock.partial")
        partial.write_text(f"{offset:+.3f}\n")
        partial.replace(self._file)  # whole or not at all: it is read all the time


class Machine:
    """A home, its clock and its schedulers."""

    def __init__(self, home: Path, clock: FakedClock) -> None:
        self.home = home
        self.clock = clock
        self._schedulers: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        """One scheduler more; what it says is in `said`."""
        process = self._started("schedule")
        self._schedulers.append(process)
        return process

    def _started(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.home / "said").open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "monitor.cli.bound", str(os.getpid()), *words],
                env=os.environ | self.clock.environment | {"RECWATCH_HOME": str(self.home)},
                stdout=said,
                stderr=said,
            )

    @property
    def running(self) -> int:
        """How many schedulers there are."""
        return len(self._schedulers)

    def once(self) -> subprocess.Popen[bytes]:
        """What cron starts beside the schedulers."""
        return self._started("schedule", "--once")

    def kill(self) -> None:
        """The power goes: every scheduler dies at once, and what it had started with it."""
        family = [
            child
            for process in self._schedulers
            for child in psutil.Process(process.pid).children(recursive=True)
        ]
        for process in self._schedulers:
            process.kill()
            process.wait()
        self._schedulers.clear()
        _, alive = psutil.wait_procs(family, timeout=60)
        assert alive == [], "children outlived their scheduler"

    def end(self) -> None:
        """End every scheduler for sure."""
        for process in self._schedulers:
            process.send_signal(signal.SIGTERM)
        for process in self._schedulers:
            process.wait(timeout=40)

    @property
    def said(self) -> str:
        """All that schedulers have said."""
        return (self.home / "said").read_text(encoding="utf-8")

    def store(self) -> Store:
        """The database, opened anew."""
        return open_store(f"sqlite:///{self.home / 'recwatch.db'}")

    def nights(self) -> list[date]:
        """The dates whose night has ended, oldest first."""
        store = self.store()
        try:
            return sorted(t.local_date for t in store.turns("night") if t.ended_at)
        finally:
            store.close()

    def finished_runs(self) -> int:
        """How many runs have ended well."""
        store = self.store()
        try:
            return sum(run.state is RunState.FINISHED for run in store.runs(1000))
        finally:
            store.close()

    def until_had(self, day: date) -> None:
        """Wait for that night; fails where it does not come."""
        assert until(lambda: day in self.nights()), self.said

    def until_quiet(self) -> None:
        """Give schedulers time for what they must not do: three of their looks."""
        time.sleep(31)


def until(holds: Callable[[], bool], seconds: float = _PATIENCE) -> bool:
    """Whether it comes to hold."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.5)
    return False


def utc(text: str) -> datetime:
    """A moment, written as 2026-10-25 00:31."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def minutes(number: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=number)
