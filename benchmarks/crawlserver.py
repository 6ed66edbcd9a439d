"""The server of `benchmarks.crawling`: a sitemap and its pages, from memory, connections kept open.

python -m benchmarks.crawlserver PAGES      prints its address, and serves until it is ended
"""

import asyncio
import json
import sys
import time

from benchmarks.newspages import page_bodies

DISTINCT = 200  # bodies; pages beyond have those again


class Server:
    """Answers by path; knows when the first page was asked for and the last one served."""

    def __init__(self, pages: int) -> None:
        bodies = list(page_bodies(min(pages, DISTINCT)))
        self._answers = [_answer(body) for body in bodies]
        self._pages = pages
        self._first = self._last = 0.0
        self._address = ""

    async def serve(self) -> None:
        """Serve for ever."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self._address = "http://{}:{}".format(*server.sockets[0].getsockname())
        print(self._address, flush=True)
        await server.serve_forever()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                writer.write(self._answer_to(head.split(b" ", 2)[1].decode("ascii")))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer_to(self, path: str) -> bytes:
        if path.startswith("/page/"):
            now = time.monotonic()
            self._first, self._last = self._first or now, now
            return self._answers[int(path[6:]) % len(self._answers)]
        if path == "/sitemap.xml":
            return _answer(self._sitemap(), "application/xml")
        if path == "/figures":
            seconds, self._first, self._last = self._last - self._first, 0.0, 0.0
            return _answer(json.dumps(seconds).encode(), "application/json")
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

    def _sitemap(self) -> bytes:
        urls = (f"<url><loc>{self._address}/page/{n}</loc></url>" for n in range(self._pages))
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return f'<urlset xmlns="{space}">{"".join(urls)}</urlset>'.encode()


def _answer(body: bytes, kind: str = "text/html; charset=utf-8") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


if __name__ == "__main__":
    asyncio.run(Server(int(sys.argv[1])).serve())
