"""The guard that keeps crawls on the public web: its canaries must all be refused."""

from collections.abc import Callable

from monitor.doctor.verdict import Verdict, broken, well


def probe_guard(let_through: Callable[[], tuple[str, ...]]) -> Verdict:
    """Whether every private address, however it is written, is refused."""
    open_ways = let_through()
    if open_ways:
        finding = f"the address guard lets through {', '.join(open_ways)}"
        return broken("guard", finding, "do not crawl; install recwatch again")
    return well("guard", "private addresses are refused, however they are written")
