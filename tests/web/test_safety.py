"""Rows 95 and 96: what the app's own table of routes promises, also for routes added later."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.routing import APIRoute
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from monitor.web.app import make_app
from monitor.web.gate import open_among
from monitor.web.policy import CONTENT_POLICY, make_policy, safe_next
from monitor.web.visit import PUBLIC
from storage.memory import MemoryStore
from tests.web.conftest import BASE, SAME, make_office

Visitor = Callable[[str], TestClient]


def api_routes(routes: object) -> Iterator[APIRoute]:
    """Every route, also of routers that were included whole."""
    for route in routes:  # type: ignore[attr-defined]
        inner = getattr(route, "original_router", None)
        if isinstance(route, APIRoute):
            yield route
        elif inner is not None:
            yield from api_routes(inner.routes)


OFFICE = make_office(MemoryStore())
ROUTES = [
    (method, route.path)
    for route in api_routes(make_app(OFFICE).routes)
    for method in sorted(route.methods)
]
UNSAFE = [path for method, path in ROUTES if method == "POST"]
# What a mail program posts by itself, and nothing else.
FROM_ANYWHERE = ["/letters/{token}"]
OURS = [path for path in UNSAFE if path not in FROM_ANYWHERE]
CLOSED = [(method, path) for method, path in ROUTES if path not in PUBLIC]


def filled(path: str) -> str:
    for name, value in (
        ("number", "1"),
        ("document_id", "d1"),
        ("name", "pages.css"),
        ("token", "x"),
    ):
        path = path.replace(f"{{{name}}}", value)
    return path


def test_the_table_of_routes_was_found() -> None:
    assert len(ROUTES) > 15 and "/flags/{number}/answer" in UNSAFE


FROM_ELSEWHERE = {
    "other": {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    "null": {"origin": "null", "sec-fetch-site": "cross-site"},
    "sibling": {"origin": BASE, "sec-fetch-site": "same-site"},
    "port": {"origin": "http://127.0.0.1:9999"},
    "no-origin": {"sec-fetch-site": "cross-site"},
    "only-null": {"origin": "null"},
    "both-ways": {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
    "silent": dict[str, str](),
}


def posted_from(client: TestClient, path: str, headers: dict[str, str]) -> int:
    for name in SAME:
        client.headers.pop(name, None)
    return client.post(filled(path), headers=headers).status_code


@pytest.mark.parametrize("path", OURS)
@pytest.mark.parametrize("headers", FROM_ELSEWHERE.values(), ids=FROM_ELSEWHERE)
def test_row95_a_form_from_elsewhere_is_refused(
    visitor: Visitor, path: str, headers: dict[str, str]
) -> None:
    assert posted_from(visitor("administrator"), path, headers) == 403


def test_row95_of_all_routes_exactly_the_marked_one_takes_forms_from_elsewhere(
    visitor: Visitor,
) -> None:
    marked = [route.path for route in open_among(api_routes(make_app(OFFICE).routes))]
    client = visitor("administrator")
    taken = [
        path
        for path in UNSAFE
        if any(posted_from(client, path, each) != 403 for each in FROM_ELSEWHERE.values())
    ]
    assert marked == taken == FROM_ANYWHERE


@pytest.mark.parametrize("path", ["/letters/x/", "/letters/x/pause", "//letters/x", "/letters//x"])
def test_row95_an_address_like_the_marked_one_is_not_open(visitor: Visitor, path: str) -> None:
    assert posted_from(visitor("administrator"), path, {}) == 403


def test_a_browser_that_hides_its_origin_is_heard_by_what_it_fetches(visitor: Visitor) -> None:
    # So does Chromium where pages send no referrer.
    client = visitor("reviewer")
    client.headers["origin"] = "null"
    assert client.post("/sign-out").status_code == 303


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_row96_nobody_sees_a_page_without_signing_in(
    visitor: Visitor, method: str, path: str
) -> None:
    answer = visitor("").request(method, filled(path))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


# One's own session and one's own letters are everybody's.
OWN = ("/sign-out", "/mine/letters")
KEPT_FROM_READERS = [p for p in UNSAFE if p not in PUBLIC and not p.startswith(OWN)]


@pytest.mark.parametrize("path", KEPT_FROM_READERS)
def test_row96_a_reader_changes_nothing(visitor: Visitor, path: str) -> None:
    assert visitor("reader").post(filled(path), data={"answer": "progress"}).status_code == 403


@pytest.mark.parametrize("path", [p for _, p in ROUTES if p.startswith("/people")])
def test_row96_people_are_for_administrators(visitor: Visitor, path: str) -> None:
    method = "POST" if path in UNSAFE else "GET"
    assert visitor("editor").request(method, filled(path)).status_code == 403


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_answer_has_its_headers(visitor: Visitor, method: str, path: str) -> None:
    answer = visitor("administrator").request(method, filled(path))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:8421", "", "localhost"])
def test_row95_another_name_of_the_host_is_refused(visitor: Visitor, host: str) -> None:
    answer = visitor("").get("/queue", headers={"host": host})
    assert answer.status_code == 421
    assert answer.headers["content-security-policy"] == CONTENT_POLICY


def test_a_form_that_is_too_long_is_refused(visitor: Visitor) -> None:
    assert visitor("").post("/sign-in", data={"name": "x" * 200_000}).status_code == 413


def test_a_body_of_unsaid_length_is_refused_when_it_is_too_long(visitor: Visitor) -> None:
    pieces = iter([b"name=" + b"x" * 100_000, b"x" * 100_000])
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert visitor("").post("/sign-in", content=pieces, headers=kind).status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_methods_that_nothing_uses_are_refused(visitor: Visitor, method: str) -> None:
    assert visitor("administrator").request(method, "/queue").status_code == 405


@pytest.mark.parametrize(
    "target",
    ["//evil", "/\\evil", "https://evil", "javascript:alert(1)", "", "evil", "/a\\b", "/\n/evil",
     "\\\\evil", "/\t/evil"],
)  # fmt: skip
def test_row95_after_signing_in_one_stays_here(target: str) -> None:
    assert safe_next(target) == "/queue"


@given(st.text())
def test_row95_no_text_leads_away(target: str) -> None:
    led = safe_next(target)
    assert led.startswith("/") and led[1:2] not in ("/", "\\") and "\n" not in led


def test_the_cookie_is_bound_to_https_where_there_is_https() -> None:
    policy = make_policy(8420, origin="https://review.example.org")
    assert policy.cookie.startswith("__Host-") and policy.is_secure
    assert policy.allows_host("REVIEW.example.org")
