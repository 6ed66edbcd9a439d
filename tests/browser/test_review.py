"""The review pages in Chromium: by keyboard, without scripts, small, and with hostile words."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Route

from monitor.people import add_person
from monitor.web.app import make_app
from monitor.web.office import Office
from monitor.web.policy import make_policy
from storage.contract import Store
from storage.memory import MemoryStore
from storage.people import Role
from storage.records import Answer, Changes, DocumentMatches, FlagState, SourceNight, Story
from tests.browser.conftest import violations
from tests.factories import make_run, make_source_night
from tests.monitor.flagging import (
    FixedClock,
    make_document,
    make_flag,
    make_match,
    make_store,
)
from tests.web.conftest import PASSWORD, make_office

FLAGS = 20
HOSTILE = (
    "<script>document.title='ran'</script><img src=https://evil.example/x onerror=alert(1)>"
    "\u202eAB\u2066 <svg onload=alert(2)> {{7*7}} javascript:alert(3)"
)


@contextmanager
def serving(office: Office) -> Iterator[str]:
    """The app on a free port of this machine; gives its address."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
        single = office.policy.single_user
        own = replace(office, policy=make_policy(port, single_user=single))
        server = uvicorn.Server(uvicorn.Config(make_app(own), log_level="error"))
        thread = threading.Thread(target=server.run, args=([door],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def store() -> Store:
    kept = make_store(*(make_flag(number) for number in range(1, FLAGS + 1)))
    kept.open_run(make_run(1))
    kept.add_source_night(_failed())
    return kept


def _failed() -> SourceNight:
    from spiders.records import SourceState

    return make_source_night("herald", state=SourceState.FAILED, reason="nothing answers")


@pytest.fixture
def address(store: Store) -> Iterator[str]:
    with serving(make_office(store, single_user="aru")) as served:
        yield served


def test_twenty_flags_take_a_key_each(page: Page, address: str, store: Store) -> None:
    page.goto(f"{address}/flags/1")
    for number in range(1, FLAGS + 1):
        before = page.url
        page.keyboard.press("4")
        page.wait_for_url(lambda url, old=before: url != old)
        assert store.reviews(number)[0].answer is Answer.NOT_RELEVANT
    assert "/queue" in page.url


def test_keys_undo_skip_and_open_the_copy(page: Page, address: str, store: Store) -> None:
    page.goto(f"{address}/flags/1")
    page.keyboard.press("p")
    page.wait_for_url("**/flags/2?*")
    page.keyboard.press("u")
    page.wait_for_url("**/flags/1")
    assert store.flag(1).state is FlagState.WAITING
    page.keyboard.press("s")
    page.wait_for_url("**/flags/2*")
    page.keyboard.press("o")
    page.wait_for_url("**/copy/*")
    page.get_by_role("link", name="Back to flag").click()
    page.wait_for_url("**/flags/2")


def test_keys_do_nothing_while_a_note_is_typed(page: Page, address: str, store: Store) -> None:
    page.goto(f"{address}/flags/1")
    page.keyboard.press("e")
    page.keyboard.type("4 1 u s")
    assert page.input_value("textarea") == "4 1 u s"
    assert store.reviews(1) == ()


def test_keys_can_be_switched_off(page: Page, address: str, store: Store) -> None:
    page.goto(f"{address}/keys")
    page.uncheck("#keys-on")
    page.goto(f"{address}/flags/1")
    page.keyboard.press("4")
    page.goto(f"{address}/flags/1")
    assert store.reviews(1) == ()


def test_without_scripts_everything_is_there(browser: Browser, store: Store, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/queue")
        page.locator("[data-row]").first.click()
        page.get_by_role("button", name="Regression").click()
        page.wait_for_url("**/flags/2?*")
        page.get_by_role("button", name="Undo").click()
        page.wait_for_url("**/flags/1")
    assert [r.answer for r in store.reviews(1)] == [Answer.REGRESSION, Answer.UNDO]


def test_signing_in_leads_to_the_page_one_wanted(page: Page) -> None:
    store = make_store(make_flag(1))
    add_person(store, "Aigul", Role.REVIEWER, PASSWORD, FixedClock())
    with serving(make_office(store)) as address:
        page.goto(f"{address}/flags/1")
        assert violations(page) == []
        page.fill("[name=name]", "Aigul")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/flags/1")


def without_sandbox(route: Route) -> None:
    """The stored copy lets no script run, not even the one that examines it."""
    answer = route.fetch()
    kept = {k: v for k, v in answer.headers.items() if k != "content-security-policy"}
    route.fulfill(response=answer, headers=kept)


Scheme = Literal["light", "dark"]
PLACES = ("/queue", "/queue?way=regression", "/flags/1", "/flags/1/copy/d1", "/mine", "/keys")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_accessible_and_fits(
    page: Page, address: str, place: str, scheme: Scheme
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 700})
    page.route("**/copy/*", without_sandbox)
    page.goto(f"{address}{place}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []


def hostile_store() -> Store:
    document = make_document(1, title=HOSTILE, text=f"{HOSTILE} освободил {HOSTILE}")
    text = document.document.text
    flag = make_flag(1, reason=HOSTILE)
    store = MemoryStore()
    store.apply(
        Changes(
            documents=(document,),
            stories=(Story(id="s1", document_id="d1", run_id="run1"),),
            matches=(DocumentMatches(document_id="d1", matches=(make_match(text=text),)),),
            flags=(flag,),
        )
    )
    return store


@pytest.mark.parametrize("place", ["/queue", "/flags/1", "/flags/1/copy/d1"])
def test_row97_hostile_words_run_nothing_and_ask_for_nothing(
    page: Page, requested: list[str], place: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    with serving(make_office(hostile_store(), single_user="aru")) as address:
        page.goto(f"{address}{place}")
        assert page.locator("text=onerror").first.is_visible()
        assert page.title() != "ran"
        assert [one for one in requested if not one.startswith(address)] == []
    assert complaints == []
