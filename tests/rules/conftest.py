import pytest

from rules.compiler import compile_rulebook
from rules.matcher import Matcher
from rules.register import Rulebook
from tests.kept import kept_rules
from tests.rules.books import make_matcher


@pytest.fixture(scope="session")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """The tiny rulebook, compiled once."""
    return make_matcher(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def shipped_rules() -> Rulebook:
    """The register that ships, read once a run."""
    return kept_rules()[0]


@pytest.fixture(scope="session")
def shipped(shipped_rules: Rulebook) -> Matcher:
    """The register that ships, compiled once a worker."""
    return compile_rulebook(shipped_rules)
