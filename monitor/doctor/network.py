"""The ways out: names and the proxy."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from urllib.parse import urlsplit

from monitor.doctor.verdict import Verdict, broken, doubtful, well

NAME = "example.org"  # says nothing of whom we watch to whoever answers
_SECONDS = 10.0


def probe_names(ask: Callable[[str], object] = socket.gethostbyname) -> Verdict:
    """Whether names are found."""
    # A thread, for the system's resolver keeps no deadline of ours.
    pool = ThreadPoolExecutor(1)
    try:
        pool.submit(ask, NAME).result(_SECONDS)
    except TooLong:
        return broken("names", f"no answer on {NAME} within {_SECONDS:.0f} s", _CURE)
    except OSError as error:
        return broken("names", f"{NAME} is not found ({error.strerror or error})", _CURE)
    finally:
        pool.shutdown(wait=False)
    return well("names", "are found")


_CURE = "see whether this machine is connected, and what /etc/resolv.conf names"


def probe_proxy(proxy: str, needed: int) -> Verdict:
    """Whether the proxy answers. needed: how many sources are fetched by it or not at all."""
    if not proxy and not needed:
        return well("proxy", "none is set and no source needs one")
    if not proxy:
        return doubtful(
            "proxy",
            f"{needed} sources are fetched by proxy only, and none is set",
            "set RECWATCH_PROXY, for Tor its HTTPTunnelPort",
        )
    parts = urlsplit(proxy)
    try:
        socket.create_connection((parts.hostname, parts.port), timeout=_SECONDS).close()
    except OSError as error:
        return broken("proxy", f"does not answer ({error.strerror or error})", "start it")
    return well("proxy", "answers")
