"""What a probe finds: well, something to look at, or something to mend, with the cure."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """FAIL: recwatch can't work like this. WARN: it works, and a person should look."""

    OK = "OK"
    WARN = "warn"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One probe's finding. cure: what to do; "" where all is well."""

    probe: str
    level: Level
    finding: str
    cure: str = ""


def well(probe: str, finding: str) -> Verdict:
    """All is well."""
    return Verdict(probe=probe, level=Level.OK, finding=finding)


def doubtful(probe: str, finding: str, cure: str) -> Verdict:
    """Works, but a person should look."""
    return Verdict(probe=probe, level=Level.WARN, finding=finding, cure=cure)


def broken(probe: str, finding: str, cure: str) -> Verdict:
    """Does not work."""
    return Verdict(probe=probe, level=Level.FAIL, finding=finding, cure=cure)
