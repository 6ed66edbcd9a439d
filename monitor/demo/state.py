"""What the demo newsroom remembers between runs: its port and which night it is.

It lies in RECWATCH_HOME/demo/state.json. The port stays the same so that addresses do, which is
what lets the second run tell what is new.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from secrets import randbelow

from monitor.demo.articles import load_edition
from monitor.demo.server import LOOPBACK, NewsroomServer, serving
from monitor.demo.site import build_site
from rules.complaints import BadFiles, Complaint, Place

LAST_NIGHT = 2
# Below the ports that systems give to outgoing connections, so that it is still free tomorrow.
_PORTS = range(20_000, 32_000)
_TRIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsroomState:
    """port: None before the first start. night: 1, or 2 once the changes are in force."""

    port: int | None = None
    night: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """A newsroom that is being served."""

    host_port: str
    night: int


@contextmanager
def start_newsroom(home: Path) -> Iterator[Newsroom]:
    """Serve tonight's newsroom until the block ends.

    Raises BadFiles if its port is in use or its state can't be read. A newsroom that runs keeps
    its night: what `advance` and `reset` do shows at the next start.
    """
    state = read_state(home)
    server = _bound(home, state)
    _write_state(home, replace(state, port=server.server_port))
    site = build_site(load_edition(state.night), f"http://{server.host_port}")
    with serving(server, site) as host_port:
        yield Newsroom(host_port=host_port, night=state.night)


def advance(home: Path) -> NewsroomState:
    """Put the second night's changes in force; once they are, nothing happens."""
    state = replace(read_state(home), night=LAST_NIGHT)
    _write_state(home, state)
    return state


def reset(home: Path) -> None:
    """Back to the first night, and to another port: the newsroom forgets all."""
    _path(home).unlink(missing_ok=True)


def read_state(home: Path) -> NewsroomState:
    """The state as it was left; a first night's where there is none. Raises BadFiles."""
    path = _path(home)
    if not path.exists():
        return NewsroomState()
    try:
        kept = json.loads(path.read_bytes())
        return _checked(kept["port"], kept["night"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise _unusable(path, "can't be read as the newsroom's state") from error


def _checked(port: object, night: object) -> NewsroomState:
    if night not in range(1, LAST_NIGHT + 1) or isinstance(night, bool):
        raise ValueError(night)
    if port is not None and (not isinstance(port, int) or not 0 < port < 2**16):
        raise ValueError(port)
    return NewsroomState(port=port, night=int(str(night)))


def _bound(home: Path, state: NewsroomState) -> NewsroomServer:
    if state.port is None:
        return _bound_anywhere()
    try:
        return NewsroomServer(state.port)
    except OSError as error:
        raise _unusable(_path(home), f"port {state.port} of {LOOPBACK} is in use") from error


def _bound_anywhere() -> NewsroomServer:
    for _ in range(_TRIES):
        with suppress(OSError):
            return NewsroomServer(_PORTS[randbelow(len(_PORTS))])
    return NewsroomServer(0)


def _unusable(path: Path, message: str) -> BadFiles:
    remedy = (
        "end the other `recwatch demo serve` or `recwatch run`; "
        "or type `recwatch demo reset`, and the newsroom starts anew at another port"
    )
    return BadFiles((Complaint(place=Place(file=str(path)), message=message, remedy=remedy),))


def _path(home: Path) -> Path:
    return home / "demo" / "state.json"


def _write_state(home: Path, state: NewsroomState) -> None:
    path = _path(home)
    for folder in (home, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(state)) + "\n", encoding="utf-8")
    fresh.replace(path)
