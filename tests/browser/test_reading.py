"""Two people at two browsers: conflicts side by side, blind readings, claims, stories."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.async_api import async_playwright
from playwright.sync_api import Browser, Page

from monitor.people import key_of
from storage.contract import Store
from storage.memory import MemoryStore
from storage.people import Account, Role, Session
from storage.records import Answer, FlagState
from storage.sql.store import open_store
from tests.browser.conftest import CHROMIUM, QUIET, violations
from tests.browser.serving import serving
from tests.monitor.flagging import AT, make_flag, make_store
from tests.web.conftest import make_office

PEOPLE = {"Aigul": Role.REVIEWER, "Ruslan": Role.REVIEWER, "Dana": Role.EDITOR}
RACES = 100
Desk = Callable[[str], Page]


def with_people(store: Store, flags: int) -> Store:
    """Flags of one document each, and the people who answer them, signed in."""
    make_store(*(make_flag(number) for number in range(1, flags + 1)), store=store)
    for name, role in PEOPLE.items():
        store.add_account(Account(name=name, role=role, password="x", made_at=AT))
        store.add_session(Session(key=key_of(name), account=name, made_at=AT, seen_at=AT))
    return store


@pytest.fixture
def store() -> Store:
    return with_people(MemoryStore(), 4)


@pytest.fixture
def twice() -> Store:
    """A store of which every flag is read twice."""
    return with_people(MemoryStore(second_reading=1.0), 4)


@pytest.fixture
def desks(browser: Browser) -> Iterator[Callable[[Store], Desk]]:
    """Opens the pages over a store, and a browser for each person."""
    with ExitStack() as stack:

        def open_for(store: Store) -> Desk:
            address = stack.enter_context(serving(make_office(store)))

            def desk(name: str) -> Page:
                context = stack.enter_context(browser.new_context(base_url=address))
                context.add_cookies([{"name": "session", "value": name, "url": address}])
                return context.new_page()

            return desk

        yield open_for


def answer(page: Page, flag: int, words: str, note: str = "") -> None:
    page.goto(f"/flags/{flag}")
    finish(page, words, note)


def finish(page: Page, words: str, note: str = "") -> None:
    """Answer the flag that the page shows."""
    page.locator("[name=note]").fill(note)
    page.get_by_role("button", name=words, exact=False).first.click()


def test_row98_two_browsers_at_one_flag_lose_nothing(
    desks: Callable[[Store], Desk], store: Store
) -> None:
    desk = desks(store)
    aigul, ruslan = desk("Aigul"), desk("Ruslan")
    for page in (aigul, ruslan):
        page.goto("/flags/1")
    finish(aigul, "Progress", "the court says so")
    aigul.wait_for_url("**/flags/2?*")
    finish(ruslan, "Regression", "he was taken again")
    ruslan.get_by_role("heading", name="changed while you looked").wait_for()
    ruslan.wait_for_load_state()  # with the stylesheet, which places the sides
    sides = ruslan.locator(".columns > section")
    left, right = (sides.nth(place).bounding_box() for place in (0, 1))
    assert left and right and left["x"] + left["width"] <= right["x"]
    assert "the court says so" in sides.nth(0).inner_text()
    assert ruslan.locator("textarea").input_value() == "he was taken again"
    assert violations(ruslan) == []
    ruslan.get_by_role("button", name="Save mine on top").click()
    ruslan.wait_for_url("**/flags/3?*")  # Aigul is looking at the second
    kept = [(r.reviewer, r.answer, r.note) for r in store.reviews(1)]
    assert kept == [
        ("Aigul", Answer.PROGRESS, "the court says so"),
        ("Ruslan", Answer.REGRESSION, "he was taken again"),
    ]


def test_a_page_that_is_seen_tells_of_it_and_one_that_is_only_fetched_does_not(
    desks: Callable[[Store], Desk], store: Store
) -> None:
    desk = desks(store)
    aigul, ruslan = desk("Aigul"), desk("Ruslan")
    aigul.context.request.get("/flags/1")
    assert store.claims(AT) == ()
    with aigul.expect_response("**/flags/1/look"):
        aigul.goto("/flags/1")
    ruslan.goto("/flags/1")
    assert ruslan.get_by_text("Aigul is looking at this flag").is_visible()
    ruslan.goto("/queue")
    assert ruslan.get_by_text("Aigul is looking").count() == 1


def test_a_second_reader_sees_nothing_of_the_first_until_both_have_answered(
    desks: Callable[[Store], Desk], twice: Store
) -> None:
    desk = desks(twice)
    aigul, ruslan, dana = desk("Aigul"), desk("Ruslan"), desk("Dana")
    ruslan.goto("/flags/1")
    before = ruslan.locator("main").inner_html()
    answer(aigul, 1, "Progress", "the court says so")
    aigul.get_by_text("A second person reads it before it counts").wait_for()
    ruslan.goto("/flags/1")
    assert ruslan.locator("main").inner_html() == before
    finish(ruslan, "Regression", "he was taken again")
    told = ruslan.get_by_role("status")
    told.get_by_text("The two differ; an editor settles it").wait_for()
    assert "Aigul answered: Progress" in told.inner_text()
    dana.goto("/queue?state=settle")
    dana.locator("[data-row]").click()
    shown = dana.locator("main").inner_text()
    assert "the court says so" in shown and "he was taken again" in shown
    assert violations(dana) == []
    finish(dana, "Progress")
    dana.wait_for_url("**/queue?*")
    assert twice.flag(1).state is FlagState.ANSWERED
    dana.goto("/agreement")
    assert dana.get_by_text("They agree on 0 (0 %); too few to say").is_visible()


def test_stories_are_joined_and_parted_without_scripts(browser: Browser, store: Store) -> None:
    with (
        serving(make_office(store)) as address,
        browser.new_context(base_url=address, java_script_enabled=False) as context,
    ):
        context.add_cookies([{"name": "session", "value": "Aigul", "url": address}])
        page = context.new_page()
        page.goto("/flags/1")
        page.get_by_text("The story").click()
        page.get_by_role("link", name="Another flag tells the same event").click()
        page.get_by_label("Same story as flag").fill("2")
        page.get_by_role("button", name="Look at both").click()
        page.get_by_role("button", name="Join flags 1 and 2").click()
        page.get_by_text("A person said that this is the story of").wait_for(timeout=10_000)
        page.get_by_role("link", name="flag 2", exact=True).first.click()
        page.get_by_role("button", name="Not the same story").click()
        page.goto("/queue")
        assert page.locator("[data-row]").count() == 4


def test_a_flag_is_given_to_a_colleague_who_finds_it(
    desks: Callable[[Store], Desk], store: Store
) -> None:
    desk = desks(store)
    aigul, ruslan = desk("Aigul"), desk("Ruslan")
    aigul.goto("/flags/3")
    aigul.get_by_label("Given to").select_option("Ruslan")
    aigul.get_by_role("button", name="Give", exact=True).click()
    ruslan.goto("/queue?given=me")
    assert [one.get_attribute("href") for one in ruslan.locator("[data-row]").all()] == [
        "/flags/3?given=me"
    ]


@pytest.mark.prove
@pytest.mark.usefixtures("browser")  # says what is missing where no browser is installed
@pytest.mark.timeout(600)
def test_row98_a_hundred_races_of_two_browsers_lose_no_answer(tmp_path: Path) -> None:
    store = with_people(open_store(f"sqlite:///{tmp_path / 'races.db'}"), RACES)
    with serving(make_office(store)) as address:
        told: list[dict[str, bool]] = []
        # Its own thread: the loop of the other tests' browser may be running in this one.
        thread = threading.Thread(target=lambda: told.extend(asyncio.run(race(address))))
        thread.start()
        thread.join()
    assert len(told) == RACES
    for number, conflicts in enumerate(told, 1):
        kept = {review.reviewer for review in store.reviews(number)}
        assert kept == {name for name, met in conflicts.items() if not met}
        assert len(kept) == 1
    store.close()


async def race(address: str) -> list[dict[str, bool]]:
    """Both answer each flag at the same moment; who of them was shown both answers."""
    pressed = {"Aigul": "p", "Ruslan": "r"}
    async with async_playwright() as started:
        browser = await started.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        pages = {}
        for name in pressed:
            context = await browser.new_context(base_url=address)
            await context.add_cookies([{"name": "session", "value": name, "url": address}])
            pages[name] = await context.new_page()
        told = []
        for number in range(1, RACES + 1):
            for page in pages.values():
                await page.goto(f"/flags/{number}")
            await asyncio.gather(
                *(one.keyboard.press(pressed[name]) for name, one in pages.items())
            )
            for page in pages.values():
                await page.wait_for_load_state()
                await page.wait_for_function(
                    "number => location.pathname !== `/flags/${number}`", arg=number
                )
            told.append(
                {
                    name: await page.get_by_text("changed while you looked").count() == 1
                    for name, page in pages.items()
                }
            )
        await browser.close()
        return told
