from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup

import spiders
from monitor.demo.site import Site

FOLDER = Path(str(spiders.__file__)).parent / "catalogue" / "demo"
SOURCES = [yaml.safe_load(path.read_bytes()) for path in sorted(FOLDER.glob("*.yml"))]


def target_of(url: str) -> str:
    return url.removeprefix("http://{newsroom}")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source["id"]))
def test_every_entry_point_answers_and_its_selectors_find_something(
    source: dict[str, Any], first_site: Site
) -> None:
    for point in source["entry_points"]:
        reply = first_site.find(target_of(point["url"]))
        assert reply.status == 200
        if "listing" not in point:
            continue
        items = BeautifulSoup(reply.body, "lxml").select(point["listing"]["item"])
        selectors = [point["listing"][name] for name in ("link", "title", "summary", "date")]
        assert items
        assert all(item.select_one(selector) for item in items for selector in selectors)


def test_each_status_table_is_found_on_exactly_one_page(first_site: Site) -> None:
    for source in (s for s in SOURCES if "status_tables" in s):
        targets = [target_of(point["url"]) for point in source["entry_points"]]
        pages = [BeautifulSoup(first_site.find(t).body, "lxml") for t in targets]
        for table in source["status_tables"]:
            found = [page.select(table["table"]) for page in pages]
            assert sum(map(len, found)) == 1
            assert any(
                set(table["rows"]) & {td.get_text() for td in t.select("td")}
                for tables in found
                for t in tables
            )
