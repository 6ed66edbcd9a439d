"""The gate before the pages; what holds for every route is in `test_routes`."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from monitor.web.policy import make_policy, safe_next

Visitor = Callable[[str], TestClient]


def test_a_browser_that_hides_its_origin_is_heard_by_what_it_fetches(visitor: Visitor) -> None:
    # So does Chromium where pages send no referrer.
    client = visitor("reviewer")
    client.headers["origin"] = "null"
    assert client.post("/sign-out").status_code == 303


def test_a_form_that_is_too_long_is_refused(visitor: Visitor) -> None:
    assert visitor("").post("/sign-in", data={"name": "x" * 200_000}).status_code == 413


@pytest.mark.parametrize("length", ["9" * 5_000, "-1", "1e3", ""])
def test_a_length_that_is_no_number_is_refused(visitor: Visitor, length: str) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert (
        visitor("")
        .post("/sign-in", content=b"name=x", headers=kind | {"content-length": length})
        .status_code
        == 413
    )


def test_a_body_of_unsaid_length_is_refused_when_it_is_too_long(visitor: Visitor) -> None:
    pieces = iter([b"name=" + b"x" * 100_000, b"x" * 100_000])
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert visitor("").post("/sign-in", content=pieces, headers=kind).status_code == 413


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
