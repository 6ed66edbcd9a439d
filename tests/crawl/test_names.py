"""Row 1: names that nobody knows, and a name server that is slow."""

from collections.abc import Callable

import pytest

from spiders.records import Kind, SourceState
from tests.crawl.altered import crawl_altered
from tests.crawl.conftest import Crawled, make_plan, make_source
from tests.crawl.site import Reply, Site, article, rss

pytestmark = pytest.mark.prove

# NXDOMAIN and an answer that comes too late, as the C library would give them.
SLOW = """
import socket, time
real = socket.gethostbyname
def slow(name):
    if name == "slow.example":
        time.sleep(2.5)
        return "127.0.0.1"
    if name == "unknown.example":
        raise socket.gaierror(-2, "Name or service not known")
    return real(name)
socket.gethostbyname = slow
"""


@pytest.fixture(scope="module")
def night(open_site: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    site = open_site()
    site.replies |= {"/feed": Reply(rss(("A", site.url("/a")))), "/a": Reply(article())}
    plan = make_plan(
        tmp_path_factory.mktemp("warc") / "a.warc.gz",
        *(
            make_source(name, (f"http://{name}.example/", Kind.FEED), hosts=("example",))
            for name in ("unknown", "slow")
        ),
        make_source("good", (site.url("/feed"), Kind.FEED), hosts=(site.host,)),
        loopback=(site.host,),
    )
    return crawl_altered(plan, SLOW).crawled


@pytest.mark.parametrize("name", ["unknown", "slow"])
def test_a_name_that_is_not_found_fails_its_source_alone(night: Crawled, name: str):
    """Row 1."""
    assert night.outcomes[name].state is SourceState.FAILED
    assert "name not found" in night.outcomes[name].reason
    assert night.outcomes["good"].state is SourceState.OK
