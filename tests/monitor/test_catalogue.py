"""The catalogue: read whole, or everything that is wrong with it is said at once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import spiders
from monitor.catalogue import load_catalogue
from monitor.patterns import problem_of
from spiders.records import ALL, Kind, Pace, Source, Tier, Watch
from spiders.shapes import ListingShape
from tests.monitor.catalogue.shipped import shipped

GOOD = """\
id: steppe
name: Steppe Courier
publisher: Steppe Courier
tier: independent-media
country: KZ
languages: [ru, kk]
entry_points:
  - {url: "https://steppe.example/rss", kind: feed}
allowed_hosts: [steppe.example]
expects: {documents_per_week: 5, text_at_least: 400}
"""


def complaints_of(tmp_path: Path, text: str) -> list[str]:
    folder = tmp_path / "catalogue"
    folder.mkdir(exist_ok=True)
    (folder / "one.yml").write_text(text, encoding="utf-8")
    loaded = load_catalogue([folder])
    assert (loaded.item is None) == bool(loaded.errors)
    return [str(complaint) for complaint in loaded.complaints]


def sources_in(*folders: Path, **values: str) -> tuple[Source, ...]:
    loaded = load_catalogue(folders, values)
    assert loaded.item is not None, loaded.complaints
    return loaded.item


def test_a_short_file_gives_a_source_with_the_usual_manners(tmp_path: Path) -> None:
    (tmp_path / "one.yml").write_text(GOOD)
    (source,) = sources_in(tmp_path)
    assert (source.id, source.tier, source.country) == ("steppe", Tier.INDEPENDENT_MEDIA, "KZ")
    assert (source.languages, source.pace, source.follow) == (("ru", "kk"), Pace(), True)
    assert source.disabled_because is None


def test_a_source_may_except_a_host_from_certificates_and_ask_for_a_proxy(tmp_path: Path) -> None:
    """Rows 23 and 33."""
    excepted = "unverified_hosts: [old.steppe.example]\nby_proxy: true\n"
    (tmp_path / "one.yml").write_text(GOOD + excepted)
    (source,) = sources_in(tmp_path)
    assert source.badges == ("certificate of old.steppe.example not verified", "by proxy only")


def test_only_hosts_of_the_source_are_excepted_from_certificates(tmp_path: Path) -> None:
    """Row 23."""
    (complaint,) = complaints_of(tmp_path, GOOD + "unverified_hosts: [bank.example]\n")
    assert complaint.startswith("catalogue/one.yml:")
    assert "bank.example is no host of this source" in complaint


def test_every_field_is_read(tmp_path: Path) -> None:
    (tmp_path / "one.yml").write_text(
        """\
id: steppe
name: Steppe Courier
publisher: Steppe Courier
tier: ngo
languages: [en]
entry_points:
  - url: https://steppe.example/news/
    kind: listing
    listing: {item: li.news, title: h3, next_page: a.next, pages_at_most: 2}
  - {url: "https://steppe.example/table", kind: status-page}
allowed_hosts: [steppe.example, "127.0.0.1:8000"]
expects: {documents_per_week: 0.5, text_at_least: 400}
follow: false
articles: ['/news/\\d+$']
status_tables:
  - {table: "#parties", rows: [registered], sentence: "{Party} was registered on {Day}."}
pace: {delay: 2.5, concurrent: 2, pages_at_most: 50, seconds_at_most: 60}
recheck_days: 3
disabled_because: the site is closed
"""
    )
    (source,) = sources_in(tmp_path)
    listing, status = source.entry_points
    assert listing.listing == ListingShape(
        item="li.news", title="h3", next_page="a.next", pages_at_most=2
    )
    assert (status.kind, status.listing) == (Kind.STATUS_PAGE, None)
    assert source.status_tables[0].sentence == "{Party} was registered on {Day}."
    assert source.pace == Pace(delay=2.5, concurrent=2, pages_at_most=50, seconds_at_most=60)
    assert (source.follow, source.articles, source.recheck_days) == (False, (r"/news/\d+$",), 3)
    assert (source.country, source.disabled_because) == (None, "the site is closed")


def test_what_a_source_is_read_for_is_told_for_each_register(tmp_path: Path) -> None:
    watches = """\
watches:
  first-report:
    recommendations: [A-1, A-2]
    primary_for: [ministry]
    no_primary_for: {A-2: the ministry's pages are shut}
  second-report: {recommendations: [all]}
"""
    (tmp_path / "one.yml").write_text(GOOD + watches)
    (source,) = sources_in(tmp_path)
    assert source.watches == (
        Watch(
            register="first-report",
            recommendations=("A-1", "A-2"),
            primary_for=("ministry",),
            no_primary_for=(("A-2", "the ministry's pages are shut"),),
        ),
        Watch(register="second-report", recommendations=(ALL,)),
    )


def test_a_source_that_is_not_read_may_lack_an_address(tmp_path: Path) -> None:
    point = 'entry_points:\n  - {url: "https://steppe.example/rss", kind: feed}\n'
    hosts = "allowed_hosts: [steppe.example]\n"
    text = GOOD.replace(point, "").replace(hosts, "") + "disabled_because: it needs a key\n"
    (tmp_path / "one.yml").write_text(text)
    assert sources_in(tmp_path)[0].entry_points == ()


def test_a_later_folder_overrides_by_id(tmp_path: Path) -> None:
    for name, title in (("shipped", "Old"), ("home", "New")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.yml").write_text(
            GOOD.replace("name: Steppe Courier", f"name: {title}")
        )
    (source,) = sources_in(tmp_path / "shipped", tmp_path / "home", tmp_path / "missing")
    assert source.name == "New"


def test_a_placeholder_takes_its_value(tmp_path: Path) -> None:
    text = GOOD.replace("https://steppe.example", "http://{newsroom}").replace(
        "[steppe.example]", '["{newsroom}"]'
    )
    (tmp_path / "one.yml").write_text(text)
    (source,) = sources_in(tmp_path, newsroom="127.0.0.1:8123")
    assert source.entry_points[0].url == "http://127.0.0.1:8123/rss"
    assert source.allowed_hosts == ("127.0.0.1:8123",)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("id: steppe", "id: Steppe One", "1:5", "small letters"),
        ("name:", "nmae:", "2:1", "did you mean"),
        ("tier: independent-media", "tier: independent", "4:7", "did you mean"),
        ("country: KZ", "country: Kazakhstan", "5:10", "two capitals"),
        ("languages: [ru, kk]", "languages: []", "6:12", "no languages"),
        ("languages: [ru, kk]", "languages: [rus]", "6:13", "two small letters"),
        (
            "https://steppe.example/rss",
            "ftp://steppe.example/rss",
            "8:11",
            "can be fetched",
        ),
        ("kind: feed", "kind: fed", "8:47", "did you mean feed"),
        ("kind: feed", "kind: listing", "8:5", "has no listing"),
        ("kind: feed", "kind: feed, listing: {item: li}", "8:62", "no shape"),
        ("[steppe.example]", "[other.example]", "9:16", "not allowed"),
        ("[steppe.example]", "[https://steppe.example/]", "9:17", "not a host"),
        ("expects: {documents_per_week: 5, text_at_least: 400}", "", "1:1", "no expects"),
        ("documents_per_week: 5", "documents_per_week: many", "10:31", "number from 0"),
        ("text_at_least: 400", "text_at_leats: 400", "10:34", "did you mean"),
        ("allowed_hosts:", "articles: ['(a+)+']\nallowed_hosts:", "9:12", "dangerous"),
        ("allowed_hosts:", "articles: ['(']\nallowed_hosts:", "9:12", "regular expression"),
        ("allowed_hosts:", "pace: {delay: -1}\nallowed_hosts:", "9:15", "number from 0"),
        ("https://steppe", "https://{steppe}.example/x", "8:11", "stands for nothing"),
        ("400}", "400, dates_that_parse: 9}", "10:72", "share from 0 to 1"),
        ("expects:", "watches: {r: {recommendations: []}}\nexpects:", "10:32", "watches no"),
        ("expects:", "watches: {r: {recommendations: [all, A]}}\nexpects:", "10:32", "beside"),
        ("expects:", "watches: {r: {recomendations: [A]}}\nexpects:", "10:15", "did you mean"),
        (
            "expects:",
            "watches: {r: {recommendations: [A], no_primary_for: {B: why}}}\nexpects:",
            "10:53",
            "is not watched",
        ),
    ],
)
def test_a_slip_is_named_with_its_place_and_remedy(
    tmp_path: Path, old: str, new: str, place: str, words: str
) -> None:
    found = complaints_of(tmp_path, GOOD.replace(old, new))
    hits = [each for each in found if f"one.yml:{place} " in each and " — " in each]
    assert any(words in each for each in hits), found


def test_a_selector_that_does_not_compile_is_named(tmp_path: Path) -> None:
    listing = "kind: listing, listing: {item: 'li[', link: a}"
    found = complaints_of(tmp_path, GOOD.replace("kind: feed", listing))
    assert ["CSS selector" in each for each in found] == [True]


def test_all_slips_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / "a.yml").write_text(GOOD.replace("tier: independent-media", "tier: none"))
    (folder / "b.yml").write_text("{")
    found = complaints_of(
        tmp_path, GOOD.replace("expects", "expect").replace("kind: feed", "kind: x")
    )
    assert {each.partition(":")[0].rpartition("/")[2] for each in found} == {
        "a.yml",
        "b.yml",
        "one.yml",
    }
    assert sum("one.yml" in each for each in found) >= 3


def test_one_id_in_two_files_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "again.yml").write_text(GOOD)
    assert any("stands in catalogue/again.yml" in each for each in complaints_of(tmp_path, GOOD))


def test_the_demo_catalogue_loads() -> None:
    folder = Path(spiders.__file__).parent / "catalogue" / "demo"
    assert len(sources_in(folder, newsroom="127.0.0.1:8123")) == 7


@given(st.text(alphabet="ab|()*+?{}[]\\d.,1", max_size=30))
def test_any_pattern_is_judged(pattern: str) -> None:
    assert problem_of(pattern) is None or isinstance(problem_of(pattern), str)


def test_a_list_by_year_is_asked_for_last_year_too() -> None:
    """What is adopted late in December is listed in January."""
    addresses = [point.url for point in shipped()["ep-adopted-texts"].entry_points]
    assert [url.partition("year=")[2][:4] for url in addresses] == ["2026", "2025"]
