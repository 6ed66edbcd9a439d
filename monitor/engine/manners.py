"""How a worker behaves: it dies with its parent, leaves Ctrl-C to it, and takes so much memory."""

import os
import resource
import signal
import threading
import time
from contextlib import suppress

import psutil

_WATCH_SECONDS = 2


def belong_to(parent: int) -> None:
    """Leave Ctrl-C to the process `parent`, and end when it has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with, args=(parent,), daemon=True).start()


def limit_memory(more: int) -> None:
    """Take so many bytes of address space beyond what is mapped now; then MemoryError."""
    limit = psutil.Process().memory_info().vms + more
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _die_with(parent: int) -> None:
    """A parent that was killed can't end a worker that hangs, and the fork server never does."""
    with suppress(psutil.NoSuchProcess):
        watched = psutil.Process(parent)
        while watched.is_running() and watched.status() != psutil.STATUS_ZOMBIE:
            time.sleep(_WATCH_SECONDS)
    os._exit(1)
