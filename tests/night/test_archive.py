"""Archives from the command that asks to the flag that a person sees."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from monitor.archives import take_from_file
from monitor.night import NightPlan, Progress
from monitor.wiring import load_settings, load_sources, make_parts, warc_taker
from spiders.urls import canonical_url
from storage.contract import Store
from storage.records import FlagQuery, Lane, PageRecord
from storage.sql.store import open_store
from tests.crawl.site import Reply, Site
from tests.crawl.test_archives import FILE, MONTH, rows, serve_file
from tests.night.commands import recwatch
from tests.spiders.foreign import block, digest, record

pytestmark = pytest.mark.prove

PAGE = "http://steppe.example.org/2006/01/freed"
RATIFIED = (
    b"<html lang='en'><head><title>Kazakhstan ratifies civil rights covenant</title></head><body>"
    b"<article><h1>Kazakhstan ratifies civil rights covenant</h1>"
    b"<p>ASTANA, 23 January 2006. Kazakhstan has ratified the International Covenant on Civil and "
    b"Political Rights, the foreign ministry in Astana said on Monday.</p>"
    b"<p>The president of Kazakhstan signed the law on ratification after both chambers of "
    b"parliament had passed it, the ministry told reporters at a briefing in the capital.</p>"
    b"<p>Lawyers who had asked for the step for years called it overdue, and said that they would "
    b"now watch whether courts apply the covenant when they hear cases of assembly.</p>"
    b"</article></body></html>"
)
SOURCES = {
    "wayback-cdx": ("/cdx/search/cdx", "disabled_because: asked by hand alone"),
    "cc-news": ("/crawl-data/CC-NEWS/", "disabled_because: asked by hand alone"),
}


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def home(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in {
        "CONTACT": "a test",
        "SHIPPED_CATALOGUE": "false",
        "LOOPBACK": json.dumps([site.host]),
    }.items():
        monkeypatch.setenv(f"RECWATCH_{name}", value)
    folder = tmp_path / "home" / "catalogue"
    folder.mkdir(parents=True)
    for name, (path, more) in SOURCES.items():
        write_source(folder, name, site.url(path), "archive", site.host, more)
    write_source(folder, "steppe", "https://steppe.example.org/rss", "feed", "steppe.example.org")
    return tmp_path / "home"


def write_source(folder: Path, name: str, url: str, kind: str, host: str, more: str = "") -> None:
    text = f"""\
id: {name}
name: {name}
publisher: {name}
tier: independent-media
country: KZ
languages: [en]
allowed_hosts: ["{host}"]
expects: {{documents_per_week: 1, text_at_least: 10}}
pace: {{delay: 0}}
entry_points:
  - {{url: "{url}", kind: {kind}}}
{more}
"""
    (folder / f"{name}.yml").write_text(text, encoding="utf-8")


@pytest.fixture
def opened(home: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{home / 'recwatch.db'}")
    yield store
    store.close()


def serve_capture(site: Site) -> None:
    site.endless = lambda path: rows(("20060124080000", PAGE)) if path.startswith("/cdx/") else None
    site.replies[f"/web/20060124080000id_/{PAGE}"] = Reply(RATIFIED)


def test_a_capture_of_long_ago_becomes_a_flag_in_the_backlog(
    site: Site, home: Path, opened: Store
) -> None:
    serve_capture(site)
    code, out, err = recwatch(home, "archive", "wayback", "steppe", "--since", "2004")
    assert code == 0, out + err
    (flag,) = opened.flags(FlagQuery(recommendation="KZ-TRE-1"))
    assert flag.lane is Lane.BACKLOG


def test_a_captures_document_has_its_own_address_and_source(
    site: Site, home: Path, opened: Store
) -> None:
    serve_capture(site)
    recwatch(home, "archive", "wayback", "http://steppe.example.org/*")
    stored = opened.document_at(canonical_url(PAGE))
    assert stored is not None
    assert (stored.source_id, stored.fetched_at.date()) == ("steppe", date(2006, 1, 24))


def test_a_months_news_of_a_source_is_taken_in_once(site: Site, home: Path, opened: Store) -> None:
    bad = record("http://steppe.example.org/bad", WARC_Payload_Digest=digest(b"other"))
    serve_file(site, bad + record(PAGE, block(RATIFIED)))
    for _ in range(2):
        _, out, err = recwatch(home, "archive", "news", "2017-03", "steppe")
        assert "the payload is not the one its digest was made of" in err, out + err
    assert (site.times(MONTH), site.times(FILE)) == (2, 2)
    assert [page.written.source_id for page in pages(opened)].count("steppe") == 1


def pages(store: Store) -> list[PageRecord]:
    return [page for run in store.runs() for page in store.pages_of_run(run.id)]


def test_a_warc_file_of_others_is_taken_in(home: Path, tmp_path: Path, opened: Store) -> None:
    file = tmp_path / "march.warc.gz"
    file.write_bytes(record(PAGE, block(RATIFIED)) + record("http://other.example.org/a"))
    code, out, err = recwatch(home, "archive", "file", str(file))
    assert (code, opened.document_at(canonical_url(PAGE)) is not None) == (0, True), out + err


def test_a_wish_to_stop_ends_the_reading_of_a_file(
    home: Path, tmp_path: Path, opened: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECWATCH_HOME", str(home))
    settings = load_settings()
    sources = load_sources(settings, "live")
    file = tmp_path / "march.warc.gz"
    file.write_bytes(record(PAGE, block(RATIFIED)) + record(f"{PAGE}/2", block(RATIFIED)))
    parts = make_parts(settings, opened, sources, lambda: True)
    plan = NightPlan(sources=sources, user_agent="")
    report, _ = take_from_file(parts, plan, file, warc_taker(), Progress())
    assert (report.stopped, len(pages(opened))) == (True, 1)


def test_a_night_of_our_own_is_told_again_from_its_file(
    site: Site, home: Path, tmp_path: Path
) -> None:
    serve_capture(site)
    recwatch(home, "archive", "wayback", "steppe")
    (file,) = (home / "warc").rglob("*wayback-cdx.warc.gz")
    kept = tmp_path / file.name
    kept.write_bytes(file.read_bytes())
    for each in home.glob("recwatch.db*"):
        each.unlink()
    code, out, err = recwatch(home, "archive", "file", str(kept))
    store = open_store(f"sqlite:///{home / 'recwatch.db'}")
    found = store.document_at(canonical_url(PAGE))
    store.close()
    assert (code, found is not None) == (0, True), out + err


@pytest.mark.parametrize(
    "words",
    [
        ("wayback", "nosuch"),
        ("wayback", "steppe", "--since", "last year"),
        ("news", "2017", "steppe"),
        ("file", "missing.warc.gz"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_done(
    home: Path, words: tuple[str, ...]
) -> None:
    code, _, _ = recwatch(home, "archive", *words)
    assert (code, (home / "recwatch.db").exists()) == (2, False)
