"""The app on a port of this machine, for a real browser."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import uvicorn
from playwright.sync_api import Route

from monitor.web.app import make_app
from monitor.web.office import Office
from monitor.web.policy import make_policy


@contextmanager
def serving(office: Office) -> Iterator[str]:
    """The app on a free port of this machine; gives its address."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
        single = office.policy.single_user
        own = replace(office, policy=make_policy(port, single_user=single))
        server = uvicorn.Server(uvicorn.Config(make_app(own), log_level="error"))
        thread = threading.Thread(target=server.run, args=([door],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


def without_sandbox(route: Route) -> None:
    """For the stored copy: it lets no script run, not even the one that examines it."""
    answer = route.fetch()
    kept = {k: v for k, v in answer.headers.items() if k != "content-security-policy"}
    route.fulfill(response=answer, headers=kept)
