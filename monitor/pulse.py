"""Whether nights run: what a watching program may know, and nothing of what they found."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.contract import Store
from storage.records import RunState

STALE = timedelta(hours=36)  # a night was missed, and half a day to make up for it has passed
LITTLE_SPACE = 200 * 2**20  # bytes
_LOOKED_AT = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Of a recwatch that runs by itself.

    last_night: when the newest finished night ended; None: none has. running: whether the lease
    is held. free: bytes of disk. trouble: why somebody should look, in words; () where all is well.
    """

    last_night: datetime | None
    running: bool
    free: int
    trouble: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        """Whether nobody need look."""
        return not self.trouble

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "ok": self.is_well,
            "last_night": self.last_night.isoformat() if self.last_night else None,
            "running": self.running,
            "free_bytes": self.free,
            "trouble": list(self.trouble),
        }


def take_pulse(store: Store, now: datetime, free: int) -> Pulse:
    """Ask the store. free: bytes of disk that are left."""
    ended = [
        run.finished_at
        for run in store.runs(_LOOKED_AT)
        if run.state is RunState.FINISHED and run.finished_at is not None
    ]
    last = max(ended, default=None)
    return Pulse(
        last_night=last,
        running=store.lease_holder() is not None,
        free=free,
        trouble=tuple(_trouble(last, now, free)),
    )


def no_pulse(free: int) -> Pulse:
    """Of a recwatch whose database can't be asked."""
    return Pulse(last_night=None, running=False, free=free, trouble=("the database is away",))


def _trouble(last: datetime | None, now: datetime, free: int) -> list[str]:
    found = []
    if last is None:
        found.append("no night has ended yet")
    elif now - last > STALE:
        found.append(f"the last night ended more than {STALE // timedelta(hours=1)} hours ago")
    if free < LITTLE_SPACE:
        found.append("the disk is nearly full")
    return found
