"""A command as a process of its own: its words go to a file, and it can be ended for sure."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_KEPT = 60  # log files of earlier children
_STEP = 0.1  # seconds between two looks at a child that was asked to end


class Child:
    """A command that was started. log: the file of what it says, mode 0600."""

    def __init__(self, program: Sequence[str], log: Path) -> None:
        self.log = log
        self._begun = time.monotonic()
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - no shell; the words of our own jobs alone
                program,
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                # Ctrl-C is for the scheduler, which ends its children in order.
                start_new_session=True,
            )
        finally:
            os.close(descriptor)

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    def age(self) -> float:
        """Seconds since its start, whatever the clock on the wall did meanwhile."""
        return time.monotonic() - self._begun

    def code(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        return self._process.poll()

    def end(self, grace: float) -> None:
        """Ask it to end, and kill it after `grace` seconds, with what it started."""
        self._signal(signal.SIGTERM)
        until = time.monotonic() + grace
        while self.code() is None and time.monotonic() < until:
            time.sleep(_STEP)
        self.kill()

    def kill(self) -> None:
        """End it now, with what it started."""
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        if self._process.returncode is None:
            try:
                os.killpg(self._process.pid, number)
            except (ProcessLookupError, PermissionError):
                return


def bound(words: tuple[str, ...]) -> tuple[str, ...]:
    """The program of a recwatch command that lives no longer than this process."""
    # -I: no folder of this process and no PYTHON* variable decides what the child imports.
    return (sys.executable, "-I", "-m", "monitor.cli.bound", str(os.getpid()), *words)


def log_file(folder: Path, name: str) -> Path:
    """Where a child of this name writes; the oldest files beyond sixty are taken away."""
    older = sorted(folder.glob("job-*.log"), key=lambda path: path.stat().st_mtime)
    for path in older[: max(0, len(older) - _KEPT)]:
        path.unlink(missing_ok=True)
    return folder / f"job-{name}.log"
