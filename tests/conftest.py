"""What several rooms need."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.kept import close_kept, open_kept
from tests.postgres import running_server
from tests.readonce import read_once

# What must pass before anything lands draws the same examples each time; elsewhere laws explore,
# and what they find becomes a test of its own.
# No deadlines: machines are shared, and how long a thing takes is measured in benchmarks/.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("here")
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_configure(config: pytest.Config) -> None:
    """What is read once for a whole run."""
    # Thousands of tests and a rulebook live as long as the process: looking through them for rings
    # after every 700 objects took a sixth of its time.
    gc.set_threshold(20_000, 20, 50)
    if open_kept():
        config.add_cleanup(close_kept)


def pytest_collection_finish(session: pytest.Session) -> None:
    """The tests themselves are no garbage until the end."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is long first: begun last, it would keep a core waiting for the other."""
    items.sort(key=lambda item: _turn(item.nodeid))


# What reads the rules that ship comes before those that wait for them; crawls need none meanwhile.
_FIRST = (
    "tests/rules/test_shipped.py",
    "tests/crawl/",
    "tests/night/",
    "tests/browser/",
    "tests/rules/test_hostile.py",
    "tests/web/test_routes.py",
    "tests/monitor/doors/",
)


def _turn(name: str) -> int:
    return next((turn for turn, one in enumerate(_FIRST) if name.startswith(one)), len(_FIRST))


@pytest.fixture(scope="session", autouse=True)
def small_rulebooks() -> Iterator[None]:
    """The cues and places that they link to are read once."""
    with pytest.MonkeyPatch.context() as patch:
        read_once(patch)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of this test process."""
    with running_server() as address:
        yield address
