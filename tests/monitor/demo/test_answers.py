from datetime import UTC, datetime

from monitor.demo.answers import AnswerSheet, Planted, compare, load_sheet
from monitor.demo.articles import load_edition
from monitor.demo.houses import path_of
from storage.records import Flag, Heading, Lane

HOST = "http://127.0.0.1:9"


def make_planted(**given: object) -> Planted:
    names: dict[str, object] = {
        "slug": "freed",
        "recommendation": "R-1",
        "heading": Heading.PROGRESS,
        "lane": Lane.HAPPENED,
    }
    return Planted(**(names | given))  # type: ignore[arg-type]  # a factory for tests


def make_sheet(*planted: Planted, originals: dict[str, str] | None = None) -> AnswerSheet:
    return AnswerSheet(planted=planted, originals=originals or {}, quiet=0)


def make_flag(number: int = 1, **given: object) -> Flag:
    names: dict[str, object] = {
        "number": number,
        "recommendation": "R-1",
        "story_id": "s",
        "document_id": "d",
        "lane": Lane.HAPPENED,
        "heading": Heading.PROGRESS,
        "key": "{}",
        "reason": "first seen",
        "raised_at": datetime(2026, 1, 1, tzinfo=UTC),
        "run_id": "r",
    }
    return Flag(**(names | given))  # type: ignore[arg-type]  # a factory for tests


def test_flags_as_planted_agree() -> None:
    found = compare(make_sheet(make_planted()), {f"{HOST}/herald/freed.html": (make_flag(),)})
    assert found.agrees
    assert found.found == (make_planted(),)


def test_a_planted_event_without_a_flag_is_missing() -> None:
    assert compare(make_sheet(make_planted()), {}).missing == (make_planted(),)


def test_a_flag_on_noise_is_surplus() -> None:
    found = compare(make_sheet(), {f"{HOST}/wire/2020/noise.html": (make_flag(),)})
    assert found.surplus == (make_planted(slug="noise"),)


def test_another_direction_is_a_difference_and_neither_missing_nor_surplus() -> None:
    flags = {f"{HOST}/dala/freed": (make_flag(heading=Heading.REGRESSION),)}
    found = compare(make_sheet(make_planted()), flags)
    assert found.differing == ((make_planted(), make_planted(heading=Heading.REGRESSION)),)
    assert not found.missing
    assert not found.surplus


def test_a_flag_that_shows_the_reprint_counts_for_the_original() -> None:
    sheet = make_sheet(make_planted(), originals={"freed-again": "freed"})
    assert compare(sheet, {f"{HOST}/wire/freed-again.html": (make_flag(),)}).agrees


def test_a_doubled_flag_is_surplus() -> None:
    flags = {f"{HOST}/dala/freed": (make_flag(1), make_flag(2))}
    assert compare(make_sheet(make_planted()), flags).surplus == (make_planted(),)


def test_the_rows_of_a_status_page_are_taken_together() -> None:
    flags = {
        f"{HOST}/parties/register#1": (make_flag(1),),
        f"{HOST}/parties/register#2": (make_flag(2, heading=Heading.REGRESSION),),
    }
    assert compare(make_sheet(make_planted(slug="parties", heading=Heading.MIXED)), flags).agrees


def test_the_sheet_answers_for_every_article_of_both_nights() -> None:
    for night in (1, 2):
        sheet = load_sheet(night)
        slugs = {a.slug for a in load_edition(night).articles}
        named = {p.slug for p in sheet.planted} - {"treaties", "parties"}
        assert named <= slugs
        assert len(named) + sheet.quiet == len(slugs)


def test_the_sheet_agrees_with_flags_made_from_itself() -> None:
    articles = {a.slug: a for a in load_edition(1).articles}
    sheet = load_sheet(1)
    flags: dict[str, tuple[Flag, ...]] = {}
    for number, p in enumerate(sheet.planted, start=1):
        url = HOST + (path_of(articles[p.slug]) if p.slug in articles else f"/{p.slug}/x")
        made = make_flag(number, recommendation=p.recommendation, heading=p.heading, lane=p.lane)
        flags[url] = (*flags.get(url, ()), made)
    assert compare(sheet, flags).agrees
