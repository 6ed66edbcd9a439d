"""Taking in what people found by hand: by a night that begins, or by the review pages at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.byhand import Taking
    from monitor.night import NightPlan, Parts
    from monitor.settings import Settings
    from storage.contract import Store


def take_in_waiting(parts: "Parts", plan: "NightPlan") -> None:
    """Before a night: what waits, and a line for each. Raises LeaseHeld."""
    from monitor.byhand import Taking, take_in_finds
    from monitor.cli.output import say

    taking = Taking(parts=parts, plan=plan, catalogue=plan.sources)
    for find in take_in_finds(taking):
        what = find.title or find.address or f"text {find.number}"
        say(f"Found by hand: {what}: {find.state.value}{f', {find.said}' if find.said else ''}")


def taker(settings: "Settings", store: "Store") -> Callable[[], str]:
    """What takes in all that waits and says why it could not; "" where it could.

    Of two at the same moment the second leaves its find to the first.
    """
    from threading import Lock

    # One process may take its own lease twice, so that the lease alone would not keep two apart.
    busy = Lock()

    def take() -> str:
        from monitor.byhand import take_in_finds
        from storage.contract import LeaseHeld

        if not busy.acquire(blocking=False):
            return "another one is being taken in; yours follows"
        try:
            for _ in take_in_finds(_taking(settings, store)):
                pass
        except LeaseHeld:
            return "a night is running, and what waits is taken in by the next one"
        finally:
            busy.release()
        return ""

    return take


def _taking(settings: "Settings", store: "Store") -> "Taking":
    from monitor.byhand import Taking
    from monitor.night import NightPlan
    from monitor.wiring import load_sources, make_parts, user_agent

    catalogue = load_sources(settings, "live")
    plan = NightPlan(
        sources=(),
        user_agent=user_agent(settings) if settings.contact.strip() else "",
        baseline=settings.baseline,
        loopback=settings.loopback,
        proxy=settings.proxy or None,
        keys=settings.api_keys,
    )
    parts = make_parts(settings, store, catalogue, lambda: False)
    return Taking(parts=parts, plan=plan, catalogue=catalogue)
