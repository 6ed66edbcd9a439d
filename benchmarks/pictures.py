"""`make pictures`: the pictures of README, made anew from a demo night and some answers to it.

Queue, flag and board in the system's Chromium, each below 60 kB by a palette of few colours.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
AT_MOST = 60_000  # bytes
COLOURS = 32
SIZE = {"width": 1100, "height": 760}
ANSWERED = 24
KEYS = {"progress": "1", "regression": "2", "mixed": "3"}
RECWATCH = Path(sys.executable).with_name("recwatch")


def main() -> int:
    """Make them; 1 where a picture came out too large."""
    with tempfile.TemporaryDirectory() as home:
        given = os.environ | {"RECWATCH_HOME": home}
        subprocess.run([RECWATCH, "run"], env=given, check=True, stdout=subprocess.DEVNULL)
        with _serving(given) as address, _browser() as page:
            _answer_some(page, address)
            sizes = {name: _picture(page, name) for name in _opened(page, address)}
    for name, size in sizes.items():
        sys.stdout.write(f"{FOLDER / name}.png: {size} bytes\n")
    return 1 if max(sizes.values()) > AT_MOST else 0


def _opened(page: Page, address: str) -> Iterator[str]:
    """Opens each page that is pictured; gives its name."""
    page.goto(f"{address}/queue")
    yield "queue"
    page.locator("[data-row][lang=ru]").first.click()
    yield "flag"
    page.goto(f"{address}/board?years=all")
    yield "board"


def _answer_some(page: Page, address: str) -> None:
    """Confirms what the rules proposed for the first flags, so that the board has steps to show."""
    page.goto(f"{address}/queue")
    page.locator("[data-row]").first.click()
    for _ in range(ANSWERED):
        before = page.url
        proposed = page.locator(".way").first.get_attribute("class") or ""
        page.keyboard.press(KEYS.get(proposed.split()[-1], "3"))
        page.wait_for_url(lambda url, old=before: url != old)


def _picture(page: Page, name: str) -> int:
    """Keeps the page as a picture; gives its size in bytes."""
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.png"
    taken.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    return path.stat().st_size


@contextmanager
def _serving(given: dict[str, str]) -> Iterator[str]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    command = [RECWATCH, "serve", "--single-user", "aigul", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL)
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            urlopen(f"{address}/sign-in", timeout=10).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers at {address}")


@contextmanager
def _browser() -> Iterator[Page]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise FileNotFoundError("no Chromium: install the package chromium")
    with sync_playwright() as started:
        arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
        browser = started.chromium.launch(executable_path=chromium, args=arguments)
        yield browser.new_page(viewport=SIZE, color_scheme="light", locale="en-GB")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
