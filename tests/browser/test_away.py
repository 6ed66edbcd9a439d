"""The self-contained page in a browser: answered by keyboard, saved, taken back."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from monitor.away.page import away_flags, make_page
from monitor.away.sheet import Fate, SheetRow, read_sheet, take_in
from storage.contract import Store
from storage.records import Answer
from tests.browser.conftest import violations, width
from tests.monitor.flagging import AT, FixedClock, make_flag, make_guide, make_store

FLAGS = 20


@pytest.fixture
def store() -> Store:
    return make_store(*(make_flag(number) for number in range(1, FLAGS + 1)))


@pytest.fixture
def opened(store: Store, page: Page, tmp_path: Path) -> Page:
    file = tmp_path / "queue.html"
    flags = [store.flag(number) for number in range(1, FLAGS + 1)]
    made = make_page(away_flags(store, make_guide(), flags), title="Review", made_at=AT, names=True)
    file.write_text(made, encoding="utf-8")
    page.goto(file.as_uri())
    return page


def saved(page: Page) -> tuple[SheetRow, ...]:
    with page.expect_download() as download:
        page.click("#save")
    rows, bad = read_sheet(Path(download.value.path()).read_text(encoding="utf-8"))
    assert bad == ()
    return rows


def test_twenty_flags_take_twenty_keys_and_come_back(opened: Page, store: Store) -> None:
    for _ in range(FLAGS):
        opened.keyboard.press("4")
    taken = take_in(store, saved(opened), reviewer="aru", clock=FixedClock())
    assert [one.fate for one in taken] == [Fate.KEPT] * FLAGS
    assert {store.reviews(one.row.flag)[0].answer for one in taken} == {Answer.NOT_RELEVANT}


def test_keys_move_answer_and_take_back(opened: Page) -> None:
    for key in ("j", "j", "1", "k", "0", "k", "2"):
        opened.keyboard.press(key)
    assert [(one.flag, one.answer.value) for one in saved(opened)] == [(1, "regression")]


@pytest.mark.parametrize(
    "note", ["=HYPERLINK(1)", 'a "quote", and\nlines', "'", "-1", "Қол қойды; ертең"]
)
def test_a_note_comes_back_as_it_was_typed(opened: Page, note: str) -> None:
    opened.keyboard.press("j")
    opened.check("#flag-1 input[value=unsure]")
    opened.fill("#flag-1 textarea", note)
    assert [one.note for one in saved(opened)] == [note]


def test_keys_do_nothing_while_a_note_is_typed(opened: Page) -> None:
    for key in ("j", "e"):
        opened.keyboard.press(key)
    opened.keyboard.type("1 j 2")
    assert opened.input_value("#flag-1 textarea") == "1 j 2"
    assert saved(opened) == ()


def test_keys_can_be_switched_off(opened: Page) -> None:
    opened.uncheck("#keys")
    opened.keyboard.press("1")
    assert saved(opened) == ()


def test_nothing_is_asked_of_anybody(opened: Page, requested: list[str]) -> None:
    opened.keyboard.press("1")
    saved(opened)
    assert [one for one in requested if not one.startswith(("file:", "blob:"))] == []


def test_it_fits_a_small_screen(opened: Page) -> None:
    opened.set_viewport_size({"width": 320, "height": 700})
    assert width(opened) <= 320


@pytest.mark.parametrize("scheme", ["dark", pytest.param("light", marks=pytest.mark.prove)])
def test_it_is_accessible(opened: Page, scheme: Literal["light", "dark"]) -> None:
    opened.emulate_media(color_scheme=scheme)
    assert violations(opened) == []
