"""A small outlet on loopback that brings one new article each day, and three dead sources."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

ARTICLE = """<!doctype html><html lang="en">
<head><title>Council of Kostanay, day {day}</title></head>
<body><article><h1>Council of Kostanay meets for the {day}th time</h1>
<p>The town council of Kostanay met on day {day} and spoke of roads, water and the budget of the
schools for {day} hours. Members asked {day} questions and were given as many answers.</p>
<p>The next meeting is held in {day} days, and everybody who lives in the town may come and listen.
Minutes of the meeting are published within {day} days of it.</p></article></body></html>"""
SOURCE = """\
id: {id}
name: {id}
publisher: {id}
tier: ngo
country: KZ
languages: [en]
allowed_hosts: ["{host}"]
expects: {{documents_per_week: 1, text_at_least: 10}}
entry_points:
  - {{url: "http://{host}/rss", kind: feed}}
"""
SETTINGS = """\
contact = "a test"
shipped_catalogue = false
loopback = ["{good}", "{closed}", "{mute}"]
zone = "{zone}"
night_at = "02:30"
crawls = 4
workers = 1
"""


class Newsstand:
    """The outlet. day: the number of today's article; asked: how often the feed was read."""

    def __init__(self) -> None:
        self.day = 1
        self.asked = 0
        self.host = ""

    def answer(self, path: str) -> tuple[str, str] | None:
        """Content type and body; None for what is not there."""
        if path == "/rss":
            self.asked += 1
            return "application/rss+xml", self._feed()
        if path.startswith("/article/"):
            return "text/html; charset=utf-8", ARTICLE.format(day=int(path.rpartition("/")[2]))
        return None

    def _feed(self) -> str:
        items = (
            f"<item><title>Council of Kostanay, day {self.day}</title>"
            f"<link>http://{self.host}/article/{self.day}</link></item>"
        )
        return (
            '<?xml version="1.0"?><rss version="2.0"><channel><title>Newsstand</title>'
            f"<link>http://{self.host}/</link>{items}</channel></rss>"
        )


@contextmanager
def open_newsstand(stand: Newsstand | None = None) -> Iterator[Newsstand]:
    """The outlet, served until the block ends."""
    stand = stand or Newsstand()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given = stand.answer(self.path)
            self.send_response(200 if given else 404)
            if given:
                self.send_header("Content-Type", given[0])
            body = given[1].encode() if given else b""
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand.host = f"127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stand
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def open_home(home: Path, stand: Newsstand, zone: str, more: str = "") -> Iterator[Path]:
    """Settings and catalogue of the outlet and three dead sources: no name, closed, mute.

    more: further lines of settings.
    """
    with closing(socket.create_server(("127.0.0.1", 0))) as mute:
        with closing(socket.socket()) as shut:
            shut.bind(("127.0.0.1", 0))
            closed = f"127.0.0.1:{shut.getsockname()[1]}"
        hosts = {
            "newsstand": stand.host,
            "nameless": "nowhere.invalid",
            "closed": closed,
            # It takes each visitor and hangs up without a word.
            "mute": f"127.0.0.1:{mute.getsockname()[1]}",
        }
        _write(home, hosts, zone, more)
        Thread(target=_hang_up, args=(mute,), daemon=True).start()
        yield home


def _hang_up(door: socket.socket) -> None:
    """Take each visitor and say nothing to him but good-bye."""
    while True:
        try:
            door.accept()[0].close()
        except OSError:
            return


def _write(home: Path, hosts: dict[str, str], zone: str, more: str) -> None:
    (home / "catalogue").mkdir(parents=True)
    for name, host in hosts.items():
        text = SOURCE.format(id=name, host=host)
        (home / "catalogue" / f"{name}.yml").write_text(text, encoding="utf-8")
    text = SETTINGS.format(
        good=hosts["newsstand"], closed=hosts["closed"], mute=hosts["mute"], zone=zone
    )
    (home / "settings.toml").write_text(text + more, encoding="utf-8")
