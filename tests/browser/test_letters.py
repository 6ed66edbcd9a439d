"""Letters in a browser engine: nothing asked for, nothing run, readable small and in the dark."""

from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import violations, width
from tests.monitor.letter_cases import letters

LETTERS = letters()


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.prove)])
def test_a_letter_fits_a_small_screen_and_can_be_read(
    page: Page, requested: list[str], name: str, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.emulate_media(color_scheme=scheme)
    page.set_content(LETTERS[name].html)
    assert width(page) <= 320
    assert violations(page) == [] and requested == []
