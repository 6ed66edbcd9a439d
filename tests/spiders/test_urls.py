import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spiders.urls import (
    _PLAIN,
    _simplified,
    canonical_url,
    clean_url,
    is_fetchable,
    is_on_host,
    registered_domain,
)

PIECES = st.sampled_from(
    [
        *("http", "https", "://", ":", "/", "//", "?", "#", "&", "=", ".", "..", "%41", "%c4"),
        *("%zz", "@", "\\", "amp", "/amp", "utm_source=x", "b=2", "a=1", "m.", "www.", ":80"),
        *(":443", ":0", "[::1]", "127.1", "\t", "\n", ";", ",", "+", "a", "A", "ü", "\u2028"),
        *(" ", "akorda.kz", "қаз.kz"),
    ]
)
ADDRESSES = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60)


@given(ADDRESSES)
@example("http://a.kz/%25%32%35")
@example("http://a.kz/x/amp/amp?amp&utm_a=1#f")
def test_a_canonical_address_is_its_own_canonical_address(url: str):
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@given(st.from_regex(_PLAIN, fullmatch=True).filter(_PLAIN.fullmatch))
def test_an_address_that_is_left_alone_is_canonical(url: str):
    assert canonical_url(url) == canonical_url(_simplified(url))


@given(ADDRESSES, ADDRESSES)
def test_a_clean_address_is_fetchable_and_stays_as_it_is(url: str, base: str):
    """Row 19."""
    cleaned = clean_url(url, base)
    if cleaned is not None:
        assert is_fetchable(cleaned)
        assert clean_url(cleaned) == cleaned


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Akorda.KZ:80/ru?b=2&a=1#top", "http://akorda.kz/ru?a=1&b=2"),
        ("https://vlast.kz/n/1?utm_source=tg&fbclid=x", "https://vlast.kz/n/1"),
        ("https://vlast.kz/n/1/amp/", "https://vlast.kz/n/1"),
        ("https://vlast.kz/n/1?amp=1&id=7", "https://vlast.kz/n/1?id=7"),
        ("https://vlast.kz", "https://vlast.kz/"),
        ("https://m.vlast.kz/n", "https://m.vlast.kz/n"),
        ("https://amp/amp", "https://amp/amp"),
        ("https://vlast.kz/n;jsessionid=0A1B?id=7&PHPSESSID=x", "https://vlast.kz/n?id=7"),
    ],
)
def test_spellings_of_one_page_become_one_address(url: str, canonical: str):
    """Row 31."""
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "http://a\\@b.example/",
        "http://user@host.example/",
        "http://user:pass@host.example/",
        "http://a.example/\tx",
        "http://a.example/\nx",
        " http://a.example/",
        "http://a.example:0/",
        "http://a.example:99999/",
        "http://a%2eb.example/",
        "http:///nohost",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//a.example/",
        "",
    ],
)
def test_an_address_that_readers_read_differently_is_not_fetchable(url: str):
    """Row 19."""
    assert not is_fetchable(url)


def test_a_link_is_made_absolute_and_loses_its_fragment():
    assert clean_url("../новость#a", "https://a.kz/ru/x/") == (
        "https://a.kz/ru/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C"
    )


@pytest.mark.parametrize(
    ("url", "allowed", "expected"),
    [
        ("https://www.akorda.kz/ru", "akorda.kz", True),
        ("https://notakorda.kz/", "akorda.kz", False),
        ("https://akorda.kz.evil.example/", "akorda.kz", False),
        ("http://127.0.0.1:8000/", "127.0.0.1:8000", True),
        ("http://127.0.0.1:8001/", "127.0.0.1:8000", False),
    ],
)
def test_a_host_includes_what_lies_below_it(url: str, allowed: str, expected: bool):
    assert is_on_host(url, (allowed,)) is expected


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.akorda.kz/ru", "akorda.kz"),
        ("https://rus.azattyq.org/api/", "azattyq.org"),
        ("https://a.gov.kz/", "a.gov.kz"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
    ],
)
def test_a_site_is_its_registered_domain(url: str, site: str):
    assert registered_domain(url) == site
