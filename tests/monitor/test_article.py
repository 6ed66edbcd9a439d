"""Articles out of pages as news sites build them, in three languages."""

import contextlib
from datetime import date

import pytest

from monitor.extract.article import Article, read_article
from monitor.extract.failures import EmptyBody, NotAnArticle
from tests.monitor.page_makers import ENGLISH, KAZAKH, RUSSIAN, SEEN_ON, URL, article_page


def read(markup: str, hint: str = "") -> Article:
    return read_article(markup, URL, SEEN_ON, hint)


@pytest.mark.parametrize(
    ("title", "line", "paragraphs", "published"),
    [
        ("Former governor set free", "14 July 2026", ENGLISH, date(2026, 7, 14)),
        ("Бывший аким вышел на свободу", "21 марта 2026 года", RUSSIAN, date(2026, 3, 21)),
        ("Бұрынғы әкім бостандыққа шықты", "2026 жылғы 19 шілде", KAZAKH, date(2026, 7, 19)),
    ],
)
def test_an_article_keeps_its_words_and_loses_its_frame(
    title: str, line: str, paragraphs: tuple[str, ...], published: date
) -> None:
    found = read(article_page(title, line, paragraphs))
    assert (found.title, found.published) == (title, published)
    assert [p for p in paragraphs if p not in found.text.split("\n")] == []
    assert "Another headline" not in found.text
    assert "rights reserved" not in found.text


def test_the_day_that_a_page_states_for_machines_comes_before_the_one_it_shows() -> None:
    head = '<meta property="article:published_time" content="2026-05-04T23:30:00+05:00">'
    found = read(article_page("Former governor set free", "14 July 2026", ENGLISH, head=head))
    assert found.published == date(2026, 5, 4)


def test_json_ld_gives_title_and_day() -> None:
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"},'
        '{"@type": ["NewsArticle"], "headline": "Governor is free",'
        '"datePublished": "2026-06-01T10:00:00Z"}]}</script>'
    )
    found = read(article_page("Former governor set free", "", ENGLISH, head=head))
    assert (found.title, found.published) == ("Governor is free", date(2026, 6, 1))


def test_json_ld_that_nests_without_end_is_passed_over() -> None:
    head = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    assert read(article_page("Former governor set free", "", ENGLISH, head=head)).title


def test_an_entrys_day_helps_where_the_page_shows_none() -> None:
    found = read(article_page("Former governor set free", "", ENGLISH), hint="2026-07-01")
    assert found.published == date(2026, 7, 1)


def test_the_date_of_a_related_headline_is_not_the_articles() -> None:
    found = read(article_page("Former governor set free", "14 July 2026", ENGLISH))
    assert found.published == date(2026, 7, 14)


def test_the_sites_name_is_cut_from_the_title() -> None:
    head = (
        '<meta property="og:title" content="Former governor set free — Steppe Courier">'
        '<meta property="og:site_name" content="Steppe Courier">'
    )
    page = article_page("Former governor set free", "", ENGLISH, head=head).replace("h1>", "h2>")
    assert read(page).title == "Former governor set free"


def test_a_dash_inside_a_title_stays() -> None:
    title = "Free at last - but banned from politics"
    assert read(article_page(title, "", ENGLISH)).title == title


def test_a_canonical_address_on_the_same_host_counts() -> None:
    head = '<link rel="canonical" href="/2026/story">'
    found = read(article_page("Former governor set free", "", ENGLISH, head=head))
    assert found.url == "https://news.example.org/2026/story"


@pytest.mark.parametrize("href", ["https://elsewhere.example/x", "/", "javascript:alert(1)", "//["])
def test_a_canonical_address_that_leads_away_does_not(href: str) -> None:
    head = f'<link rel="canonical" href="{href}">'
    found = read(article_page("Former governor set free", "", ENGLISH, head=head))
    assert found.url == URL


def test_a_missing_page_that_answers_200_is_no_article() -> None:
    with pytest.raises(NotAnArticle, match="Страница не найдена"):
        read(article_page("Страница не найдена", "", RUSSIAN))


def test_an_index_is_no_article() -> None:
    links = "".join(f'<li><a href="/{n}">A headline about matter {n}</a></li>' for n in range(40))
    with pytest.raises(NotAnArticle):
        read(f"<html><body><h1>News</h1><ul>{links}</ul></body></html>")


@pytest.mark.parametrize("markup", ["", "   ", "<html></html>", "<script>let a = 1</script>"])
def test_a_page_without_words_is_an_empty_body(markup: str) -> None:
    with pytest.raises(EmptyBody):
        read(markup)


def test_deep_nesting_costs_no_recursion() -> None:
    deep = "<div>" * 50_000 + "words" + "</div>" * 50_000
    with contextlib.suppress(NotAnArticle, EmptyBody):
        read(f"<html><body>{deep}<p>{ENGLISH[0]}</p></body></html>")
