"""Who holds the lease: this process, told from a later one that got its number again."""

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from storage.contract import Store
from storage.records import Holder

_SAME_START = 2.0  # seconds; the kernel's boot time, and so a start, is rounded differently


def boot_id() -> str:
    """A text that changes with every start of the machine."""
    linux = Path("/proc/sys/kernel/random/boot_id")
    if linux.exists():
        return linux.read_text(encoding="ascii").strip()
    return f"boot-{int(psutil.boot_time())}"


def this_process() -> Holder:
    """The running process as a holder."""
    process = psutil.Process()
    return Holder(
        host=platform.node(),
        boot_id=boot_id(),
        pid=process.pid,
        started=process.create_time(),
    )


def is_alive(holder: Holder) -> bool:
    """Whether the process that `holder` names still runs.

    A holder on another machine can't be asked and counts as alive: two machines on one database
    must agree by hand. After a reboot every earlier holder of this machine is gone.
    """
    if holder.host != platform.node():
        return True
    if holder.boot_id != boot_id():
        return False
    try:
        process = psutil.Process(holder.pid)
        running = process.status() != psutil.STATUS_ZOMBIE
        return running and abs(process.create_time() - holder.started) < _SAME_START
    except psutil.NoSuchProcess:
        return False


@contextmanager
def leased(store: Store) -> Iterator[None]:
    """This process holds the lease meanwhile. Raises LeaseHeld if another one does."""
    holder = this_process()
    store.take_lease(holder, is_alive)
    try:
        yield
    finally:
        store.drop_lease(holder)
