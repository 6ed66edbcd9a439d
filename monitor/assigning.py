"""Giving flags to people: to oneself, to a colleague, or back to everybody."""

from collections.abc import Sequence

from monitor.contracts import Clock
from monitor.notes import BadAnswer
from storage.contract import Store
from storage.queue import QueueQuery
from storage.reading import Assignment

AT_ONCE = 500  # flags that are given at once


def give(store: Store, flags: Sequence[int], to: str, *, by: str, clock: Clock) -> None:
    """Give flags to a person; "" makes them nobody's. Raises BadAnswer beyond AT_ONCE, UnknownFlag.

    to: as the person's account is called.
    """
    if len(flags) > AT_ONCE:
        raise BadAnswer(f"at most {AT_ONCE} flags are given at once")
    if not to:
        store.unassign(flags)
        return
    now = clock.now()
    store.assign([Assignment(flag=one, account=to, by=by, at=now) for one in flags])


def assignee(store: Store, flag: int) -> Assignment | None:
    """To whom a flag was given; None: to nobody."""
    return next(iter(store.assignments([flag])), None)


def take_from(store: Store, account: str) -> int:
    """Make a person's flags nobody's, because he has left; gives their number."""
    own = QueueQuery(state=None, assigned_to=account)
    count = 0
    while some := store.queue_numbers(own, AT_ONCE):
        store.unassign(some)
        count += len(some)
    return count
