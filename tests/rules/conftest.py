import pytest

from rules.compiler import compile_rulebook
from rules.matcher import Matcher
from rules.register import load_rulebook
from tests.rules.books import make_matcher


@pytest.fixture(scope="session")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """The tiny rulebook, compiled once."""
    return make_matcher(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def shipped() -> Matcher:
    """The register that ships, compiled once; its tests share a worker (`xdist_group`)."""
    loaded = load_rulebook()
    assert loaded.item is not None, loaded.complaints
    return compile_rulebook(loaded.item)
