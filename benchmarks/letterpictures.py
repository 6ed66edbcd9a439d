"""`python -m benchmarks.letterpictures FOLDER`: letters as a browser shows them, to be looked at.

Each kind of night at 600 and 320 px, light and dark, by the system's Chromium, as PNG files.
"""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from monitor.digests.build import Letter
from tests.monitor.letter_cases import letters

WIDTHS = (600, 320)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HIGHEST = 12_000  # px: a letter of 1,000 flags is looked at in part


def main() -> int:
    """Take the pictures; 1 where there is no Chromium."""
    folder = Path(sys.argv[1] if sys.argv[1:] else "var/letters")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.stderr.write("no Chromium: install the package chromium\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        count = take(browser, letters(), folder)
        browser.close()
    sys.stdout.write(f"{count} pictures in {folder}\n")
    return 0


def take(browser: Browser, made: Mapping[str, Letter], folder: Path) -> int:
    """A picture of each letter in every width and scheme; gives their number."""
    count = 0
    for width in WIDTHS:
        for scheme in SCHEMES:
            size = {"width": width, "height": 800}
            with browser.new_context(viewport=size, color_scheme=scheme) as context:
                page = context.new_page()
                for name, letter in made.items():
                    page.set_content(letter.html)
                    height = page.evaluate("document.documentElement.scrollHeight")
                    clip = {"x": 0, "y": 0, "width": width, "height": min(height, HIGHEST)}
                    path = folder / f"{name}-{width}-{scheme}.png"
                    page.screenshot(path=path, full_page=True, clip=clip)
                    count += 1
    return count


if __name__ == "__main__":
    sys.exit(main())
