"""The law of asides over the demo newsroom, the register's own examples, and files of documents.

RECWATCH_DOCUMENTS names files as `recwatch match` takes them, parted by the system's path
separator; texts of third parties are never in this project.
"""

import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest

from rules.matcher import Matcher
from rules.records import Document
from tests.rules.asides import (
    Aside,
    demo_documents,
    own_documents,
    read_asides,
    read_documents,
    violations,
)

ASIDES = read_asides()
FILES = [Path(name) for name in os.environ.get("RECWATCH_DOCUMENTS", "").split(os.pathsep) if name]


def _broken(
    matcher: Matcher, documents: Iterable[Document], asides: Iterable[Aside] = ASIDES
) -> list[str]:
    found = (v for document in documents for v in violations(matcher, document, tuple(asides)))
    return [str(violation) for violation in found]


def test_there_are_asides_of_every_kind_in_every_language() -> None:
    assert len(ASIDES) >= 20
    assert {(aside.kind, aside.language) for aside in ASIDES} == {
        (kind, language)
        for kind in ("background", "elsewhere", "sidebar")
        for language in ("en", "ru", "kk")
    }


@pytest.mark.parametrize("aside", ASIDES, ids=lambda aside: aside.id)
def test_an_aside_changes_no_verdict_on_an_article(shipped: Matcher, aside: Aside) -> None:
    articles = islice(demo_documents(), 0, None, 15)
    assert _broken(shipped, articles, [aside]) == []


@pytest.mark.prove
def test_no_aside_changes_a_verdict_on_any_article(shipped: Matcher) -> None:
    assert _broken(shipped, demo_documents()) == []


@pytest.mark.prove
@pytest.mark.timeout(3600)  # every example with every aside at every place
def test_no_aside_changes_a_verdict_on_any_example(shipped: Matcher) -> None:
    assert _broken(shipped, own_documents(shipped)) == []


@pytest.mark.prove
@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_aside_changes_a_verdict_on_given_documents(shipped: Matcher, path: Path) -> None:
    found = [
        str(violation)
        for document, named in read_documents(path)
        for violation in violations(shipped, document, ASIDES, guess=not named)
    ]
    assert found == []
