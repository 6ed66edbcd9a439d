"""What holds for every route of the API, also for later ones (rows 95 and 96)."""

import pytest
from starlette.testclient import TestClient

from monitor.tokens import make_token
from monitor.web.app import make_app
from monitor.web.office import Office
from storage.contract import Store
from storage.people import Role
from tests.monitor.flagging import FixedClock
from tests.web.conftest import BASE
from tests.web.routes import API, Way

UNSAFE = tuple(way for way in API if way.method != "GET")


def each(ways: tuple[Way, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("way", ways, ids=[way.id for way in ways])


def ask(office: Office, way: Way, **headers: str) -> tuple[int, str]:
    client = TestClient(make_app(office), base_url=BASE, headers=headers)
    sent = {"json": {}} if way in UNSAFE else {}
    answer = client.request(way.method, way.address, **sent)
    return answer.status_code, answer.headers["content-type"]


def test_the_table_of_routes_was_found() -> None:
    assert len(API) > 8
    assert "/api/v1/flags/{number}/reviews" in {way.path for way in UNSAFE}


@each(API)
@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer recwatch_no", "Basic YTpi"])
def test_row96_nobody_asks_without_a_token(
    office: Office, way: Way, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"authorization": authorization}
    assert ask(office, way, **headers) == (401, "application/problem+json")


@each(UNSAFE)
@pytest.mark.parametrize("authorization", [None, "Basic YTpi"], ids=["none", "basic"])
def test_row95_a_cookie_changes_nothing(
    visitor: object, way: Way, authorization: str | None
) -> None:
    client = visitor("administrator")  # type: ignore[operator]
    headers = {} if authorization is None else {"authorization": authorization}
    assert client.request(way.method, way.address, headers=headers, json={}).status_code == 401


@each(API)
@pytest.mark.parametrize("role", list(Role))
def test_row96_a_token_opens_what_its_owner_may(
    office: Office, store: Store, way: Way, role: Role
) -> None:
    secret = make_token(store, role.value.title(), "t", FixedClock()).secret
    status, _ = ask(office, way, authorization=f"Bearer {secret}")
    assert way.role is not None
    assert (status == 403) == (not role.covers(way.role))
    assert status < 500


@each(UNSAFE)
def test_what_changes_something_needs_a_reviewer(way: Way) -> None:
    assert way.role is not None and way.role.covers(Role.REVIEWER)
