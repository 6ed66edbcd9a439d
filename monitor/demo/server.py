"""Serves the demo newsroom on loopback, as a small careful web server would."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from monitor.demo.site import Reply, Site

LOOPBACK = "127.0.0.1"


class NewsroomServer(ThreadingHTTPServer):
    """A server bound to a port of loopback; it answers nothing before it has a site."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.site: Site | None = None

    @property
    def host_port(self) -> str:
        """Where it listens, "127.0.0.1:8000"."""
        return f"{LOOPBACK}:{self.server_port}"


@contextmanager
def serving(server: NewsroomServer, site: Site) -> Iterator[str]:
    """Serve the site from a thread until the block ends; gives host:port. The server is closed."""
    server.site = site
    thread = Thread(target=server.serve_forever, args=(0.05,), name="newsroom", daemon=True)
    thread.start()
    try:
        yield server.host_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    sys_version = ""
    timeout = 10
    disable_nagle_algorithm = True
    server: NewsroomServer

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Nothing: the crawl's own record says what was asked."""

    def _answer(self, *, with_body: bool) -> None:
        if self.server.site is None:
            self.send_error(503)
            return
        reply = self.server.site.find(self.path)
        if self._is_known(reply):
            self._send_head(304, reply)
            return
        body = self._coded(reply)
        self._send_head(reply.status, reply, body, is_coded=body is not reply.body)
        if with_body:
            self.wfile.write(body)

    def _is_known(self, reply: Reply) -> bool:
        """Whether the client holds this very version; its ETag goes before its date."""
        named = self.headers.get("If-None-Match")
        if named is not None:
            tags = {tag.strip().removeprefix("W/") for tag in named.split(",")}
            return reply.etag is not None and not tags.isdisjoint({"*", reply.etag})
        since = self.headers.get("If-Modified-Since")
        # Equal, not newer: going back to the first night must not look like "not modified".
        return since is not None and since == reply.last_modified

    def _coded(self, reply: Reply) -> bytes:
        accepted = self.headers.get("Accept-Encoding", "")
        if reply.content_type.startswith("text/html") and "gzip" in accepted:
            return gzip.compress(reply.body, mtime=0)
        return reply.body

    def _send_head(
        self, status: int, reply: Reply, body: bytes | None = None, *, is_coded: bool = False
    ) -> None:
        self.send_response(status)
        validators = {"ETag": reply.etag, "Last-Modified": reply.last_modified}
        for name, value in validators.items():
            if value is not None:
                self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Vary", "Accept-Encoding")
        if is_coded:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
