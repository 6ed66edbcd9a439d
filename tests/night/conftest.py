"""What the long proofs of nights have in common."""

from collections.abc import Iterator

import pytest

from tests.night.newsstand import open_newsstand
from tests.night.postoffice import PostOffice, open_post_office
from tests.night.press import Press


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A night takes ten seconds on a machine at rest, and minutes on one that is not."""
    for item in items:
        if "tests/night/" in item.nodeid and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(600))


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
