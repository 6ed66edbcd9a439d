"""Every page of the app's own route table in Chromium: readable, reachable, and fitting a phone.

A page added later is looked at without being named; `tests/web/routes.py` says what it may need.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from monitor.web.office import Office
from monitor.web.policy import make_policy
from storage.memory import MemoryStore
from tests.browser.conftest import violations, width
from tests.browser.serving import serving, without_sandbox
from tests.web.house import enter, make_house
from tests.web.routes import PAGES

# The same pages in other states.
STATES = (
    "/queue?way=regression&lane=happened",
    "/queue?state=any",
    "/queue?lane=coming",
    "/queue?source=nowhere",
    "/flags/2",
    "/flags/6",
    "/nowhere",
)
# The pages with the most on them; all others are examined under `make prove`.
FULLEST = (
    "/queue",
    "/flags/{number}",
    "/board",
    "/recommendation/{recommendation}",
    "/search",
    "/rules/{recommendation}",
    "/document/{document_id}",
    "/people",
)
PLACES = (
    *(
        pytest.param(way.address, marks=() if way.path in FULLEST else pytest.mark.prove)
        for way in PAGES
    ),
    *(pytest.param(state, marks=pytest.mark.prove) for state in STATES),
)
COPIES = re.compile(r"/copy(/[^/]*)?$")
Scheme = Literal["light", "dark"]
# The examination takes half a second: its other two corners are looked at under `make prove`.
LOOKS = (
    ("dark", 320),
    pytest.param("light", 1280, marks=pytest.mark.prove),
    pytest.param("light", 320, marks=pytest.mark.prove),
    pytest.param("dark", 1280, marks=pytest.mark.prove),
)
every_page = pytest.mark.parametrize("place", PLACES)


@pytest.fixture(scope="module")
def house() -> Office:
    """People sign in here, so that the pages about people are there as well."""
    return replace(make_house(MemoryStore()), policy=make_policy(0))


@pytest.fixture(scope="module")
def address(house: Office) -> Iterator[str]:
    with serving(house) as served:
        yield served


@pytest.fixture(scope="module")
def token(house: Office) -> str:
    return enter(house.store)


@pytest.fixture
def opened(page: Page, address: str, token: str, place: str) -> Page:
    _go(page, address, token, place)
    return page


def _go(page: Page, address: str, token: str, place: str) -> None:
    """Open a page, signed in but for the page where one signs in."""
    page.route(COPIES, without_sandbox)
    if not place.startswith("/sign-in"):
        page.context.add_cookies([{"name": "session", "value": token, "url": address}])
    page.goto(f"{address}{place}")


@every_page
@pytest.mark.parametrize(("scheme", "wide"), LOOKS)
def test_a_page_is_accessible(opened: Page, scheme: Scheme, wide: int) -> None:
    opened.emulate_media(color_scheme=scheme)
    opened.set_viewport_size({"width": wide, "height": 800})
    assert violations(opened) == []


@pytest.mark.prove
@every_page
def test_nothing_has_to_be_pushed_aside_on_a_phone(opened: Page) -> None:
    opened.set_viewport_size({"width": 320, "height": 640})
    _open_all(opened)
    assert width(opened) <= 320


# Every element that a person may use and that is shown; each is given its number.
NUMBER = """() => {
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const shown = [...document.querySelectorAll(all)].filter(one => one.checkVisibility()
    && !one.disabled && one.tabIndex >= 0 && !(one.type === "radio" && !one.checked));
  shown.forEach((one, at) => one.dataset.at = at);
  return shown.length;
}"""
# Where the keyboard is: the element's number, whether its outline is seen, whether it is covered.
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + Math.min(box.width, innerWidth) / 2,
    box.y + box.height / 2);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const covered = !(top && (one.contains(top) || top.contains(one)));
  return {at: one.dataset.at ?? "", outlined, covered};
}"""


@pytest.mark.prove
@every_page
def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened: Page) -> None:
    _open_all(opened)
    count = opened.evaluate(NUMBER)
    reached = set()
    for _ in range(4 * count + 4):  # a field of dates is four stops
        if len(reached) == count:
            break
        opened.keyboard.press("Tab")
        now = opened.evaluate(FOCUSED)
        if now["at"]:
            reached.add(int(now["at"]))
            assert (now["outlined"], now["covered"]) == (True, False), now
    assert sorted(set(range(count)) - reached) == []


@pytest.mark.prove
@every_page
def test_a_page_is_named_and_begins_with_its_heading(opened: Page) -> None:
    assert opened.locator("h1").count() == 1
    assert opened.title()


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """A browser that runs no script."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture
def unscripted(plain: Page, address: str, token: str, place: str) -> Page:
    plain.context.clear_cookies()
    _go(plain, address, token, place)
    return plain


@pytest.mark.prove
@every_page
def test_without_scripts_a_page_says_the_same(opened: Page, unscripted: Page) -> None:
    assert unscripted.inner_text("main") == opened.inner_text("main")


@pytest.mark.prove
@every_page
def test_without_scripts_every_form_can_be_sent(unscripted: Page) -> None:
    for form in unscripted.locator("form").all():
        assert form.locator("button:not([type=button])").count() > 0
    assert unscripted.locator("button:not(form button)").count() == 0
    assert unscripted.locator("a[href='#'], a:not([href])").count() == 0


def _open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
