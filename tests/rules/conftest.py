import pytest

from rules.matcher import Matcher
from tests.rules.books import make_matcher


@pytest.fixture(scope="session")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """The tiny rulebook, compiled once."""
    return make_matcher(tmp_path_factory.mktemp("tiny"))
