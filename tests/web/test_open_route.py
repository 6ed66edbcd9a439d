"""Row 95: of all routes exactly the marked one takes forms that come from elsewhere."""

import pytest
from starlette.testclient import TestClient

from monitor.web.app import make_app
from monitor.web.gate import open_among
from storage.memory import MemoryStore
from tests.web.conftest import BASE
from tests.web.house import make_house
from tests.web.routes import FROM_ANYWHERE, POSTS, api_routes

FOREIGN: tuple[dict[str, str], ...] = (
    {},
    {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    {"origin": "null"},
)
APP = make_app(make_house(MemoryStore()))


def codes(path: str) -> set[int]:
    client = TestClient(APP, base_url=BASE, follow_redirects=False)
    return {client.post(path, headers=headers).status_code for headers in FOREIGN}


def test_row95_exactly_the_marked_route_is_open() -> None:
    marked = [getattr(route, "path", "") for route in open_among(api_routes(APP.routes))]
    taken = [way.path for way in POSTS if codes(way.address) != {403}]
    assert marked == taken == [FROM_ANYWHERE]


@pytest.mark.parametrize(
    "path",
    ["/letters/x/", "/letters/x/pause", "//letters/x", "/letters//x", "/letters/../undo",
     "/letters/x%2fpause", "/letters/x%2f..%2fundo", "/undo;/letters/x", "/undo?/letters/x"],
)  # fmt: skip
def test_row95_an_address_like_the_marked_one_is_not_open(path: str) -> None:
    assert codes(path) == {403}


def test_row95_the_open_route_answers_to_no_other_name() -> None:
    client = TestClient(APP, base_url=BASE)
    assert client.post("/letters/x", headers={"host": "evil.example"}).status_code == 421
    assert client.post("/letters/x", data={"a": "x" * 200_000}).status_code == 413
