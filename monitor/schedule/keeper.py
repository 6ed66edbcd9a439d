"""Keeps one job: starts it when it is due, watches it, and tries again when it failed.

    due and not had ─► start ─► watch until it ends or its time is up ─► say how it ended

Asked again and again by one thread; nothing here waits. What has been had is asked of the store,
so that it does not matter how often, by how many schedulers, or at what hour it is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.contracts import Clock
from monitor.schedule.child import Child
from monitor.schedule.jobs import Job, due_key
from storage.contract import StoreUnusable

FINE, SAID, HELD = 0, 1, 3  # exit codes: 0 fine, 1 done with something said, 3 another is at it
TRIES = 3
_WAITS = (timedelta(minutes=10), timedelta(minutes=30))  # after a first and a second failure
Say = Callable[[str], None]
Had = Callable[[Job, date, datetime], bool]


@dataclass(slots=True)
class _Trouble:
    """How often the job failed at this due moment, and until when it rests (by Child's clock)."""

    since: datetime
    failures: int = 0
    rests_until: float = 0.0


@dataclass(frozen=True, slots=True)
class _Begun:
    """A child, and the due moment and date that it was started for."""

    child: Child
    since: datetime
    day: date | None


class Keeper:
    """One job's keeper.

    had: whether a daily job had its turn on that date; may raise StoreUnusable. start: starts
    the command for a date. tick: seconds on a clock that nobody sets. say: told in sentences.
    """

    def __init__(
        self,
        job: Job,
        *,
        clock: Clock,
        tick: Callable[[], float],
        had: Had,
        start: Callable[[Job, date | None], Child],
        say: Say,
    ) -> None:
        self.job = job
        self.last_code: int | None = None
        self._clock, self._tick, self._had, self._start, self._say = clock, tick, had, start, say
        self._begun: _Begun | None = None  # what is at work
        self._last: datetime | None = None  # due moment of the newest that was begun
        self._told_waiting: datetime | None = None
        self._trouble: _Trouble | None = None

    @property
    def running(self) -> bool:
        """Whether a child is at work."""
        return self._begun is not None

    def watch(self) -> None:
        """See what the job's child does, and start nothing."""
        since, day = due_key(self.job, self._clock.now())
        if self._begun is not None and not self._ended(self._begun):
            self._say_still_running(self._begun, since, day)

    def look(self) -> None:
        """See what the job's child does, and start one where one is due."""
        self.watch()
        since, day = due_key(self.job, self._clock.now())
        if self._begun is None and self._is_wanted(since, day):
            child = self._start(self.job, day)
            self._begun, self._last = _Begun(child, since, day), since
            self._say(f"{self._name(day)} {self._has} begun (process {child.pid})")

    def stop(self, grace: float) -> None:
        """End the child: what it did is kept, and the next start goes on from there."""
        if self._begun is not None:
            self._say(f"ending what is under way: the {self.job.name}")
            self._begun.child.end(grace)
            self._begun = None

    # -- starting --------------------------------------------------------------------------------

    def _is_wanted(self, since: datetime, day: date | None) -> bool:
        if self._rests(since):
            return False
        if day is None:
            return self._last is None or since > self._last
        return not self._had(self.job, day, since)

    def _rests(self, since: datetime) -> bool:
        trouble = self._trouble
        if trouble is None or trouble.since != since:
            return False
        return trouble.failures >= TRIES or self._tick() < trouble.rests_until

    # -- watching --------------------------------------------------------------------------------

    def _ended(self, begun: _Begun) -> bool:
        child = begun.child
        code = child.code()
        if code is None and child.age() > self.job.limit.total_seconds():
            child.kill()
            self._say(f"the {self.job.name} was killed: it took more than {self.job.limit}")
            code = child.code()
        if code is None:
            return False
        self._begun, self.last_code = None, code
        self._take(code, begun)
        return True

    def _take(self, code: int, begun: _Begun) -> None:
        log = begun.child.log
        if code in (FINE, SAID) and self._was_had(begun):
            self._trouble = None
            how = "all is fine" if code == FINE else "done, and what failed is said in"
            self._say(f"the {self.job.name} {self._has} ended: {how}" + f" {log}" * (code == SAID))
        elif code == HELD:
            self._rest(begun.since, _WAITS[0] / 10, counts=False)
            self._say(f"another process is at a night; the {self.job.name} waits for it")
        else:
            self._rest_after_failure(code, begun)

    def _was_had(self, begun: _Begun) -> bool:
        """An error nobody expected ends with 1 too; only the row says that the work was done."""
        if begun.day is None:
            return True
        try:
            return self._had(self.job, begun.day, begun.since)
        except StoreUnusable:
            return False

    def _rest_after_failure(self, code: int, begun: _Begun) -> None:
        failures = self._trouble_at(begun.since).failures
        last = failures + 1 >= TRIES
        self._rest(begun.since, _WAITS[min(failures, len(_WAITS) - 1)], counts=True)
        after = "not tried again before it is due again" if last else "it is tried again"
        how = f"was killed (signal {-code})" if code < 0 else f"failed (exit code {code})"
        self._say(f"the {self.job.name} {how}; {after}; see {begun.child.log}")

    def _trouble_at(self, since: datetime) -> _Trouble:
        """The trouble with this due moment; what was with an earlier one is over."""
        if self._trouble is not None and self._trouble.since == since:
            return self._trouble
        return _Trouble(since=since)

    def _rest(self, since: datetime, length: timedelta, *, counts: bool) -> None:
        self._trouble = self._trouble_at(since)
        self._trouble.failures += counts
        self._trouble.rests_until = self._tick() + length.total_seconds()

    def _say_still_running(self, begun: _Begun, since: datetime, day: date | None) -> None:
        if since <= begun.since or self._told_waiting == since:
            return
        self._told_waiting = since
        self._say(f"{self._name(day)} is due, but the one before is still running; it is left to")

    @property
    def _has(self) -> str:
        return "have" if self.job.name.endswith("s") else "has"

    def _name(self, day: date | None) -> str:
        return f"the {self.job.name}" + (f" of {day}" if day else "")
