"""`python -m benchmarks.rows [FIRST LAST]`: the fault matrix, row by row, as the tests hold it.

A test belongs to a row by "row07" or "row_7" in its id or else by "Row 7" or "Rows 7 to 9" at the
beginning of its docstring, or of its module's. Long proofs run too; what they measured is printed.
"""

import re
import sys
from collections import Counter

import pytest

ROWS = (1, 34)
_IN_ID = re.compile(r"(?:\[row|test_row_)0?(\d+)[-_]")
_ROOMS = ("crawl", "spiders", "storage", "contract", "monitor", "night", "deploy")
_IN_WORDS = re.compile(r"Rows? (\d+)(?:(,| to| and) (\d+))?(?: and (\d+))?")


def rows_of(nodeid: str, words: str) -> frozenset[int]:
    """The rows that a test belongs to."""
    if found := _IN_ID.search(nodeid):
        return frozenset({int(found[1])})
    if not (found := _IN_WORDS.match(words)):
        return frozenset()
    named = [int(each) for each in (found[1], found[3], found[4]) if each]
    if found[2] == " to":
        return frozenset(range(named[0], named[1] + 1)) | set(named)
    return frozenset(named)


class _Count:
    """Counts the checks of each row, and those that held."""

    def __init__(self) -> None:
        self.rows: dict[str, frozenset[int]] = {}
        self.checks: Counter[int] = Counter()
        self.held: Counter[int] = Counter()
        self.measured: list[tuple[str, object]] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            own = getattr(getattr(item, "function", None), "__doc__", None) or ""
            shared = getattr(getattr(item, "module", None), "__doc__", None) or ""
            rows = rows_of(item.nodeid, own) or rows_of(item.nodeid, shared)
            self.rows[item.nodeid] = rows
            self.checks.update(self.rows[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.held.update(self.rows.get(report.nodeid, ()))
            self.measured.extend(report.user_properties)


def main() -> int:
    """Run the tests; 0 if every row has checks and all held."""
    first, last = (int(each) for each in sys.argv[1:3]) if sys.argv[1:] else ROWS
    count = _Count()
    anything = ["-m", "prove or not prove", "--timeout=1800", "-q", "-n0"]
    pytest.main([*anything, *(f"tests/{room}" for room in _ROOMS)], plugins=[count])
    rows = range(first, last + 1)
    for row in rows:
        sys.stdout.write(f"row {row}: {count.held[row]} of {count.checks[row]}\n")
    for what, value in count.measured:
        sys.stdout.write(f"{what}: {value}\n")
    well = [row for row in rows if 0 < count.checks[row] == count.held[row]]
    held, checks = (sum(each[row] for row in rows) for each in (count.held, count.checks))
    sys.stdout.write(f"{len(well)} of {len(rows)} rows, {held} of {checks} checks\n")
    return 0 if len(well) == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
