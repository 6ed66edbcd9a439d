import re
from io import BytesIO

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from monitor.demo.articles import Section, load_edition
from monitor.demo.houses import HOUSES, path_of, slug_of
from monitor.demo.pdf import write_pdf
from monitor.demo.site import Site, address

FIRST = load_edition(1)
FRONTS = {"/", *(house.home for house in HOUSES.values())}


def test_the_same_edition_gives_the_same_bytes(first_site: Site) -> None:
    from monitor.demo.site import build_site
    from tests.monitor.demo.conftest import ORIGIN

    assert build_site(load_edition(1), ORIGIN) == first_site


def test_the_second_night_differs_in_three_articles_and_in_what_lists_them(
    first_site: Site, second_site: Site
) -> None:
    targets = first_site.replies.keys() | second_site.replies.keys()
    articles = {path_of(a) for night in (1, 2) for a in load_edition(night).articles}
    differing = {t for t in targets if first_site.find(t) != second_site.find(t)}
    assert len(differing & articles) == 3
    assert differing - articles <= FRONTS | {"/herald/feed.xml", "/vestnik/atom.xml"}


def test_the_removed_article_is_gone_and_the_added_one_was_unknown(
    first_site: Site, second_site: Site
) -> None:
    first, second = ({path_of(a) for a in load_edition(n).articles} for n in (1, 2))
    (removed,), (added,) = first - second, second - first
    assert second_site.find(removed).status == 410
    assert first_site.find(added).status == 404


def test_every_section_has_articles_and_the_wire_more_than_a_page_of_them() -> None:
    counts = {section: len(FIRST.of(section)) for section in Section}
    assert all(counts.values())
    assert counts[Section.WIRE] > 10


def test_slugs_are_unique_and_found_again_in_their_addresses() -> None:
    slugs = [article.slug for article in FIRST.articles]
    assert len(set(slugs)) == len(slugs)
    assert [slug_of("http://127.0.0.1:9" + path_of(a)) for a in FIRST.articles] == slugs


def test_every_article_page_holds_its_words_in_the_encoding_of_its_house(first_site: Site) -> None:
    for article in FIRST.articles:
        if article.is_pdf:
            continue
        text = first_site.find(path_of(article)).body.decode(HOUSES[article.section].encoding)
        page = BeautifulSoup(text, "lxml")
        assert [p.get_text() for p in page.select(".article-body p")] == list(article.paragraphs)
        assert page.h1 is not None
        assert page.h1.get_text() == article.title


def test_some_windows_1251_pages_declare_it_in_the_header_and_others_only_inside(
    first_site: Site,
) -> None:
    replies = [first_site.find(path_of(a)) for a in FIRST.of(Section.VESTNIK)]
    assert {r.content_type for r in replies} == {"text/html; charset=windows-1251", "text/html"}
    assert all(b'charset="windows-1251"' in r.body for r in replies)


def test_the_pdf_reads_as_the_release_was_written(first_site: Site) -> None:
    (release,) = (a for a in FIRST.articles if a.is_pdf)
    reader = PdfReader(BytesIO(first_site.find(path_of(release)).body), strict=True)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert " ".join(release.title.split()) in text
    assert all(" ".join(p.split()) in text for p in release.paragraphs)


def test_a_long_pdf_goes_over_several_pages() -> None:
    body = write_pdf("Long (very)", [f"Line {n}" for n in range(100)])
    assert len(PdfReader(BytesIO(body), strict=True).pages) > 2


@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_text_makes_a_pdf_that_can_be_read(paragraphs: list[str]) -> None:
    pages = PdfReader(BytesIO(write_pdf("T", paragraphs)), strict=True).pages
    assert pages[0].extract_text().startswith("T")


def test_the_treaty_page_shows_the_public_dates_of_a_state(first_site: Site) -> None:
    reply = first_site.find("/treaties/ViewDetails.aspx?clang=_en&chapter=4&mtdsg_no=IV-12")
    rows = BeautifulSoup(reply.body, "lxml").select('table[id$="tblgrid"] tr')
    cells = [[cell.get_text() for cell in row.select("td,th")] for row in rows]
    assert cells[0] == ["Participant", "Signature", "Accession(a), Succession(d), Ratification"]
    assert ["Kazakhstan", "23 Sep 2020", "24 Mar 2022"] in cells


def test_links_inside_the_newsroom_lead_somewhere(first_site: Site) -> None:
    pages = [r for r in first_site.replies.values() if r.content_type.startswith("text/html")]
    links = {link for page in pages for link in re.findall(rb'href="(/[^"]*)"', page.body)}
    targets = [link.decode().replace("&amp;", "&") for link in links]
    assert [t for t in targets if first_site.find(t).status != 200] == []


@given(st.text())
def test_any_request_target_has_one_address(target: str) -> None:
    assert address(address(target)) == address(target)
