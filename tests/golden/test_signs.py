"""No sign of failure is taken for content or for a change, and no real page for a sign."""

import html
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.demo.articles import load_edition
from monitor.demo.site import build_site
from monitor.readings import read_page
from spiders.kinds.listings import read_listing
from spiders.records import Kind, Page, Role
from spiders.safety.challenges import challenge_in
from spiders.shapes import ListingShape
from tests.crawl.conftest import make_source
from tests.golden.signs import SIGNS, Sign

HERE = Path(__file__).parent
# These are told by what was due: an article may look so.
BY_WHAT_WAS_DUE = ("nothing on the page", "the XML that came")
PAGES = [s for s in SIGNS if s.is_pretender and s.kind in {"article", "listing", "status-page"}]
PAIRS = [
    pytest.param(sign, role, id=f"{sign.name}-{role}")
    for sign in PAGES
    for role in (Role.ARTICLE, Role.STATUS_PAGE)
    if sign.kind == role or not sign.says.startswith(BY_WHAT_WAS_DUE)
]
REAL = sorted(
    path
    for folder in ("lists", "pages", "apis")
    for path in (HERE / folder).rglob("*")
    if path.stem in {"page", "answer"}
)
ADDED = (
    "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
    "<div class='cookie-banner'>We value your privacy <button>Accept all cookies</button></div>",
    "<noscript>Please enable JavaScript</noscript>",
    "<!-- Just a moment... 404 not found, captcha, under maintenance -->",
    "<footer>Page not found? Tell us. Access denied to nobody.</footer>",
    "<a href='/login'>Sign in</a>",
)
HEADLINES = (
    "Сайт Центризбиркома временно недоступен",
    "В суде идут технические работы, заседание перенесли",
    "Тело журналиста не найдено",
    "Доступ ограничен: как блокируют сайты в дни протестов",
    "Access denied: lawyers kept out of the colony",
    "Электрондық үкімет порталында техникалық жұмыстар",
    "Just a moment of silence for the dead of January",
    "404 days behind bars",
    "Дети под защитой закона",
)
headlines = st.lists(st.sampled_from(HEADLINES), min_size=1, max_size=12)


def page_of(sign: Sign, role: Role) -> Page:
    return Page(
        id="p",
        source_id="s",
        role=role,
        url=f"https://a.example{sign.path}",
        final_url=f"https://a.example{sign.path}",
        status=sign.status,
        headers=(("Content-Type", sign.content_type), *sign.headers.items()),
        payload=sign.body,
        fetched_at=datetime(2026, 11, 25, tzinfo=UTC),
    )


@pytest.mark.parametrize(("sign", "role"), PAIRS)
def test_a_sign_is_neither_content_nor_a_change(sign: Sign, role: Role) -> None:
    source = make_source("s", ("https://a.example/", Kind.STATUS_PAGE), hosts=("a.example",))
    answer = read_page(page_of(sign, role), source)
    assert (answer.readings, answer.failure is None) == ((), False)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.parent.name)
def test_a_real_page_is_no_sign(path: Path) -> None:
    assert challenge_in(200, (), path.read_bytes()) is None


@pytest.mark.parametrize("night", [1, 2])
def test_no_page_of_the_newsroom_is_a_sign(night: int) -> None:
    site = build_site(load_edition(night), "http://127.0.0.1:1")
    taken = {
        target: found
        for target, reply in site.replies.items()
        if reply.status == 200 and (found := challenge_in(200, (), reply.body))
    }
    assert taken == {}


@given(path=st.sampled_from(REAL), added=st.lists(st.sampled_from(ADDED), max_size=4))
def test_what_sites_add_to_their_pages_makes_no_sign_of_one(path: Path, added: list[str]) -> None:
    body = path.read_bytes()
    if body.lstrip().startswith((b"<!DOCTYPE html", b"<html")):
        body = body.replace(b"</body>", "".join(added).encode() + b"</body>")
    assert challenge_in(200, (), body) is None


@given(headlines)
def test_a_short_list_is_read_whatever_its_headlines_say(titles: list[str]) -> None:
    items = "".join(f"<li><a href='/{n}'>{t}</a></li>" for n, t in enumerate(titles))
    body = f"<title>Новости</title><ul>{items}</ul>".encode()
    assert challenge_in(200, (), body) is None
    reading = read_listing(body, base="https://a.example/", shape=ListingShape(item="li"))
    assert [entry.title for entry in reading.entries] == titles


@given(headlines)
def test_a_feed_and_an_api_are_read_whatever_their_headlines_say(titles: list[str]) -> None:
    items = "".join(f"<item><title>{html.escape(title)}</title></item>" for title in titles)
    feed = f"<?xml version='1.0'?><rss><channel><title>{titles[0]}</title>{items}</channel></rss>"
    for body in (feed, json.dumps(titles, ensure_ascii=False)):
        assert challenge_in(200, (), body.encode()) is None
