"""What the long proofs of nights have in common."""

from collections.abc import Iterator

import pytest

from tests.night.newsstand import open_newsstand
from tests.night.postoffice import PostOffice, open_post_office
from tests.night.press import Press


@pytest.fixture
def press() -> Iterator[Press]:
    """An outlet that has something to tell."""
    opened = Press()
    with open_newsstand(opened):
        yield opened


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A mail server that fails now and then."""
    with open_post_office() as opened:
        yield opened
