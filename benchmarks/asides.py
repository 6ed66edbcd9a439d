"""Holds the law of asides over files of documents, as `recwatch match` takes them.

    python -m benchmarks.asides [DOCUMENTS.jsonl …]

Without a file: the demo newsroom's articles and the register's own examples. Prints a line for
each violation, at most SHOWN, then the counts; ends with 1 where there is any.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from monitor.wiring import load_matcher, load_settings
from rules.matcher import Matcher
from rules.records import Document
from tests.rules.asides import (
    Violation,
    demo_documents,
    own_documents,
    read_asides,
    read_documents,
    violations,
)

SHOWN = 40


def main(paths: Sequence[str]) -> int:
    """Every set in turn; gives the exit code."""
    matcher = load_matcher(load_settings())
    sets = [(path, read_documents(Path(path))) for path in paths] or [
        ("demo", _named(demo_documents())),
        ("own examples", _named(own_documents(matcher))),
    ]
    broken = sum(_report(name, documents, matcher) for name, documents in sets)
    return int(broken > 0)


def _named(documents: Iterable[Document]) -> Iterator[tuple[Document, bool]]:
    return ((document, True) for document in documents)


def _report(name: str, documents: Iterable[tuple[Document, bool]], matcher: Matcher) -> bool:
    asides, begun = read_asides(), time.perf_counter()
    held = list(documents)
    found = [
        violation
        for document, named in held
        for violation in violations(matcher, document, asides, guess=not named)
    ]
    for violation in found[:SHOWN]:
        print(violation)
    touched = len({violation.document for violation in found})
    took = time.perf_counter() - begun
    print(f"{name}: {len(found)} violations in {touched} of {len(held)} documents, {took:.0f} s")
    for what, count in _kinds(found).most_common():
        print(f"  {count:6} {what}")
    return bool(found)


def _kinds(found: Iterable[Violation]) -> Counter[str]:
    return Counter(
        f"{violation.aside} {'gains' if violation.gained else 'loses'} "
        + ("events" if _events(violation) else "statements")
        for violation in found
    )


def _events(violation: Violation) -> bool:
    changed = violation.gained | violation.lost
    return any(direction != "statement" for _, direction in changed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
