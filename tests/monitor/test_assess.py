"""What becomes of a page."""

import gzip
from datetime import date
from hashlib import sha256

import pytest

from monitor.assess import TEXT_AT_MOST, assess
from monitor.contracts import Assessment
from spiders.records import Page, Role
from spiders.shapes import StatusTable
from storage.records import MadeFrom
from tests.monitor.page_makers import (
    ENGLISH,
    KAZAKH,
    RUSSIAN,
    URL,
    WordMatcher,
    article_page,
    make_entry,
    make_page,
    make_source,
)

ARTICLE = article_page("Former governor set free", "14 July 2026", ENGLISH)
CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script>"
    "<p>Checking your browser before you may go on.</p></body></html>"
)


def assessed(page: Page, word: str = "", tables: tuple[StatusTable, ...] = ()) -> Assessment:
    return assess(page, make_source(tables=tables), WordMatcher(word))


def kind_of(assessment: Assessment) -> str | None:
    return assessment.failure.kind if assessment.failure else None


def test_an_article_becomes_one_document_with_its_matches() -> None:
    (found,) = assessed(make_page(ARTICLE), "set free").documents
    assert found.document.title == "Former governor set free"
    assert (found.document.language, found.document.country) == ("en", "KZ")
    assert (found.document.published, found.made_from) == (date(2026, 7, 14), MadeFrom.ARTICLE)
    assert found.matches[0].evidence[0].quote == "set free"


def test_a_documents_id_and_hash_can_be_made_again() -> None:
    (found,) = assessed(make_page(ARTICLE)).documents
    words = f"{found.document.title}\n{found.document.text}"
    assert found.document.id == sha256(b"p1:0").hexdigest()[:20]
    assert found.text_sha256 == sha256(words.encode()).hexdigest()


def test_only_a_document_with_matches_has_a_fingerprint() -> None:
    (without,) = assessed(make_page(ARTICLE)).documents
    (matched,) = assessed(make_page(ARTICLE), "set free").documents
    assert (len(without.signature), len(without.bands)) == (0, 0)
    assert (len(matched.signature), len(matched.bands)) == (128, 32)


@pytest.mark.parametrize(("language", "paragraphs"), [("ru", RUSSIAN), ("kk", KAZAKH)])
def test_the_language_is_told_by_the_words(language: str, paragraphs: tuple[str, ...]) -> None:
    page = article_page(paragraphs[0][:40], "", paragraphs)
    (found,) = assessed(make_page(page)).documents
    assert found.document.language == language


def test_a_windows_1251_page_that_is_served_as_utf8_keeps_its_words() -> None:
    page = article_page("Бывший аким вышел на свободу", "21 марта 2026 года", RUSSIAN)
    (found,) = assessed(make_page(page.encode("cp1251")), "освободил").documents
    assert found.document.title == "Бывший аким вышел на свободу"
    assert found.matches


def test_a_packed_page_is_read() -> None:
    packed = make_page(gzip.compress(ARTICLE.encode()), headers=(("Content-Encoding", "gzip"),))
    assert assessed(packed).documents


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_gone_and_no_document(status: int) -> None:
    found = assessed(make_page(ARTICLE, status=status, entries=(make_entry(),)))
    assert (found.gone, found.documents, kind_of(found)) == (True, (), "Gone")
    assert found.url == URL


@pytest.mark.parametrize("status", [301, 302, 304, 308])
def test_a_redirect_or_unchanged_answer_says_nothing(status: int) -> None:
    found = assessed(make_page(b"", status=status))
    assert (found.documents, found.failure, found.gone) == ((), None, False)


@pytest.mark.parametrize("role", [Role.FEED, Role.SITEMAP, Role.LISTING])
def test_an_index_gives_no_document(role: Role) -> None:
    found = assessed(make_page(ARTICLE, role=role))
    assert (found.documents, found.failure) == ((), None)


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("ChallengePage", make_page(CHALLENGE)),
        ("ChallengePage", make_page(CHALLENGE, status=403)),
        ("EmptyBody", make_page(b"")),
        ("EmptyBody", make_page(" \n ", content_type="text/plain")),
        ("HttpError", make_page("<h1>Bad gateway</h1>", status=502)),
        ("NotAnArticle", make_page(b"\x89PNG\r\n\x1a\n1234", content_type="image/png")),
        ("GarbledText", make_page(b"\x80\x00\x01" * 500)),
        ("UnreadablePdf", make_page(b"%PDF-1.7 torn", content_type="application/pdf")),
    ],
)
def test_what_gives_no_text_is_named_and_its_entry_stands_in(kind: str, page: Page) -> None:
    with_entry = make_page(
        page.payload, status=page.status, headers=page.headers[:0], entries=(make_entry(),),
        content_type=page.headers[0][1],
    )  # fmt: skip
    assert (kind_of(assessed(page)), assessed(page).documents) == (kind, ())
    stand_in = assessed(with_entry)
    assert kind_of(stand_in) == kind
    assert [d.made_from for d in stand_in.documents] == [MadeFrom.ENTRY]


def test_each_entry_becomes_a_document() -> None:
    entries = (
        make_entry(title="<b>Deputy</b> freed &amp; heard", published="2026-07-14T08:00:00+05:00"),
        make_entry(url="https://news.example.org/2", title="", summary="<p>One.</p><p>Two.</p>"),
        make_entry(url="https://news.example.org/3", title="", summary=" "),
    )
    first, second = assessed(make_page(b"", role=Role.ENTRIES, entries=entries)).documents
    assert first.document.title == "Deputy freed & heard"
    assert first.document.published == date(2026, 7, 14)
    assert second.document.text == "One.\nTwo."


def test_a_headline_that_was_escaped_twice_is_decoded_once() -> None:
    page = make_page(b"", role=Role.ENTRIES, entries=(make_entry(title="Tom &amp;amp; Co"),))
    assert assessed(page).documents[0].document.title == "Tom &amp; Co"


def test_an_entrys_script_never_becomes_an_address_or_a_text() -> None:
    entry = make_entry(url="javascript:alert(1)", summary="<script>alert(1)</script>Freed.")
    (found,) = assessed(make_page(b"", role=Role.ENTRIES, entries=(entry,))).documents
    assert found.url.startswith(URL)
    assert found.document.text == "Freed."


def test_of_two_entries_with_one_address_the_first_counts() -> None:
    entries = (make_entry(), make_entry(url=URL + "?utm_source=feed", title="Again"))
    (found,) = assessed(make_page(b"", role=Role.ENTRIES, entries=entries)).documents
    assert found.document.title == "Deputy freed"


STUFF = f"<!-- {'no status page is as short as a stub. ' * 6} -->"


def test_a_fact_is_a_document_of_its_own_that_never_folds_into_another() -> None:
    table = StatusTable(table="table", rows=("in force",), sentence="{Party} joined on {Day}.")
    rows = "".join(
        f"<tr><td>{party}</td><td>1 May 2006 a</td><td>in force</td></tr>" for party in ("A1", "B2")
    )
    markup = f"<h1>Parties</h1>{STUFF}<table><tr><th>Party<th>Day<th>Status</tr>{rows}</table>"
    found = assessed(make_page(markup, role=Role.STATUS_PAGE), "joined", (table,))
    assert [d.document.text for d in found.documents] == [
        "A1 joined on 1 May 2006.",
        "B2 joined on 1 May 2006.",
    ]
    assert [d.url for d in found.documents] == [f"{URL}#1-a1", f"{URL}#1-b2"]
    assert {(d.document.published, d.signature) for d in found.documents} == {
        (date(2006, 5, 1), ())
    }
    assert found.url == URL


def test_a_status_page_without_tables_is_read_whole_and_undated() -> None:
    page = "<nav>Menu</nav><h1>Register</h1><p>The party Auyl was entered in the register.</p>"
    found = assessed(make_page(page + STUFF, role=Role.STATUS_PAGE)).documents
    assert [(each.document.text, each.document.published) for each in found] == [
        ("Register", None),
        ("The party Auyl was entered in the register.", None),
    ]


def test_a_status_page_that_lost_its_table_is_named() -> None:
    table = StatusTable(table="table", rows=(), sentence="{Party} joined.")
    found = assessed(make_page(ARTICLE, role=Role.STATUS_PAGE), "", (table,))
    assert kind_of(found) == "LayoutChanged"


def test_a_text_beyond_the_limit_is_cut_and_that_is_said() -> None:
    page = make_page("The court sat again. " * 60_000, content_type="text/plain")
    found = assessed(page)
    assert len(found.documents[0].document.text) <= TEXT_AT_MOST
    assert kind_of(found) == "TextTooLong"
