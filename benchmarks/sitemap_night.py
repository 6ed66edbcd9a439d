"""A night over real sitemaps: serves a folder of sitemap files on loopback and runs over them.

    python -m benchmarks.sitemap_night FOLDER [--home HOME] [--kills N]

FOLDER/<host>/*.xml or *.xml.gz: each host becomes a source that isn't followed (titles and
summaries only). Prints pages, documents, flags per source, seconds and peak memory of the run and
its children as JSON. With --kills the run is killed that many times first, at growing moments.
"""

import argparse
import functools
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil

SOURCE = """\
id: {id}
name: {host}
publisher: {host}
tier: independent-media
{country}languages: [{language}]
follow: false
allowed_hosts: ["{address}"]
expects: {{documents_per_week: 5, text_at_least: 20}}
pace: {{delay: 0, concurrent: 4}}
entry_points:
{entry_points}
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def serve(folder: Path) -> ThreadingHTTPServer:
    """Serve a folder on a free loopback port, in a thread."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def write_sources(folder: Path, home: Path, address: str, covers: dict[str, str]) -> list[str]:
    """One catalogue file per host; covers: host to "language" or "language:country"."""
    catalogue = home / "catalogue"
    catalogue.mkdir(parents=True, exist_ok=True)
    for host in sorted(covers):
        language, _, country = covers[host].partition(":")
        points = "\n".join(
            f'  - {{url: "http://{address}/{host}/{path.name}", kind: sitemap}}'
            for path in sorted((folder / host).glob("*.xml*"))
        )
        text = SOURCE.format(
            id=host.replace(".", "-"),
            host=host,
            address=address,
            country=f"country: {country}\n" if country else "",
            language=language,
            entry_points=points,
        )
        (catalogue / f"{host}.yml").write_text(text, encoding="utf-8")
    return sorted(covers)


def peak_of(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process; gives the most memory that it and its children held at once, in bytes."""
    peak = 0
    root = psutil.Process(process.pid)
    while process.poll() is None:
        peak = max(peak, _held(root))
        time.sleep(0.2)
    return peak


def _held(root: psutil.Process) -> int:
    total = 0
    try:
        for process in (root, *root.children(recursive=True)):
            total += process.memory_info().rss
    except psutil.Error:
        pass
    return total


def start(home: Path, address: str) -> subprocess.Popen[bytes]:
    """Start `recwatch run` over the catalogue of `home` only."""
    environment = os.environ | {
        "RECWATCH_HOME": str(home),
        "RECWATCH_CONTACT": "benchmark@localhost",
        "RECWATCH_LOOPBACK": json.dumps([address]),
        "RECWATCH_SHIPPED_CATALOGUE": "false",
    }
    command = [
        str(Path(sys.executable).with_name("recwatch")),
        "run",
        "--sources",
        "live",
        "--json",
    ]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--home", type=Path, default=None)
    parser.add_argument("--kills", type=int, nargs="*", default=[], help="seconds before each kill")
    parser.add_argument("--cover", nargs="+", required=True, metavar="HOST=LANGUAGE[:COUNTRY]")
    chosen = parser.parse_args()
    home = chosen.home or Path(tempfile.mkdtemp(prefix="recwatch-night-"))
    server = serve(chosen.folder)
    address = f"127.0.0.1:{server.server_address[1]}"
    covers = dict(item.split("=", 1) for item in chosen.cover)
    write_sources(chosen.folder, home, address, covers)
    for seconds in chosen.kills:
        _kill_after(start(home, address), seconds)
    begun = time.monotonic()
    process = start(home, address)
    peak = peak_of(process)
    assert process.stdout is not None
    answer = json.loads(process.stdout.read() or b"{}")
    figures = {
        "home": str(home),
        "exit": process.returncode,
        "seconds": round(time.monotonic() - begun, 1),
        "peak_mb": round(peak / 2**20),
        "night": answer,
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def _kill_after(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(seconds)
        print(f"ended before the kill at {seconds} s", file=sys.stderr)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    main()
