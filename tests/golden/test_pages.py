"""A folder a page of a structured source: the page, what a night makes of it, and its frozen time.

Each is read by the catalogue file that ships, so that file and page can't drift apart.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.extract.dates import parse_date
from monitor.readings import read_page
from spiders.kinds.statuspages import read_status_page
from spiders.records import Entry, EntryPoint, Page, Role
from tests.monitor.catalogue.shipped import shipped

PAGES = Path(__file__).parent / "pages"
FOLDERS = sorted(path.parent for path in PAGES.glob("*/expected.yml"))


class Golden:
    def __init__(self, folder: Path) -> None:
        self.expected: dict[str, Any] = yaml.safe_load(
            (folder / "expected.yml").read_text(encoding="utf-8")
        )
        (page,) = folder.glob("page.*")
        self.body = page.read_bytes()
        self.source = shipped()[self.expected["source"]]
        self.url: str = self.expected["url"]
        self.at: datetime = self.expected["fetched_at"]

    @property
    def point(self) -> EntryPoint:
        points = self.source.entry_points
        return next(point for point in points if self.url in (point.url, point.fallback))

    def entries(self) -> tuple[Entry, ...]:
        return read_status_page(self.body, base=self.url, links=self.point.links).entries

    def page(self) -> Page:
        return Page(
            id="p",
            source_id=self.source.id,
            role=Role(self.expected["role"]),
            url=self.url,
            final_url=self.url,
            status=200,
            headers=(("Content-Type", self.expected["content_type"]),),
            payload=self.body,
            fetched_at=self.at,
        )


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(request.param)


def test_a_page_gives_its_documents_and_no_other(golden: Golden) -> None:
    answer = read_page(golden.page(), golden.source)
    assert answer.failure is None
    assert [
        {"text": each.text, "published": str(each.published) if each.published else None}
        for each in answer.readings
    ] == [
        {"text": each["text"], "published": _iso(each["published"])}
        for each in golden.expected.get("documents", ())
    ]


def test_a_page_gives_its_title_and_the_keys_of_its_rows(golden: Golden) -> None:
    answer = read_page(golden.page(), golden.source)
    wanted = golden.expected.get("documents", ())
    keys = [each["key"] for each in wanted if "key" in each]
    assert [each.url.partition("#")[2] for each in answer.readings][: len(keys)] == keys
    titles = {each.title for each in answer.readings}
    assert titles == ({golden.expected["title"]} if wanted else set())


def test_a_law_leads_to_the_acts_that_changed_it() -> None:
    golden = Golden(PAGES / "kz-adilet-law")
    assert [
        {"url": e.url, "title": e.title, "published": parse_date(e.published, golden.at.date())}
        for e in golden.entries()
    ] == [
        {"published": None} | {**e, "published": _day(e.get("published"))}
        for e in golden.expected["entries"]
    ]


def _iso(day: str | date | None) -> str | None:
    return str(day) if day else None


def _day(day: str | date | None) -> date | None:
    return date.fromisoformat(str(day)) if day else None
