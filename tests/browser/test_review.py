"""Reviewing in Chromium: by keyboard, and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from monitor.people import add_person
from storage.contract import Store
from storage.people import Role
from storage.records import Answer, FlagState, SourceNight
from tests.browser.conftest import violations
from tests.browser.serving import serving
from tests.factories import make_run, make_source_night
from tests.monitor.flagging import (
    FixedClock,
    make_flag,
    make_store,
)
from tests.web.conftest import PASSWORD, make_office

FLAGS = 20


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
