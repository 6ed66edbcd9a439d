"""How much memory the fetching children of a process took at most."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil


class Peak:
    """megabytes: of the child that took most; children: how many were seen."""

    def __init__(self) -> None:
        self.of: dict[int, int] = {}

    @property
    def megabytes(self) -> int:
        return max(self.of.values(), default=0) // 1024

    @property
    def children(self) -> int:
        return len(self.of)


@contextmanager
def watched(pid: int | None = None) -> Iterator[Peak]:
    """Watches the children below a process (None: this one). Linux: the kernel keeps the peak."""
    peak, ended = Peak(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(psutil.Process(pid), peak, ended))
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def _watch(parent: psutil.Process, peak: Peak, ended: threading.Event) -> None:
    while not ended.wait(0.1):
        try:
            for child in parent.children(recursive=True):
                if "spiders.child" in " ".join(child.cmdline()):
                    peak.of[child.pid] = max(_kilobytes(child.pid), peak.of.get(child.pid, 0))
        except psutil.Error:
            continue


def _kilobytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
