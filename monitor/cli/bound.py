"""`python -m monitor.cli.bound PID WORDS…`: recwatch, for as long as process PID lives.

A scheduler that is killed outright takes its night with it: a night nobody watches could hang for
ever and hold the lease. What was fetched is kept, and the next night goes on from there.
"""

import ctypes
import os
import signal
import sys

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def main() -> None:
    """Bind this process to its parent, then be the command line."""
    parent = int(sys.argv[1])
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before we were bound to it
        sys.exit(1)
    from monitor.cli.main import main as recwatch

    recwatch(sys.argv[2:])


if __name__ == "__main__":
    main()
