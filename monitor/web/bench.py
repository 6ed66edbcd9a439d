"""Work for the bench, asked of a page: what came of it, or one sentence why nothing did."""

from collections.abc import Callable
from typing import TypeVar

from monitor.web.visit import BadForm
from monitor.workbench import Busy, TookTooLong
from rules.complaints import BadFiles

_TOO_LONG = "It took longer, or more memory, than a page may take, and was ended: give less of it."
_BUSY = "Somebody else's text is being read just now. Try again in a moment."
_BROKEN = "The rules that are in place do not load any more. On the server: recwatch check"
T = TypeVar("T")


def at_bench(work: Callable[[], T], too_long: str = _TOO_LONG) -> tuple[T | None, str]:
    """What the work gives, or None and why. Raises BadForm for a recommendation that is none."""
    try:
        return work(), ""
    except TookTooLong:
        return None, too_long
    except Busy:
        return None, _BUSY
    except BadFiles:
        return None, _BROKEN
    except KeyError:
        raise BadForm("the rules have no such recommendation, or have changed meanwhile") from None
