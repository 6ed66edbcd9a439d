"""What several rooms need."""

from collections.abc import Iterator

import pytest

from tests.postgres import running_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of this test process."""
    with running_server() as address:
        yield address
