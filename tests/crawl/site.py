"""A small real web server whose every answer a test writes, also those no server should give."""

import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Raw = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"


@dataclass
class Seen:
    path: str
    headers: dict[str, str]
    at: float = field(default_factory=time.monotonic)


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # a full queue would look like a slow server


class Site:
    """One host:port. `replies` maps a path to a Reply or to a function that writes the socket;
    `endless` makes the replies of paths that nobody counted.

    tls: what it speaks TLS with; None: it speaks plainly.
    """

    def __init__(
        self, *, tls: ssl.SSLContext | None = None, address: str = "127.0.0.1", port: int = 0
    ) -> None:
        self.replies: dict[str, Reply | Raw] = {}
        self.endless: Callable[[str], Reply | None] = lambda path: None
        self.seen: list[Seen] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments: object) -> None: ...

            def do_GET(self) -> None:
                site.answer(self)

        self._server = _Server((address, port), Handler)
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def host(self) -> str:
        return "{}:{}".format(*self._server.server_address)

    @property
    def port(self) -> int:
        return self._server.server_port

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def times(self, path: str) -> int:
        return sum(1 for each in self.seen if each.path == path)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.seen.append(Seen(handler.path, dict(handler.headers)))
        reply = self.replies.get(handler.path) or self.endless(handler.path) or Reply(status=404)
        if callable(reply):
            handler.close_connection = True
            with suppress(OSError):  # the crawler hangs up, as it should
                reply(handler)
            return
        if self._is_unchanged(handler, reply):
            reply = Reply(status=304, headers=reply.headers)
        handler.send_response(reply.status)
        handler.send_header("Content-Type", reply.content_type)
        handler.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(reply.body)

    def _is_unchanged(self, handler: BaseHTTPRequestHandler, reply: Reply) -> bool:
        asked = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
        given = {name: value for name, value in reply.headers.items() if name in asked}
        return bool(given) and all(
            handler.headers.get(asked[name]) == value for name, value in given.items()
        )


# -- pages -----------------------------------------------------------------------------------------


def article(title: str = "A verdict", words: int = 120, language: str = "en") -> bytes:
    text = "The court heard the case again and sent it back. " * (words // 10)
    page = f'<html lang="{language}"><head><title>{title}</title></head><body><p>{text}</p></body>'
    return page.encode()


def rss(*items: tuple[str, str], encoding: str = "utf-8") -> bytes:
    body = "".join(
        f"<item><title>{title}</title><link>{link}</link><description>In short: {title}."
        f"</description><pubDate>Sat, 14 Jan 2006 10:00:00 +0600</pubDate></item>"
        for title, link in items
    )
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    feed = f"{head}<rss version='2.0'><channel><title>Steppe</title>{body}</channel></rss>"
    return feed.ljust(250).encode(encoding)


def sitemap(*urls: str, news: str | None = None) -> bytes:
    extra = (
        f"<news:news><news:publication><news:language>kk</news:language></news:publication>"
        f"<news:publication_date>2022-03-24T10:00:00+06:00</news:publication_date>"
        f"<news:title>{news}</news:title></news:news>"
        if news
        else ""
    )
    body = "".join(f"<url><loc>{url}</loc>{extra}</url>" for url in urls)
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{body}</urlset>'
    ).encode()


# -- misbehaviour ----------------------------------------------------------------------------------


def _head(handler: BaseHTTPRequestHandler, text: str) -> None:
    handler.wfile.write(text.replace("\n", "\r\n").encode("latin-1"))


def raw(text: str) -> Raw:
    return lambda handler: _head(handler, text)


def busy_once(
    after: Callable[[], str] = lambda: "1", *, status: int = 429, seconds: float = 1
) -> Raw:
    """Busy with a Retry-After, and a page to whoever comes back after so many seconds."""
    asked: list[float] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(time.monotonic())
        if len(asked) == 1:
            said = f"Retry-After: {after()}\nContent-Length: 0\n\n"
            _head(handler, f"HTTP/1.1 {status} Busy\n{said}")
        else:
            waited = asked[1] - asked[0] >= seconds
            text = article().decode() if waited else ""
            _head(handler, f"HTTP/1.1 200 OK\nContent-Length: {len(text)}\n\n{text}")

    return answer


def says_unchanged(body: bytes) -> Raw:
    """A page, and 304 to whoever asks whether it has changed, whatever has."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if "If-None-Match" in handler.headers or "If-Modified-Since" in handler.headers:
            _head(handler, "HTTP/1.1 304 Not Modified\n\n")
            return
        _head(handler, f'HTTP/1.1 200 OK\nETag: "for ever"\nContent-Length: {len(body)}\n\n')
        handler.wfile.write(body)

    return answer


def never(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(30)


def drip_body(handler: BaseHTTPRequestHandler) -> None:
    _head(handler, "HTTP/1.1 200 OK\nContent-Length: 100000\n\n")
    _drip(handler)


def drip_head(handler: BaseHTTPRequestHandler) -> None:
    _head(handler, "HTTP/1.1 200 OK\nX-Slow: ")
    _drip(handler)


def _drip(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(300):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def endless(handler: BaseHTTPRequestHandler) -> None:
    _head(handler, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n")
    for _ in range(100_000):
        handler.wfile.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")


def reset_after(text: str) -> Raw:
    """Sends so much, and then a reset instead of an end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, text)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(handler.connection.detach())

    return answer


def half_closed(handler: BaseHTTPRequestHandler) -> None:
    """Ends its own direction in the middle of the answer, and goes on listening."""
    _head(handler, "HTTP/1.1 200 OK\nContent-Length: 100000\n\nhalf")
    handler.connection.shutdown(socket.SHUT_WR)
    time.sleep(5)


def endless_lines(first: str, line: str) -> Raw:
    """A head without end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, first)
        for _ in range(100_000):
            _head(handler, line * 20)

    return answer


def many_headers(handler: BaseHTTPRequestHandler) -> None:
    lines = "".join(f"X-Pad-{number}: {'x' * 1000}\n" for number in range(400))
    _head(handler, f"HTTP/1.1 200 OK\nContent-Length: 2\n{lines}\nok")
