"""Searching in the browser."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from storage.contract import Store
from storage.records import Changes
from tests.factories import make_document, make_stored_document

Visitor = Callable[[str], TestClient]


def keep(store: Store, *texts: str) -> None:
    for number, text in enumerate(texts, start=1):
        one = make_stored_document(number, document=make_document(number, text=text))
        store.apply(Changes(documents=(replace(one, story_id=None),)))


def test_a_document_with_flags_leads_to_them(visitor: Visitor) -> None:
    page = visitor("reader").get("/search", params={"q": "освободил"}).text
    assert "<mark>освободил</mark>" in page
    assert set(re.findall(r'href="/flags/(\d+)"', page)) == {"1", "2", "3"}


def test_a_document_without_a_flag_says_so_and_opens(visitor: Visitor, store: Store) -> None:
    keep(store, "A bridge was closed.")
    client = visitor("reader")
    page = client.get("/search", params={"q": "bridge"}).text
    assert "no flag" in page
    (copy,) = re.findall(r'href="(/document/[^"]+)"', page)
    assert "A bridge was closed." in client.get(copy).text


def test_what_was_typed_and_found_is_never_markup(visitor: Visitor, store: Store) -> None:
    keep(store, "A bridge <script>alert(1)</script> & more")
    typed = '"><script>alert(2)</script> bridge'
    page = visitor("reader").get("/search", params={"q": typed.replace("2", "1")}).text
    assert page.count("<script") == 1 and 'type="module"' in page  # our own
    assert "&lt;<mark>script&gt;alert(1)&lt;/script</mark>&gt;" in page


def test_pages_of_findings_show_each_document_once(visitor: Visitor, store: Store) -> None:
    keep(store, *["bridge"] * 45)
    client, shown, address = visitor("reader"), [], "/search?q=bridge"
    while address:
        page = client.get(address).text
        shown += re.findall(r'href="/document/([^"]+)"', page)
        following = re.search(r'href="([^"]+)">Next page', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(shown) == len(set(shown)) == 45


@pytest.mark.parametrize("q", ["", "***", '"', "\0", "' OR 1=1 --", "a" * 5000, "NEAR(a b)", "🙂"])
def test_nothing_that_is_typed_breaks_the_page(visitor: Visitor, q: str) -> None:
    client = visitor("reader")
    assert client.get("/search", params={"q": q}).status_code == 200
    assert client.get("/queue", params={"q": q}).status_code == 200


def test_the_queue_is_narrowed_by_words_and_keeps_them(visitor: Visitor) -> None:
    client = visitor("reviewer")
    fits = client.get("/queue", params={"q": "редактор*"}).text
    assert 'href="/flags/1?q=%D1' in fits and 'name="q" value="редактор*"' in fits
    assert "Nothing fits this filter" in client.get("/queue", params={"q": "мост"}).text
