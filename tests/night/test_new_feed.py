"""What CONTRIBUTING shows of a new feed, done: its YAML into an overlay folder, its commands typed,
and what they say held against the transcript, in which "…" stands for whatever comes.
"""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.catalogue import load_catalogue, years
from tests.crawl.site import Reply, Site
from tests.night.commands import recwatch

pytestmark = pytest.mark.xdist_group("new-feed")
SHOWN = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
PART = SHOWN.partition("\n## A new source\n")[2].partition("\nWhat a file expects")[0]
HOST = "herald.example.org"
STORIES = {
    "/2026/11/party-registered": (
        "Justice Ministry registers opposition party",
        "Mon, 23 Nov 2026 09:00:00 +0500",
        "The Justice Ministry registered the opposition party Dala on Monday, four years after it "
        "first applied. The party may now put up candidates for local councils, its chairwoman "
        "said. Members who had gathered the signatures celebrated on the square with tea.",
    ),
    "/2026/11/bridge-closed": (
        "Bridge over the Tobol closed until spring",
        "Sun, 22 Nov 2026 18:30:00 +0500",
        "Drivers in the north will have to take the long way round in winter, for the bridge over "
        "the Tobol is closed until April. Engineers found cracks in two of its piers. A ferry will "
        "run for as long as the river stays open, the regional road office said on Sunday.",
    ),
    "/2026/11/library-moves": (
        "Town library moves into the old mill",
        "Sat, 21 Nov 2026 11:00:00 +0500",
        "Forty thousand books were carried across the square on Saturday, when the library moved "
        "into the old mill. Schoolchildren passed them from hand to hand. A reading room opens in "
        "December, and will have heating for the first time in nine years, its director said.",
    ),
}


@pytest.fixture
def herald() -> Iterator[Site]:
    """The feed and its articles."""
    site = Site()
    site.replies |= {
        "/robots.txt": Reply(b"User-agent: *\nAllow: /\n", content_type="text/plain"),
        "/rss": Reply(_feed(site), content_type="application/rss+xml"),
        **{path: Reply(_page(title, text)) for path, (title, _, text) in STORIES.items()},
    }
    yield site
    threading.Thread(target=site.close, daemon=True).start()


def _feed(site: Site) -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>{site.url(path)}</link><pubDate>{day}</pubDate></item>"
        for path, (title, day, _) in STORIES.items()
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{items}</channel></rss>".encode()


def _page(title: str, text: str) -> bytes:
    more = "The Herald will come back to this in its weekly issue, which is out on Friday morning."
    head = f"<!DOCTYPE html><html lang='en'><head><title>{title}</title></head>"
    body = f"<h1>{title}</h1><p>{text}</p><p>{more}</p>"
    return f"{head}<body><article>{body}</article></body></html>".encode()


@pytest.fixture
def home(tmp_path: Path, herald: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose overlay holds the YAML that is shown, with another host."""
    (shown,) = re.findall(r"```yaml\n(.*?)```", PART, re.DOTALL)
    folder = tmp_path / "catalogue"
    folder.mkdir()
    here = shown.replace(f"https://{HOST}", herald.url("")).replace(
        f"[{HOST}]", f'["{herald.host}"]'
    )
    (folder / "steppe-herald.yml").write_text(here, encoding="utf-8")
    for name, value in {
        "CONTACT": "a test",
        "SHIPPED_CATALOGUE": "false",
        "LOOPBACK": f'["{herald.host}"]',
        "BASELINE": "2026-11-01",  # before the articles, whenever the test is run
    }.items():
        monkeypatch.setenv(f"RECWATCH_{name}", value)
    return tmp_path


def transcript() -> list[tuple[list[str], str]]:
    """The commands that are shown, each with what it says."""
    lines = [line[4:] for line in PART.splitlines() if line.startswith("    ")]
    spoken = "\n".join(lines).split("$ recwatch ")[1:]
    return [
        (command.split(), said) for command, _, said in (each.partition("\n") for each in spoken)
    ]


def pattern_of(said: str) -> str:
    """Spaces are as many as there are; "…" is anything."""
    words = (re.escape(word).replace("…", r".*") for word in said.split())
    return r"\s+".join(words)


@pytest.mark.prove
def test_a_new_feed_is_one_yaml_file_and_the_commands_that_are_shown(
    home: Path, herald: Site
) -> None:
    for command, said in transcript():
        code, out, err = recwatch(home, *command)
        spoken = f"{out}\n{err}".replace(herald.url(""), f"https://{HOST}")
        assert code == 0, err
        assert re.search(pattern_of(said), spoken, re.DOTALL), f"{command} says:\n{spoken}"


def test_the_yaml_that_is_shown_is_a_source(home: Path) -> None:
    loaded = load_catalogue((home / "catalogue",), years(2026))
    assert loaded.item is not None, "\n".join(str(each) for each in loaded.complaints)
    assert [source.id for source in loaded.item] == ["steppe-herald"]


def test_the_transcript_shows_the_whole_way() -> None:
    assert [command[0] for command, _ in transcript()] == ["check", "sources", "run"]
