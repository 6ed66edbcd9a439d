"""From the board to a status that is set, in Chromium: by keyboard, without scripts, and raced."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from storage.contract import Store
from storage.records import Answer, FlagState
from tests.browser.conftest import violations
from tests.browser.serving import serving
from tests.factories import make_review
from tests.monitor.flagging import make_flag, make_store
from tests.web.conftest import make_office


@pytest.fixture
def store() -> Store:
    kept = make_store(*(make_flag(number) for number in range(1, 4)))
    kept.add_review(make_review(1, Answer.PROGRESS))
    return kept


@pytest.fixture
def address(store: Store) -> Iterator[str]:
    with serving(make_office(store, single_user="aru")) as served:
        yield served


def open_form(page: Page, address: str) -> None:
    """From the board to the form of the one clause."""
    page.goto(f"{address}/board")
    page.get_by_role("link", name="Free the editor.").click()
    page.get_by_text("Set where it stands").click()


def test_a_status_is_set_from_the_board_and_stands_on_it(
    page: Page, address: str, store: Store
) -> None:
    open_form(page, address)
    # What the confirmed flag reaches is proposed: the rung and the flag that shows it.
    assert page.get_by_label("Rung reached").input_value() == "released"
    assert page.get_by_label("Flags that show it").input_value() == "1"
    page.get_by_role("radio", name="done", exact=True).check()
    assert violations(page) == []
    page.get_by_role("button", name="Set", exact=True).click()
    page.wait_for_url("**#clause-release")
    page.goto(f"{address}/board")
    assert page.get_by_text("set by aru").is_visible()
    assert [(s.flags, s.rung) for s in store.statuses()] == [((1,), "released")]
    assert store.flag(1).state is FlagState.ANSWERED


def test_without_scripts_two_who_set_a_status_see_each_other(
    browser: Browser, address: str, store: Store
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        pages = context.new_page(), context.new_page()
        for page in pages:
            open_form(page, address)
            page.get_by_label("Note").fill(f"said by page {pages.index(page)}")
        for page, choice in zip(pages, ("done", "going back"), strict=True):
            page.get_by_role("radio", name=choice, exact=True).check()
            page.get_by_role("button", name="Set", exact=True).click()
        second = pages[1]
        assert second.get_by_role("alert").is_visible()
        assert second.get_by_text("said by page 0").is_visible()
        assert second.get_by_label("Note").input_value() == "said by page 1"
        second.get_by_role("button", name="Set mine on top").click()
        second.wait_for_url("**#clause-release")
    assert [s.note for s in store.statuses()] == ["said by page 0", "said by page 1"]


def test_a_status_is_set_by_keyboard_alone(page: Page, address: str, store: Store) -> None:
    page.goto(f"{address}/recommendation/KZ-ZHA-1")
    page.locator("summary", has_text="Set where it stands").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first choice
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # in a field, as in any form
    page.wait_for_url("**#clause-release")
    (status,) = store.statuses()
    assert status.implementation.value == "not-started"
