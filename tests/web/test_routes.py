"""What the app promises for every route of its own table, also for later ones (rows 95 to 99)."""

import csv
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from html import unescape
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from monitor.web.app import make_app
from monitor.web.policy import CONTENT_POLICY, make_policy
from monitor.web.visit import PUBLIC
from storage.contract import Store
from storage.memory import MemoryStore
from storage.people import Account, Role
from tests.monitor.flagging import AT
from tests.web.conftest import BASE, PASSWORD, SAME
from tests.web.house import FLAGS, PERSON, hostile, make_house
from tests.web.routes import API, EVERY, GETS, NAMED, OURS, PAGES, POSTS, SHEETS, WAYS, Way

FOREIGN = {
    "other": {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    "null": {"origin": "null", "sec-fetch-site": "cross-site"},
    "sibling": {"origin": BASE, "sec-fetch-site": "same-site"},
    "port": {"origin": "http://127.0.0.1:9999"},
    "no-origin": {"sec-fetch-site": "cross-site"},
    "only-null": {"origin": "null"},
    "both-ways": {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
    "typed": {"sec-fetch-site": "none"},
    "silent": {},
}
HOSTS = ("evil.example", "127.0.0.1", "127.0.0.1:8421", "", "localhost", "127.0.0.1:8420.evil.com")
ODD = ("-1", "0", "9" * 30, "%00", "..%2f..%2fetc", "a'--", "1.5", "%ff", "%e2%80%ae")
QUEUE_ASKS = ("lane", "state", "recommendation", "way", "source", "tier", "since", "after", "q")
# Whoever is signed in may change what is her own: sessions, letters, tokens that may no more.
OWN = ("/sign-out", "/sign-out-everywhere", "/mine/letters", "/mine/tokens")


def each(ways: tuple[Way, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("way", ways, ids=[way.id for way in ways])


@pytest.fixture(scope="module")
def house() -> Iterator[TestClient]:
    """A browser at the desk of one who may do everything; its pages all have something to show."""
    app = make_app(make_house(MemoryStore()))
    # Entered: else each request would start a thread and a loop of its own.
    with TestClient(
        app, base_url=BASE, headers=SAME, follow_redirects=False, raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture(scope="module")
def elsewhere(house: TestClient) -> Iterator[TestClient]:
    """A browser that another site has sent to the same desk."""
    with TestClient(house.app, base_url=BASE, follow_redirects=False) as client:
        yield client


def test_the_table_of_routes_was_found() -> None:
    assert len(WAYS) > 15
    assert {"/queue", "/flags/{number}", "/flags/{number}/answer"} <= {way.path for way in WAYS}


def test_a_parameter_without_a_value_says_where_to_give_it_one() -> None:
    with pytest.raises(LookupError, match=r"add one to VALUES in tests/web/routes\.py"):
        _ = Way("GET", "/new/{thing}", None).address


@each(GETS)
def test_every_page_has_something_to_show(house: TestClient, way: Way) -> None:
    # Otherwise the proofs below would look at error pages.
    assert house.get(way.address).status_code in (200, 303)


@pytest.fixture(scope="module")
def desks(hashed: str) -> Iterator[dict[str, TestClient]]:
    """A browser signed in for each role, over one store; "" for nobody."""
    house = make_house(MemoryStore())
    for role in Role:
        account = Account(name=role.value, role=role, password=hashed, made_at=AT)
        house.store.add_account(account)
    app = make_app(replace(house, policy=make_policy(8420)))
    found = {}
    with ExitStack() as opened:
        for name in ("", *Role):
            client = TestClient(app, base_url=BASE, headers=SAME, follow_redirects=False)
            opened.enter_context(client)
            if name:
                sent = {"name": str(name), "password": PASSWORD}
                assert client.post("/sign-in", data=sent).status_code == 303
            found[str(name)] = client
        yield found


# Row 95: forms of others, names of others


@each(OURS)
@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_row95_a_form_from_elsewhere_is_refused(
    elsewhere: TestClient, way: Way, headers: dict[str, str]
) -> None:
    assert elsewhere.post(way.address, headers=headers).status_code == 403


@each(EVERY)
@pytest.mark.parametrize("host", HOSTS)
def test_row95_another_name_of_the_host_is_refused(house: TestClient, way: Way, host: str) -> None:
    answer = house.request(way.method, way.address, headers={"host": host})
    assert answer.status_code == 421
    assert answer.headers["content-security-policy"] == CONTENT_POLICY


@each(EVERY)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_row95_methods_that_nothing_uses_are_refused(
    house: TestClient, way: Way, method: str
) -> None:
    assert house.request(method, way.address).status_code == 405


@each(WAYS)
def test_row95_no_page_leads_away_from_here(house: TestClient, way: Way) -> None:
    # Whatever a name in an address asks for.
    asked = {"next": "//evil.example", "told": "//evil.example", "after": "/\\evil.example"}
    answer = house.request(way.method, way.address, params=asked)
    assert re.match(r"/(?![/\\])", answer.headers.get("location", "/"))


def kept(store: Store) -> object:
    """All that people have said or set."""
    return (
        [store.flag(flag.number) for flag in FLAGS],
        [store.reviews(flag.number) for flag in FLAGS],
        store.statuses(),
        store.accounts(),
        store.filters(PERSON),
        store.tokens(),
        store.subscriptions(),
    )


@each(tuple(way for way in EVERY if way.method == "GET"))
def test_row95_looking_changes_nothing(way: Way) -> None:
    """Row 95: whoever makes a browser open an address, a scanner of mails too, changes nothing."""
    office = make_house(MemoryStore())
    before = kept(office.store)
    TestClient(make_app(office), base_url=BASE).get(way.address)
    assert kept(office.store) == before


# Row 96: who may do what


@each(WAYS)
def test_row96_whoever_is_not_signed_in_is_led_to_the_door(
    desks: dict[str, TestClient], way: Way
) -> None:
    answer = desks[""].request(way.method, way.address)
    if way.path in PUBLIC:
        assert answer.status_code < 500
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")


@each(WAYS)
def test_row96_a_route_that_asks_for_nobody_is_among_the_public(way: Way) -> None:
    assert (way.role is None) == (way.path in PUBLIC)


@each(POSTS)
def test_row96_whatever_changes_something_needs_a_reviewer(way: Way) -> None:
    if way.role is not None and not way.path.startswith(OWN):
        assert way.role.covers(Role.REVIEWER)


@each(tuple(way for way in WAYS if way.role not in (None, Role.READER)))
@pytest.mark.parametrize("role", list(Role))
def test_row96_a_role_does_what_it_covers_and_nothing_else(
    desks: dict[str, TestClient], way: Way, role: Role
) -> None:
    answer = desks[role.value].request(way.method, way.address)
    assert way.role is not None
    assert (answer.status_code == 403) == (not role.covers(way.role))


@each(NAMED)
def test_row96_what_is_not_there_is_told_as_missing(house: TestClient, way: Way) -> None:
    assert house.request(way.method, way.nowhere).status_code in (400, 404)


@each((*NAMED, *(way for way in API if way.has_parameters)))
@pytest.mark.parametrize("odd", ODD)
def test_row96_an_odd_name_in_an_address_is_no_fault_of_ours(
    house: TestClient, way: Way, odd: str
) -> None:
    address = re.sub(r"\{[^}]*\}", odd, way.path)
    assert 400 <= house.request(way.method, address).status_code < 500


@each(GETS)
@pytest.mark.parametrize("odd", ODD)
def test_row96_an_odd_question_is_no_fault_of_ours(house: TestClient, way: Way, odd: str) -> None:
    asked = "&".join(f"{name}={odd}" for name in (*way.asks, *QUEUE_ASKS))
    assert house.get(f"{way.address}?{asked}").status_code < 500


NAMES = st.sampled_from(
    ["answer", "seen", "note", "name", "flag", "all", "forget", "next", "password", "lane", "way"]
)
FIELDS = st.lists(st.tuples(NAMES, st.text(max_size=30) | st.sampled_from(["1", "1.1", "1:0.1"])))


@each(POSTS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=FIELDS)
def test_row96_no_form_is_a_fault_of_ours(
    way: Way, fields: list[tuple[str, str]], forms: TestClient
) -> None:
    sent: dict[str, list[str]] = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value.encode("utf-8", "replace").decode())
    assert forms.post(way.address, data=sent).status_code < 500


@pytest.fixture
def forms() -> Iterator[TestClient]:
    app = make_app(make_house(MemoryStore()))
    with TestClient(
        app, base_url=BASE, headers=SAME, follow_redirects=False, raise_server_exceptions=False
    ) as client:
        yield client


# Row 97 and 99: headers and links


@each(EVERY)
def test_row97_every_answer_has_its_headers(house: TestClient, way: Way) -> None:
    answer = house.request(way.method, way.address)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-" not in policy and "http" not in policy and "*" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


@each(PAGES)
def test_row97_no_page_has_a_script_a_style_or_a_handler_of_its_own(
    house: TestClient, way: Way
) -> None:
    page = house.get(way.address).text
    assert re.findall(r"<script(?![^>]* src=\"/static/)", page) == []
    assert re.findall(r"<style|<[^>]+\s(?:on\w+|style)=", page) == []
    assert re.findall(r"(?:src|href|action)=\"(?:javascript|data|//)", page) == []


@each(EVERY)
def test_row99_no_answer_stays_in_a_cache_or_tells_where_one_comes_from(
    house: TestClient, way: Way
) -> None:
    answer = house.request(way.method, way.address)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


@each(PAGES)
def test_row99_a_link_to_a_site_tells_it_nothing(house: TestClient, way: Way) -> None:
    links = re.findall(r"<a\b[^>]*href=\"https?:[^>]*>", house.get(way.address).text)
    for link in links:
        assert "noreferrer" in link and "noopener" in link
        assert 'referrerpolicy="no-referrer"' in link


@each(PAGES)
def test_row99_a_page_asks_nobody_else_for_anything(house: TestClient, way: Way) -> None:
    page = unescape(house.get(way.address).text)
    loaded = re.findall(r"<(?:script|img|link|iframe|source|form)\b[^>]*", page)
    assert [one for one in loaded if re.search(r"(?:src|href|action)=\"(?!/(?!/)|#)", one)] == []


@each(SHEETS)
@pytest.mark.parametrize("words", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1"])
def test_row99_no_cell_of_a_sheet_is_a_formula(way: Way, words: str) -> None:
    client = TestClient(make_app(make_house(MemoryStore(), hostile(words))), base_url=BASE)
    sheet = client.get(way.address)
    assert sheet.headers["content-type"].startswith("text/csv")
    cells = [cell for row in csv.reader(StringIO(sheet.text, newline="")) for cell in row]
    assert len(cells) > 1
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
