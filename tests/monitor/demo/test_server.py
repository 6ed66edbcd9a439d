import gzip
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup

from monitor.demo.articles import Section, load_edition
from monitor.demo.houses import path_of
from tests.monitor.demo.conftest import Visitor

FIRST = load_edition(1)


def links(body: bytes, selector: str, attribute: str | None = None) -> list[str]:
    found = BeautifulSoup(body, "xml").select(selector)
    return [str(tag[attribute]) if attribute else tag.get_text() for tag in found]


def of(*sections: Section) -> set[str]:
    return {path_of(a) for section in sections for a in FIRST.of(section)}


def test_every_link_of_the_rss_feed_answers_and_the_closed_ones_are_among_them(
    visitor: Visitor,
) -> None:
    found = links(visitor.get("/herald/feed.xml").body, "item > link")
    assert {visitor.get(link).status for link in found} == {200}
    paths = {link.removeprefix(visitor.origin).split("?")[0] for link in found}
    assert paths == of(Section.HERALD, Section.CLOSED)


def test_every_link_of_the_atom_feed_answers(visitor: Visitor) -> None:
    found = links(visitor.get("/vestnik/atom.xml").body, "entry > link", "href")
    assert {visitor.get(link).status for link in found} == {200}
    assert {link.removeprefix(visitor.origin) for link in found} == of(Section.VESTNIK)


def test_the_sitemap_index_leads_to_a_gzipped_sitemap_whose_links_answer(visitor: Visitor) -> None:
    (sitemap,) = links(visitor.get("/dala/sitemap.xml").body, "loc")
    found = links(gzip.decompress(visitor.get(sitemap).body), "url > loc")
    assert {visitor.get(link).status for link in found} == {200}
    assert {link.removeprefix(visitor.origin) for link in found} == of(Section.DALA)


@pytest.mark.parametrize(
    ("home", "section"), [("/wire/", Section.WIRE), ("/releases/", Section.RELEASE)]
)
def test_the_pages_of_a_listing_lead_to_every_article_once(
    visitor: Visitor, home: str, section: Section
) -> None:
    found: list[str] = []
    address: str | None = visitor.origin + home
    while address is not None:
        page = BeautifulSoup(visitor.get(address).body, "lxml")
        for link in page.select("li.news-item h3.news-title a"):
            found.append(urljoin(address, str(link["href"])))
        following = page.select_one("nav.pager a.next")
        address = urljoin(address, str(following["href"])) if following else None
    assert {visitor.get(link).status for link in found} == {200}
    assert sorted(link.removeprefix(visitor.origin) for link in found) == sorted(of(section))


def test_a_page_is_not_sent_again_to_who_has_its_etag(visitor: Visitor) -> None:
    first = visitor.get("/herald/feed.xml")
    again = visitor.get("/herald/feed.xml", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_a_page_is_not_sent_again_to_who_has_its_date(visitor: Visitor) -> None:
    target = path_of(FIRST.of(Section.VESTNIK)[0])
    first = visitor.get(target)
    again = visitor.get(target, If_Modified_Since=first.headers["Last-Modified"])
    assert (again.status, again.body) == (304, b"")


def test_an_etag_goes_before_a_date(visitor: Visitor) -> None:
    target = path_of(FIRST.of(Section.HERALD)[0])
    date = visitor.get(target).headers["Last-Modified"]
    assert visitor.get(target, If_None_Match='"other"', If_Modified_Since=date).status == 200


def test_the_wire_sends_no_validators(visitor: Visitor) -> None:
    headers = visitor.get(path_of(FIRST.of(Section.WIRE)[0])).headers
    assert {"ETag", "Last-Modified"}.isdisjoint(headers)


def test_on_the_second_night_old_validators_fit_all_articles_but_the_three(
    visitor: Visitor, late_visitor: Visitor
) -> None:
    changed = {}
    for article in FIRST.of(Section.HERALD) + FIRST.of(Section.VESTNIK):
        headers = visitor.get(path_of(article)).headers
        date = headers["Last-Modified"]
        changed[article.slug] = late_visitor.get(path_of(article), If_Modified_Since=date).status
    statuses = sorted(status for status in changed.values() if status != 304)
    assert statuses == [200, 410]


def test_html_is_gzipped_for_who_accepts_it(visitor: Visitor) -> None:
    plain, coded = visitor.get("/wire/"), visitor.get("/wire/", Accept_Encoding="gzip, deflate")
    assert coded.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(coded.body) == plain.body


def test_a_head_request_gets_the_length_without_the_body(visitor: Visitor) -> None:
    head = visitor.get("/wire/", method="HEAD")
    assert head.body == b""
    assert int(head.headers["Content-Length"]) == len(visitor.get("/wire/").body)


def test_an_unknown_address_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("/nowhere?[").status == 404


def test_robots_may_not_read_the_closed_pages(visitor: Visitor) -> None:
    from protego import Protego

    rules = Protego.parse(visitor.get("/robots.txt").body.decode())
    closed, open_ = (path_of(FIRST.of(s)[0]) for s in (Section.CLOSED, Section.HERALD))
    assert not rules.can_fetch(visitor.origin + closed, "recwatch")
    assert rules.can_fetch(visitor.origin + open_, "recwatch")
