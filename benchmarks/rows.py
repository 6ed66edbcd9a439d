"""`python -m benchmarks.rows [FIRST LAST]`: the fault matrix, row by row, as the tests hold it.

A test belongs to a row by "row07" in its id, by "row7", "row_7" or "rows_7_8" in its name, or by
"Row 7" or "Rows 7 to 9" at the beginning of its docstring or its module's; in a module that has
rows in the ids of its cases, "[7-…]" is one. Long proofs run too; what they measured is printed.
"""

import re
import sys
from collections import Counter

import pytest

ROWS = (1, 80)
_IN_ID = re.compile(r"\[row0?(\d+)-")
_IN_NAME = re.compile(r"test_rows?((?:_?\d+)(?:_\d+)*)(?=_|\[|$)")
_IN_CASE = re.compile(r"\[(?:\S*-)?(\d\d)(?=[-\]])")
_IN_WORDS = re.compile(r"Rows? (\d+)(?:(,| to| and) (\d+))?(?: and (\d+))?")


def rows_of(nodeid: str, words: str, room: str = "") -> frozenset[int]:
    """The rows that a test belongs to. words, room: its docstring and its module's."""
    if found := _IN_ID.search(nodeid):
        return frozenset({int(found[1])})
    if found := _IN_NAME.search(nodeid):
        return frozenset(int(each) for each in found[1].split("_") if each)
    if (found := _IN_CASE.search(nodeid)) and "row in the matrix" in room:
        return frozenset({int(found[1])})
    return _in_words(words) or _in_words(room)


def _in_words(words: str) -> frozenset[int]:
    if not (found := _IN_WORDS.match(words)):
        return frozenset()
    named = [int(each) for each in (found[1], found[3], found[4]) if each]
    if found[2] == " to":
        return frozenset(range(named[0], named[1] + 1)) | set(named)
    return frozenset(named)


class _Count:
    """Counts the checks of each row, and those that held."""

    def __init__(self, wanted: frozenset[int]) -> None:
        self.wanted = wanted
        self.rows: dict[str, frozenset[int]] = {}
        self.checks: Counter[int] = Counter()
        self.held: Counter[int] = Counter()
        self.measured: list[tuple[str, object]] = []

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Keeps the tests of the wanted rows alone."""
        others = []
        for item in items[:]:
            words = getattr(getattr(item, "function", None), "__doc__", None) or ""
            room = getattr(getattr(item, "module", None), "__doc__", None) or ""
            rows = rows_of(item.nodeid, words, room) & self.wanted
            if rows:
                self.rows[item.nodeid] = rows
                self.checks.update(rows)
            else:
                items.remove(item)
                others.append(item)
        config.hook.pytest_deselected(items=others)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.held.update(self.rows.get(report.nodeid, ()))
            self.measured.extend(report.user_properties)


def main() -> int:
    """Run the tests; 0 if every row has checks and all held."""
    first, last = (int(each) for each in sys.argv[1:3]) if sys.argv[1:] else ROWS
    rows = range(first, last + 1)
    count = _Count(frozenset(rows))
    anything = ["-m", "prove or not prove", "--timeout=1800", "-q", "-n", "0"]
    pytest.main([*anything, "tests"], plugins=[count])
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
