"""The rules that ship, loaded once for all processes of a test run: reading them takes seconds.

The first process of a run makes the folder and names it in the environment, so that the processes
that it starts find it. A test that must see rules being read reads them itself.
"""

import fcntl
import os
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from rules.cache import load_kept
from rules.complaints import Loaded
from rules.register import Rulebook, load_rulebook

_NAME = "KEPT_RULES_OF_TESTS"


def open_kept() -> bool:
    """Make the folder; False: a process above has made it, and closes it."""
    if _NAME in os.environ:
        return False
    os.environ[_NAME] = mkdtemp(prefix="recwatch-rules-")
    return True


def close_kept() -> None:
    """Take the folder away."""
    rmtree(os.environ.pop(_NAME), ignore_errors=True)


def kept_rules() -> tuple[Rulebook, Path]:
    """What ships, read once a process, and the folder that keeps it as `recwatch` does."""
    loaded, _ = _loaded()
    assert loaded.item is not None, loaded.complaints
    return loaded.item, _folder() / "cache"


@cache
def read_rules() -> Loaded[Rulebook]:
    """What ships, read by this process from its files, with what there is to complain of."""
    loaded, were_kept = _loaded()
    return load_rulebook() if were_kept else loaded


@cache
def _loaded() -> tuple[Loaded[Rulebook], bool]:
    """What ships, and whether another process had read and kept it."""
    with (_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes second finds what the first one read
        were_kept = (_folder() / "cache").exists()
        return load_kept(folder=_folder() / "cache"), were_kept


def _folder() -> Path:
    return Path(os.environ[_NAME])
