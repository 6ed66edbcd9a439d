"""What the parts of the store in memory share: each call alone, behind the gate of every store."""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Concatenate, ParamSpec, TypeVar

from storage.gate import refuse_unfit

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound="Guarded")


class Guarded:
    """One caller at a time, and none after it was closed."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._closed = False


def unit(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """A method as a unit of its own, behind the gate that every store has."""

    @wraps(method)
    def alone(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._lock:
            if self._closed:
                raise RuntimeError("the store was closed")
            refuse_unfit((*args, *kwargs.values()))
            return method(self, *args, **kwargs)

    return alone
