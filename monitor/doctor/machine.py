"""The Python and the SQLite underneath."""

import sqlite3
import sys

from monitor.doctor.verdict import Verdict, broken, doubtful, well

PYTHON_NEEDED = (3, 11)
# Versions from 3.7.0 on lose data if two processes write at the moment a write-ahead log is reset.
SQLITE_MENDED = (3, 51, 3)


def probe_python(version: tuple[int, ...] = sys.version_info[:3]) -> Verdict:
    """Whether Python is new enough."""
    shown = ".".join(map(str, version))
    if version < PYTHON_NEEDED:
        return broken("python", f"Python {shown}", "use Python 3.11 or newer")
    return well("python", f"Python {shown}")


def probe_sqlite(
    database_url: str, version: tuple[int, ...] = sqlite3.sqlite_version_info
) -> Verdict:
    """Whether SQLite still has the fault of resetting its write-ahead log."""
    shown = ".".join(map(str, version))
    if not database_url.startswith("sqlite"):
        return well("sqlite", f"SQLite {shown}, not in use")
    if version < SQLITE_MENDED:
        return doubtful(
            "sqlite",
            f"SQLite {shown} can damage a database that two processes write at once",
            "back up often, or use PostgreSQL, or a Python with SQLite 3.51.3 or newer",
        )
    return well("sqlite", f"SQLite {shown}")
