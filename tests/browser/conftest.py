"""A real browser: the system's Chromium, driven by Playwright.

Where there is none, these tests are left out and say so; under CI that is a failure.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Locator, Page, Playwright, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Without these it asks its makers for updates at every start.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


# What WCAG 2.2 added is asked for by name: targets of 24 by 24 pixels.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


# Its own loop runs as long as it lives, and other tests of the process need theirs.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: install the package chromium")
        # Two commands must do on any machine: a browser is asked for where everything must pass.
        pytest.skip("no Chromium here: install the package chromium to run the browser tests")
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
    yield started
    started.close()


@pytest.fixture
def requested() -> list[str]:
    """Every address that the page asks for."""
    return []


@pytest.fixture
def page(browser: Browser, requested: list[str]) -> Iterator[Page]:
    """An empty page of its own context; an error in its scripts fails the test."""
    with browser.new_context(accept_downloads=True) as context:
        opened = context.new_page()
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.on("request", lambda request: requested.append(request.url))
        yield opened
        assert errors == []


@dataclass(slots=True)
class Watch:
    """What a page does that none should: asks others, opens dialogs, breaks its own policy."""

    requested: list[str]
    dialogs: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)

    def outside(self, address: str) -> list[str]:
        """What was asked of anybody but the server at `address`."""
        return [one for one in self.requested if not one.startswith(f"{address}/")]

    def seen(self, address: str) -> list[str]:
        """All of that, a line each; forgets what was asked."""
        found = [*self.outside(address), *self.dialogs, *self.reports]
        self.requested.clear()
        return found


@pytest.fixture
def watch(page: Page, requested: list[str]) -> Watch:
    """Watches the page from now on; the browser tells each breach of a policy on its console."""
    seen = Watch(requested)
    page.on("console", lambda said: seen.reports.append(said.text))

    def dismiss(dialog: Dialog) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    return seen


def follow(target: Locator) -> None:
    """Press what leads to another page, and wait for that page with its style sheet."""
    with target.page.expect_navigation():
        target.click()


def width(page: Page) -> int:
    """How wide the page is in CSS pixels, once its style sheet is in force."""
    page.wait_for_load_state("load")  # text can be read before the style sheet has come
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert isinstance(wide, int)
    return wide


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page, a line each."""
    page.wait_for_load_state("load")
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{one['id']}: {one['help']} ({one['nodes'][0]['html'][:200]})" for one in found]
