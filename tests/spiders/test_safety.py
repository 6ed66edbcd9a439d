import ipaddress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.answers import Refused, RobotsRefused
from spiders.safety.challenges import challenge_in
from spiders.safety.guard import (
    CANARIES,
    address_refusal,
    self_test,
    url_refusal,
)
from spiders.safety.pace import wait_asked
from spiders.safety.robots import ROBOTS_BYTES, product_token, robots_from
from spiders.urls import clean_url

NOW = datetime(2026, 11, 25, tzinfo=UTC)
ARTICLE = b"<html><title>A verdict on appeal</title><p>" + b"Words of the court. " * 200

# -- the guard -------------------------------------------------------------------------------------


def test_the_guard_holds_against_every_canary():
    """Row 18."""
    assert self_test() == ()
    assert len(CANARIES) > 20


@given(st.ip_addresses(v=4))
def test_a_private_address_is_refused_in_every_spelling(address: ipaddress.IPv4Address):
    """Row 16."""
    number = int(address)
    spellings = (
        str(number),
        hex(number),
        f"::ffff:{address}",
        f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}",
    )
    if not address.is_global:
        assert all(address_refusal(spelling) for spelling in spellings)


LETTERS = (
    *("http://１２７.０.０.１/", "http://127。0。0。1/", "http://①②⑦.⓪.⓪.①/", "http://ⓛocalhost/"),
    *("http://[::ⓕfff:127.0.0.1]/", "http://loca\u00adlhost/", "http://localhost\u3002/"),
)


@pytest.mark.parametrize("url", LETTERS, ids=ascii)
def test_an_address_in_other_letters_is_refused_too(url: str):
    """Row 16."""
    cleaned = clean_url(url)
    assert cleaned is None or url_refusal(cleaned) is not None


def test_a_public_address_may_be_fetched():
    assert url_refusal("https://www.akorda.kz/ru") is None
    assert address_refusal("8.8.8.8") is None


def test_a_loopback_pair_opens_that_port_only():
    """Row 15."""
    assert url_refusal("http://127.0.0.1:8000/", ["127.0.0.1:8000"]) is None
    assert url_refusal("http://127.0.0.1:8001/", ["127.0.0.1:8000"]) is not None


# -- robots.txt ------------------------------------------------------------------------------------


def allowed(status: int, body: bytes = b"", url: str = "https://a.kz/x") -> bool:
    try:
        robots_from(status, body).check(url, "recwatch")
    except RobotsRefused:
        return False
    return True


@pytest.mark.parametrize(
    ("status", "expected"), [(404, True), (401, True), (403, True), (500, False), (503, False)]
)
def test_robots_by_its_status(status: int, expected: bool):
    """Row 26."""
    assert allowed(status, b"User-agent: *\nDisallow: /") is expected


def test_robots_rules_for_our_name_go_before_those_for_all():
    """Row 27."""
    rules = b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\nUser-agent: RecWatch\nAllow: /\n"
    assert allowed(200, rules)


def test_robots_is_read_up_to_its_cap():
    """Row 27."""
    rules = b"User-agent: *\n" + b"#" * ROBOTS_BYTES + b"\nDisallow: /"
    assert allowed(200, rules)


@given(st.binary(max_size=200))
def test_no_robots_text_crashes(body: bytes):
    """Row 27."""
    allowed(200, b"User-agent: *\nDisallow: /a\n" + body)


@pytest.mark.parametrize(
    ("agent", "token"), [("recwatch/0.1 (+https://x)", "recwatch"), ("Other", "Other"), ("", "")]
)
def test_the_product_token_is_the_first_word(agent: str, token: str):
    assert product_token(agent) == token


# -- Retry-After -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("30", 30.0),
        ("-5", None),
        ("soon", None),
        ("²", None),
        ("99999999999999999999", 999999999.0),
        ((NOW + timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT"), 90.0),
        ((NOW - timedelta(days=1)).strftime("%a, %d %b %Y %H:%M:%S GMT"), 0.0),
    ],
)
def test_what_a_server_asks_for(header: str | None, seconds: float | None):
    """Row 24."""
    assert wait_asked(header, NOW) == seconds


@given(st.text(max_size=40))
def test_no_header_crashes_the_reading_of_a_wait(header: str):
    """Row 24."""
    asked = wait_asked(header, NOW)
    assert asked is None or asked >= 0


# -- challenges ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        b"<title>Just a moment...</title>",
        "<title>Проверка браузера</title><p>Подождите".encode(),
        "<title>Браузерді тексеру</title>".encode(),
        b"<html><script src='/_Incapsula_Resource?x'></script>",
        b"<script>window._cf_chl_opt={}</script>",
        b"  ",
        b"<title>404 Not Found</title><h1>Sorry</h1>",
        "<title>Страница не найдена</title><p>Увы".encode(),
        b"<title>Before you continue</title><form>We use cookies",
        b"<title>Sign in</title><form><input name=p type='password'></form>",
        b"<html><body><div id=root></div><script src=/a.js></script>Enable JavaScript",
        b"<title>UN</title><p>Due to urgent maintenance the site is currently unavailable",
    ],
)
def test_a_page_that_a_guard_served_is_recognised(page: bytes):
    """Row 28."""
    assert challenge_in(200, (), page) is not None


@pytest.mark.parametrize(
    "page",
    [
        ARTICLE,
        ARTICLE + b"<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
        b"<script src='https://client.px-captcha.com/a.js'></script>" + ARTICLE,
        b"<html><title>Captcha, security check and access denied: a history</title>" + ARTICLE,
        "<title>Жаңа сот шешімі</title>".encode(),
        "<title>Тело журналиста не найдено, сообщает полиция</title>".encode() + ARTICLE,
        "<title>Пропавший активист пока не найден</title>".encode() + ARTICLE,
        b"<title>A verdict</title><input type=password>" + ARTICLE,
        b"<title>A verdict</title><div id=app>" + ARTICLE + b"</div><script></script>",
    ],
)
def test_an_article_is_not_taken_for_a_challenge(page: bytes):
    """Row 28."""
    assert challenge_in(200, (), page) is None


def test_a_challenge_by_header_needs_no_text():
    assert challenge_in(403, (("cf-mitigated", "challenge"),), ARTICLE) is not None


def test_an_empty_refusal_is_no_challenge():
    assert challenge_in(404, (), b"") is None


def test_a_refusal_reads_as_its_sentence():
    assert Refused("connection refused").reason == "connection refused"


def test_another_crawler_s_name_is_not_cut_to_a_part_of_ours():
    """Row 27."""
    assert allowed(200, b"User-agent: R6_FeedFetcher\nDisallow: /\n")
