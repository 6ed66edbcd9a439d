"""Whether the disk is encrypted: notes and names must not go with a machine that is taken."""

import os
import sys
from pathlib import Path

from monitor.doctor.verdict import Verdict, doubtful, well

_CURE = "encrypt the disk (LUKS, FileVault), or keep RECWATCH_HOME in an encrypted folder"


def probe_encryption(home: Path, devices: Path = Path("/sys/dev/block")) -> Verdict:
    """Whether `home` lies on an encrypted disk, as far as this machine says."""
    if sys.platform != "linux":
        return doubtful("encryption", "this system is not asked", "look at it: fdesetup status")
    there = next(each for each in (home, *home.absolute().parents) if each.exists())
    number = there.stat().st_dev
    device = devices / f"{os.major(number)}:{os.minor(number)}"
    try:
        encrypted = _is_encrypted(device.resolve()) if device.exists() else None
    except OSError:  # containers are often shown no device, and refused the question
        encrypted = None
    if encrypted is None:
        return doubtful(
            "encryption", "can't be told here (a container, or a network's disk)", _CURE
        )
    if encrypted:
        return well("encryption", "the disk is encrypted")
    return doubtful("encryption", "the disk is not encrypted", _CURE)


def _is_encrypted(device: Path) -> bool:
    """Whether the device, or one that it lies on, is dm-crypt's."""
    uuid = device / "dm" / "uuid"
    if uuid.is_file() and uuid.read_text(encoding="ascii", errors="replace").startswith("CRYPT-"):
        return True
    below = device / "slaves"
    return below.is_dir() and any(_is_encrypted(each.resolve()) for each in below.iterdir())
