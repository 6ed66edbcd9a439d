"""The test files of feedparser and of Protego, which nobody here wrote, through our layers.

They are taken from the projects' source distributions when the proof is run, and never kept.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from protego import Protego

from monitor.extract.entries import read_entry
from spiders.kinds.dates import iso_or_raw
from spiders.kinds.feeds import SHORTEST, read_feed
from spiders.kinds.reading import Unreadable, make_entry, tidy
from spiders.safety.robots import ROBOTS_BYTES, robots_from
from spiders.urls import clean_url, is_fetchable
from tests.published import source_of

pytestmark = [pytest.mark.prove, pytest.mark.timeout(900)]
BASE = "https://a.kz/feed"
DANGEROUS = re.compile(r"<(?:script|style|img|iframe|object|svg|link|meta)[\s>/]", re.IGNORECASE)
MORE = re.compile(rb"(?im)^(\s*user-?agent[ \t]*:[ \t]*[a-z]+)[/ ][^\r\n#]*")
AGENTS = ("recwatch", "Googlebot", "*")
PATHS = ("/", "/news/1", "/search?q=x", "/admin/", "/a%20b", "/новости/")


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = source_of("feedparser", tmp_path_factory.mktemp("feedparser")) / "tests"
    return sorted(folder.rglob("*.xml"))


@pytest.fixture(scope="module")
def robots(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = source_of("protego", tmp_path_factory.mktemp("protego")) / "tests"
    return sorted(path for path in (folder / "test_data").iterdir() if path.is_file())


def bodies(feeds: list[Path]) -> Iterator[tuple[Path, bytes]]:
    for path in feeds:
        yield path, path.read_bytes().ljust(SHORTEST)


def theirs(body: bytes) -> list[tuple[str, str, str]]:
    """Address, title and date of each entry that has an address, as feedparser gives them."""
    found = []
    for each in feedparser.parse(body).entries:
        links = [x.get("href") for x in each.get("links", ()) if x.get("rel") == "alternate"]
        url = clean_url(str(next(filter(None, links), None) or each.get("link") or ""), BASE)
        published = each.get("published") or each.get("updated") or ""
        parsed = each.get("published_parsed") or each.get("updated_parsed")
        if url and url != BASE:
            title = " ".join(tidy(str(each.get("title") or "")).split())
            found.append((url, title, iso_or_raw(str(published), parsed)))
    return found


def test_every_feed_gives_the_entries_that_feedparser_gives(feeds: list[Path]) -> None:
    assert len(feeds) > 2_000
    wrong = []
    for path, body in bodies(feeds):
        try:
            ours = [(e.url, e.title, e.published) for e in read_feed(body, base=BASE).entries]
        except Unreadable:
            ours = []
        if ours != theirs(body):
            wrong.append(path.name)
    assert wrong == []


def test_no_feed_leaves_a_dangerous_link_or_any_markup(feeds: list[Path]) -> None:
    """What feedparser gives, with an address of ours, for most of its files have none."""
    shown = 0
    for _, body in bodies(feeds):
        for each in feedparser.parse(body).entries:
            title, summary = str(each.get("title") or ""), str(each.get("summary") or "")
            entry = make_entry(BASE, str(each.get("link") or ""), title, summary=summary)
            assert entry is None or is_fetchable(entry.url)
            given = make_entry(BASE, "/1", title, summary=summary)
            words = read_entry(given) if given else None
            if words:
                shown += 1
                assert not DANGEROUS.search(words.title + words.text), words
    assert shown > 500


def test_every_robots_file_answers_as_protego_does(robots: list[Path]) -> None:
    """But for names with more behind them ("Bot/1.0"), of which ours reads the product token."""
    assert len(robots) > 4_000
    wrong = []
    for path in robots:
        body = path.read_bytes()[:ROBOTS_BYTES]
        ours = robots_from(200, body).rules
        assert ours is not None, path.name
        known = Protego.parse(MORE.sub(rb"\1", body).decode("utf-8-sig", "replace"))
        for agent in AGENTS:
            for page in PATHS:
                url = f"https://a.kz{page}"
                if ours.can_fetch(url, agent) != known.can_fetch(url, agent):
                    wrong.append((path.name, agent, page))
    assert wrong == []
