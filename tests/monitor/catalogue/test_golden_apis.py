"""Each API of the catalogue reads an answer of its documented structure, to the letter.

A folder of tests/golden/apis is named after its source: `answer.json` is written by us in that
structure, `expected.json` says what its first entry point makes of it.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.extract.dates import parse_date
from spiders.kinds.apis import read_api
from spiders.records import EntryPoint
from tests.monitor.catalogue.shipped import shipped

FOLDER = Path(__file__).parents[2] / "golden" / "apis"
CASES = sorted(each.name for each in FOLDER.iterdir())
TODAY = date(2026, 11, 25)  # frozen: the answers are of these days


def first_point(name: str) -> EntryPoint:
    return next(point for point in shipped()[name].entry_points if point.api)


def reading(name: str) -> dict[str, Any]:
    point = first_point(name)
    assert point.api
    found = read_api((FOLDER / name / "answer.json").read_bytes(), base=point.url, shape=point.api)
    keys = ("url", "title", "summary", "published")
    return {
        "more": list(found.more),
        "entries": [{key: getattr(one, key) for key in keys} for one in found.entries],
    }


@pytest.mark.parametrize("name", CASES)
def test_an_answer_gives_what_it_should(name: str) -> None:
    expected = json.loads((FOLDER / name / "expected.json").read_text(encoding="utf-8"))
    assert reading(name) == expected


@pytest.mark.parametrize("name", CASES)
def test_every_date_of_an_answer_can_be_read(name: str) -> None:
    for entry in reading(name)["entries"]:
        assert parse_date(entry["published"], TODAY), entry["published"]


def test_every_api_of_the_catalogue_has_its_folder() -> None:
    apis = {s.id for s in shipped().values() if any(point.api for point in s.entry_points)}
    assert apis == set(CASES)
