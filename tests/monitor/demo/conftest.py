from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection

import pytest

from monitor.demo.articles import load_edition
from monitor.demo.server import NewsroomServer, serving
from monitor.demo.site import Site, build_site

ORIGIN = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Visitor:
    """Asks a served newsroom, as a crawler would."""

    host_port: str

    @property
    def origin(self) -> str:
        return f"http://{self.host_port}"

    def get(self, target: str, method: str = "GET", **headers: str) -> Got:
        connection = HTTPConnection(self.host_port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target.removeprefix(self.origin), headers=named)
        answer = connection.getresponse()
        got = Got(answer.status, dict(answer.getheaders()), answer.read())
        connection.close()
        return got


@pytest.fixture(scope="session")
def first_site() -> Site:
    return build_site(load_edition(1), ORIGIN)


@pytest.fixture(scope="session")
def second_site() -> Site:
    return build_site(load_edition(2), ORIGIN)


@pytest.fixture(scope="session")
def visitor() -> Iterator[Visitor]:
    server = NewsroomServer(0)
    site = build_site(load_edition(1), f"http://{server.host_port}")
    with serving(server, site) as host_port:
        yield Visitor(host_port)


@pytest.fixture(scope="session")
def late_visitor() -> Iterator[Visitor]:
    """One who comes on the second night."""
    server = NewsroomServer(0)
    site = build_site(load_edition(2), f"http://{server.host_port}")
    with serving(server, site) as host_port:
        yield Visitor(host_port)
