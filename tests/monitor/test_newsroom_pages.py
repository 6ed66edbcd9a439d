"""The demo newsroom's pages, awkward on purpose, give back the articles they were made from."""

from functools import cache

import pytest

from monitor.assess import assess
from monitor.demo.articles import Article, Edition, load_edition
from monitor.demo.houses import path_of
from monitor.demo.site import Site, build_site
from rules.records import Document
from tests.monitor.page_makers import WordMatcher, make_page, make_source

ORIGIN = "http://127.0.0.1:8123"


@cache
def edition() -> Edition:
    return load_edition(1)


@cache
def site() -> Site:
    return build_site(edition(), ORIGIN)


@cache
def document_of(article: Article) -> Document:
    reply = site().find(path_of(article))
    page = make_page(reply.body, content_type=reply.content_type, url=ORIGIN + path_of(article))
    (found,) = assess(page, make_source(), WordMatcher()).documents
    return found.document


@pytest.mark.parametrize("is_pdf", [False, True])
def test_every_article_comes_back_whole(is_pdf: bool) -> None:
    articles = [article for article in edition().articles if article.is_pdf is is_pdf]
    lost = [
        (article.slug, paragraph)
        for article in articles
        for paragraph in article.paragraphs
        if paragraph not in document_of(article).text.split("\n")
    ]
    assert articles
    assert lost == []


def test_nothing_of_the_frame_comes_with_a_page() -> None:
    added = [
        (article.slug, line)
        for article in edition().articles
        if not article.is_pdf
        for line in document_of(article).text.split("\n")
        if line not in article.paragraphs
    ]
    assert added == []


def test_title_day_and_language_are_those_of_the_article() -> None:
    wrong = [
        (article.slug, found.title, found.published, found.language)
        for article in edition().articles
        if (found := document_of(article))
        and (found.title, found.published, found.language)
        != (article.title, article.published, article.language)
    ]
    assert wrong == []
