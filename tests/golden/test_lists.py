"""A folder a list of the catalogue: a page in words of our own, built as the site's pages are, and
what a night takes from it. The folder is named after its source, whose shipped file reads it.

`articles` are visited, `left` are listed and match no pattern of articles, `nameless` are items
without an address, `more` is the following page. `charset`: what the site writes in; "": UTF-8.
"""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.extract.dates import parse_date
from spiders.kinds.listings import read_listing
from spiders.kinds.reading import Reading
from spiders.records import Entry, EntryPoint, Kind, Source
from tests.monitor.catalogue.shipped import shipped

FOLDERS = sorted(path.parent for path in (Path(__file__).parent / "lists").glob("*/expected.yml"))


class GoldenList:
    """One folder."""

    def __init__(self, folder: Path) -> None:
        self.expected: dict[str, Any] = yaml.safe_load(
            (folder / "expected.yml").read_text(encoding="utf-8")
        )
        text = (folder / "page.html").read_text(encoding="utf-8")
        self.body = text.encode(self.expected.get("charset", "utf-8"), "xmlcharrefreplace")
        self.source: Source = shipped()[folder.name]
        self.at: datetime = self.expected["fetched_at"]

    @property
    def point(self) -> EntryPoint:
        url = self.expected["url"]
        return next(point for point in self.source.entry_points if point.url == url)

    def read(self) -> Reading:
        assert self.point.listing is not None
        return read_listing(self.body, base=self.point.url, shape=self.point.listing)

    def is_article(self, entry: Entry) -> bool:
        patterns = self.source.articles
        return not patterns or any(re.search(pattern, entry.url) for pattern in patterns)


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def golden(request: pytest.FixtureRequest) -> GoldenList:
    return GoldenList(request.param)


def test_a_list_gives_its_articles_with_title_words_and_day(golden: GoldenList) -> None:
    found = [entry for entry in golden.read().entries if golden.is_article(entry)]
    assert [
        (e.url, e.title, e.summary, parse_date(e.published, golden.at.date())) for e in found
    ] == [
        (each["url"], each["title"], each.get("summary", ""), each.get("published"))
        for each in golden.expected["articles"]
    ]


def test_what_else_a_list_links_to_is_left_alone(golden: GoldenList) -> None:
    reading = golden.read()
    left = [entry.url for entry in reading.entries if not golden.is_article(entry)]
    assert (left, reading.nameless) == (
        golden.expected.get("left", []),
        golden.expected.get("nameless", 0),
    )


def test_a_list_leads_to_its_following_page(golden: GoldenList) -> None:
    assert list(golden.read().more) == golden.expected.get("more", [])


def test_every_list_of_the_catalogue_has_its_folder() -> None:
    with_list = {
        source.id
        for source in shipped().values()
        if any(point.kind is Kind.LISTING for point in source.entry_points)
    }
    assert with_list == {folder.name for folder in FOLDERS}
