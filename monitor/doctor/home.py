"""The folder where all data lies: who may read it, and whether there is room."""

import os
import shutil
import stat
from pathlib import Path

from monitor.doctor.verdict import Verdict, broken, doubtful, well

LITTLE, TOO_LITTLE = 2 * 2**30, 200 * 2**20


def probe_home(home: Path) -> Verdict:
    """Whether `home` is a folder of our own that no one else reads."""
    if not home.exists():
        return well("home", f"{home} is not there yet; the first run makes it")
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        return broken("home", f"{home} can't be written", "name another with RECWATCH_HOME")
    mode = stat.S_IMODE(home.stat().st_mode)
    if mode & 0o077:
        return doubtful("home", f"others may look into {home}", f"chmod 700 {home}")
    return well("home", f"{home}, readable by you alone")


def probe_space(home: Path) -> Verdict:
    """Whether there is room for some nights."""
    there = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    shown = f"{free / 2**30:.1f} GiB free"
    if free < TOO_LITTLE:
        return broken("space", shown, f"make room where {home} lies")
    if free < LITTLE:
        return doubtful("space", shown, f"make room where {home} lies")
    return well("space", shown)
