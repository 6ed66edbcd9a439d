"""The app's own table of routes: what the proofs go by that hold for every page.

A page added later is proven without being named. Where its path has a parameter that is new here,
give it a value in `VALUES`, one that `tests/web/house.py` holds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from monitor.web.app import make_app
from storage.memory import MemoryStore
from storage.people import Role
from tests.web.conftest import make_office

VALUES = {
    "number": "1",
    "document_id": "d1",
    "recommendation": "KZ-ZHA-1",
    "/api/v1/recommendations/{name}": "KZ-ZHA-1",
    "/static/{name}": "pages.css",
    "token": "x",
}
UNKNOWN = "987654321"
# What a mail program posts by itself: the one route that takes forms from elsewhere.
FROM_ANYWHERE = "/letters/{token}"
_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True, slots=True)
class Way:
    """A method at a path. role: the least that it asks for; None where nobody need sign in.

    asks: the names of its questions (`?name=`) as far as the route declares them.
    """

    method: str
    path: str
    role: Role | None
    asks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def address(self) -> str:
        """The path with its parameters filled in."""
        return _PARAMETER.sub(lambda found: _value(self.path, found[1]), self.path)

    @property
    def nowhere(self) -> str:
        """The path with parameters that name nothing."""
        return _PARAMETER.sub(UNKNOWN, self.path)

    @property
    def has_parameters(self) -> bool:
        return _PARAMETER.search(self.path) is not None


def _value(path: str, name: str) -> str:
    """A value for a parameter; what stands under the path itself goes before its bare name."""
    found = VALUES.get(path) or VALUES.get(name)
    if found is None:
        raise LookupError(
            f"the route {path} has a parameter {name} of which these proofs know no value: "
            "add one to VALUES in tests/web/routes.py that tests/web/house.py holds"
        )
    return found


def api_routes(routes: object) -> Iterator[APIRoute]:
    """Every route, also of routers that were included whole."""
    for route in routes:  # type: ignore[attr-defined]
        inner = getattr(route, "original_router", None)
        if isinstance(route, APIRoute):
            yield route
        elif inner is not None:
            yield from api_routes(inner.routes)


def _role(needed: Dependant) -> Role | None:
    name = getattr(needed.call, "__name__", "")
    for begins in ("needs_", "bearer_"):
        if name.startswith(begins):
            return Role(name.removeprefix(begins))
    found = [role for each in needed.dependencies if (role := _role(each))]
    return found[0] if found else None


def _asks(needed: Dependant) -> tuple[str, ...]:
    own = tuple(each.alias for each in needed.query_params)
    return own + tuple(name for each in needed.dependencies for name in _asks(each))


EVERY = tuple(
    Way(method, route.path, _role(route.dependant), _asks(route.dependant))
    for route in api_routes(make_app(make_office(MemoryStore())).routes)
    for method in sorted(route.methods)
)
API = tuple(way for way in EVERY if way.path.startswith("/api/"))  # what programs ask
WAYS = tuple(way for way in EVERY if way not in API)
GETS = tuple(way for way in WAYS if way.method == "GET")
POSTS = tuple(way for way in WAYS if way.method == "POST")
SHEETS = tuple(way for way in GETS if way.path.endswith(".csv"))
# What leads on to another page is none.
_LEADING_ON = frozenset({"/", "/flags/{number}/next"})


def _is_page(way: Way) -> bool:
    """Whether a person reads it: neither a file nor an answer for programs."""
    is_file = "." in way.path.rpartition("/")[2] or way.path.startswith(("/static/", "/api/"))
    return not is_file and way.path not in _LEADING_ON


PAGES = tuple(way for way in GETS if _is_page(way))
OURS = tuple(way for way in POSTS if way.path != FROM_ANYWHERE)
# The page of a link says nothing of it, so that nobody learns which links are right.
NAMED = tuple(way for way in WAYS if way.has_parameters and way.path != FROM_ANYWHERE)
