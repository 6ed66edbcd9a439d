"""The page carries everything, loads nothing, and lets nothing scraped act."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from monitor.away.page import TEXT_AT_MOST, AwayFlag, make_page
from monitor.away.sheet import ANSWERS
from tests.monitor.flagging import AT, make_view

LOADING = ("src", "srcset", "background", "poster", "data", "action", "formaction", "style")


def away(number: int = 1, **given: str) -> AwayFlag:
    view = make_view(number, **given)
    text = view.document.document.text[:TEXT_AT_MOST]
    return AwayFlag(
        view=view, version="0.1", text=text, is_cut=False, address="https://herald.example/1"
    )


def page(*flags: AwayFlag, names: bool = True) -> str:
    return make_page(flags, title="Review", made_at=AT, names=names)


def tree(*flags: AwayFlag) -> html.HtmlElement:
    return html.document_fromstring(page(*flags))


def tags(found: html.HtmlElement) -> list[str]:
    return sorted(str(one.tag) for one in found.iter())


def test_style_and_script_are_the_ones_that_the_policy_names() -> None:
    shown = tree(away())
    policy = shown.xpath("string(//meta[@http-equiv]/@content)")
    for name in ("style", "script"):
        (one,) = shown.xpath(f"//{name}")
        made = b64encode(sha256(one.text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{made}'" in policy
    assert policy.startswith("default-src 'none'")


def test_nothing_is_loaded_and_only_plain_links_lead_out() -> None:
    for one in tree(away()).iter():
        assert not set(one.attrib) & set(LOADING), one.tag
        assert one.tag not in ("link", "img", "iframe", "object", "embed", "form", "base")
        if "href" in one.attrib:
            assert one.get("href") == "https://herald.example/1"
            assert "noreferrer" in one.get("rel")


def test_every_answer_can_be_given_and_no_other() -> None:
    values = tree(away()).xpath("//input[@type='radio']/@value")
    assert sorted(values) == sorted(ANSWERS)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "</style></script><img src=x onerror=alert(1)>",
        "\"'><svg/onload=alert(1)>",
        "{{ 7*7 }}{% raw %}",
        "a\u202eb\u2066c\u200b\x07",
        "<!--",
    ],
)
def test_what_was_scraped_is_only_text(hostile: str) -> None:
    plain, shown = tree(away(title="x", text="x y")), tree(away(title=hostile, text=f"{hostile} y"))
    assert tags(shown) == tags(plain)
    heading = shown.xpath("string(//h2)")
    assert not re.search("[\u202e\u2066\u200b\x07]", heading)


def _elements(page: str) -> int:
    return len(list(tree(page).iter()))


@cache
def _elements_of_a_plain_page() -> int:
    return _elements(away(title="x"))


@given(st.text(min_size=1, max_size=60))
def test_any_title_leaves_the_page_as_it_is(title: str) -> None:
    assert _elements(away(title=title)) == _elements_of_a_plain_page()


def test_no_flag_says_so() -> None:
    assert "No flag waits" in page()
