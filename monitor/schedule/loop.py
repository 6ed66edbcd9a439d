"""The scheduler: APScheduler is the alarm clock, one thread looks, signals end it in order.

The alarm only wakes; what is due is asked of the clock and the store each time. So a machine that
slept, a clock that jumped and a job that was missed are all the same case as an ordinary night.
"""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from monitor.schedule.keeper import Keeper
from storage.contract import StoreUnusable

LOOK_EVERY = 10.0  # seconds
GRACE = 22.0  # seconds that children get to end; the whole stop stays under thirty
Say = Callable[[str], None]


def keep_all(keepers: Sequence[Keeper], say: Say, look_every: float = LOOK_EVERY) -> None:
    """Keep the jobs until SIGTERM or Ctrl-C."""
    wake, stop = threading.Event(), threading.Event()
    with _signals(wake, stop), _alarm(keepers, wake):
        try:
            while not stop.is_set():
                _look(keepers, say)
                wake.wait(look_every)
                wake.clear()
        finally:
            _stop(keepers)


def keep_once(keepers: Sequence[Keeper], say: Say, look_every: float = 0.2) -> int:
    """Start what is due now and wait for it; gives the worst exit code.

    A store that can't be opened is raised as StoreUnusable.
    """
    wake, stop = threading.Event(), threading.Event()
    with _signals(wake, stop):
        try:
            for keeper in keepers:
                keeper.look()
            while not stop.is_set() and any(_finish(keeper) for keeper in keepers):
                wake.wait(look_every)
        finally:
            _stop(keepers)
    if stop.is_set():
        say("stopped as asked; the next start goes on from here")
        return 1
    # A signal's number below zero is a failure like any other.
    return max((1 if code < 0 else code for k in keepers if (code := k.last_code)), default=0)


def _finish(keeper: Keeper) -> bool:
    """Watch what runs, start nothing new; whether it still runs."""
    if keeper.running:
        keeper.watch()
    return keeper.running


def _look(keepers: Sequence[Keeper], say: Say) -> None:
    for keeper in keepers:
        try:
            keeper.look()
        except StoreUnusable as error:
            say(f"the database can't be asked: {error}")


def _stop(keepers: Sequence[Keeper]) -> None:
    threads = [threading.Thread(target=keeper.stop, args=(GRACE,)) for keeper in keepers]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


@contextmanager
def _alarm(keepers: Sequence[Keeper], wake: threading.Event) -> Iterator[None]:
    """Wakes the loop when a job is due. Jobs live in memory: they are declared in code."""
    scheduler = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        timezone=UTC,
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    for keeper in keepers:
        scheduler.add_job(wake.set, keeper.job.times.trigger(), id=keeper.job.name)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


@contextmanager
def _signals(wake: threading.Event, stop: threading.Event) -> Iterator[None]:
    def ask(number: int, frame: object) -> None:
        del number, frame
        stop.set()
        wake.set()

    before = {n: signal.signal(n, ask) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
