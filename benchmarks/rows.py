"""`python -m benchmarks.rows [--list] [FIRST LAST]`: the fault matrix, as the tests hold it.

A test belongs to a row by "row07" in its id, by "row7", "row_7" or "rows_7_8" in its name, or by
"Row 7" or "Rows 7 to 9" at the beginning of its docstring or its module's; in a module that has
rows in the ids of its cases, "[7-…]" is one. Long proofs run too; what they measured is printed.
--list runs nothing and names the tests of each row.
"""

import re
import sys
from collections import Counter
from contextlib import redirect_stdout
from io import StringIO

import pytest

ROWS = (1, 94)
_IN_ID = re.compile(r"\[row0?(\d+)-")
_IN_NAME = re.compile(r"test_rows?((?:_?\d+)(?:_\d+)*)(?=_|\[|$)")
_IN_CASE = re.compile(r"\[(?:\S*-)?(\d\d)(?=[-\]])")
_IN_WORDS = re.compile(r"Rows? (\d+(?:(?:,| to| and|, and) \d+)*)")
_SPAN = re.compile(r"(\d+)(?: to (\d+))?")


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
    spans = _SPAN.findall(found[1])
    return frozenset(n for one, last in spans for n in range(int(one), int(last or one) + 1))


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
    numbers = [int(each) for each in sys.argv[1:] if each != "--list"]
    first, last = numbers[:2] if numbers else ROWS
    rows = range(first, last + 1)
    count = _Count(frozenset(rows))
    anything = ["-m", "prove or not prove", "--timeout=1800", "-q", "-n", "0"]
    if "--list" in sys.argv:
        return _listed(count, rows, anything)
    pytest.main([*anything, "tests"], plugins=[count])
    for row in rows:
        sys.stdout.write(f"row {row}: {count.held[row]} of {count.checks[row]}\n")
    for what, value in count.measured:
        sys.stdout.write(f"{what}: {value}\n")
    well = [row for row in rows if 0 < count.checks[row] == count.held[row]]
    held, checks = (sum(each[row] for row in rows) for each in (count.held, count.checks))
    sys.stdout.write(f"{len(well)} of {len(rows)} rows, {held} of {checks} checks\n")
    return 0 if len(well) == len(rows) else 1


def _listed(count: _Count, rows: range, anything: list[str]) -> int:
    """Name the tests of each row; 0 if every row has one."""
    with redirect_stdout(StringIO()):
        pytest.main([*anything, "--collect-only", "tests"], plugins=[count])
    for row in rows:
        sys.stdout.write(f"row {row}: {count.checks[row]} checks\n")
        names = dict.fromkeys(
            name.partition("[")[0] for name, held in count.rows.items() if row in held
        )
        sys.stdout.write("".join(f"    {name}\n" for name in names))
    bare = [row for row in rows if not count.checks[row]]
    sys.stdout.write(f"{len(rows) - len(bare)} of {len(rows)} rows have checks\n")
    return 1 if bare else 0


if __name__ == "__main__":
    sys.exit(main())
