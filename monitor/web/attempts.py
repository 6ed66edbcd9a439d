"""Slowing down whoever tries passwords: from one place, at one name, or at one name from all over;
and whoever tries links. Kept in memory: a restart forgives, which a person there may want.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from monitor.contracts import Clock
from storage.people import name_key

_KEYS_AT_MOST = 10_000
_FORGIVEN_AFTER = timedelta(hours=1)
_LONGEST = 900  # seconds
_FREE_HERE, _FREE_PLACE, _FREE_NAME = 4, 20, 50  # failures before one has to wait
Key = tuple[str, str]
Keys = tuple[tuple[Key, int], ...]  # with how many failures are free


@dataclass(slots=True)
class _Tally:
    failures: int
    last: datetime


class _Tallies:
    """Failures by key, and how long each makes one wait. No more than a bounded number is kept."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._tallies: OrderedDict[Key, _Tally] = OrderedDict()

    def longest_wait(self, keys: Keys) -> int:
        """Seconds until what has these keys may be tried again; 0: now."""
        now = self._clock.now()
        with self._lock:
            return max(self._wait(key, free, now) for key, free in keys)

    def count(self, keys: Keys) -> None:
        """Count a failure under each key."""
        now = self._clock.now()
        with self._lock:
            for key, _ in keys:
                tally = self._current(key, now)
                self._tallies[key] = _Tally(tally.failures + 1 if tally else 1, now)
                self._tallies.move_to_end(key)
            while len(self._tallies) > _KEYS_AT_MOST:
                self._tallies.popitem(last=False)

    def forgive(self, key: Key) -> None:
        """Forget the failures under a key."""
        with self._lock:
            self._tallies.pop(key, None)

    def _wait(self, key: Key, free: int, now: datetime) -> int:
        tally = self._current(key, now)
        if tally is None or tally.failures <= free:
            return 0
        pause = min(2 ** min(tally.failures - free, 10), _LONGEST)
        left = tally.last + timedelta(seconds=pause) - now
        return max(0, int(left.total_seconds() + 0.999))

    def _current(self, key: Key, now: datetime) -> _Tally | None:
        tally = self._tallies.get(key)
        return None if tally is None or now - tally.last > _FORGIVEN_AFTER else tally


class Attempts:
    """Failures to sign in, and how long to wait because of them."""

    def __init__(self, clock: Clock) -> None:
        self._tallies = _Tallies(clock)

    def wait(self, name: str, place: str) -> int:
        """Seconds until the next attempt may be made; 0: now."""
        return self._tallies.longest_wait(_keys(name, place))

    def failed(self, name: str, place: str) -> None:
        """Count a failure."""
        self._tallies.count(_keys(name, place))

    def succeeded(self, name: str, place: str) -> None:
        """Forgive the failures of this name from this place."""
        self._tallies.forgive(_keys(name, place)[0][0])


class Strangers:
    """Links that lead nowhere, by the place they are tried from.

    By place alone: one of many places must not keep all the others from ending their letters.
    """

    def __init__(self, clock: Clock) -> None:
        self._tallies = _Tallies(clock)

    def wait(self, place: str) -> int:
        """Seconds until the next link may be tried from there; 0: now."""
        return self._tallies.longest_wait(((("", place), _FREE_PLACE),))

    def failed(self, place: str) -> None:
        """Count a link that leads nowhere."""
        self._tallies.count(((("", place), _FREE_PLACE),))


def _keys(name: str, place: str) -> Keys:
    known = name_key(name[:200])
    return (
        ((known, place), _FREE_HERE),
        (("", place), _FREE_PLACE),
        ((known, ""), _FREE_NAME),
    )
