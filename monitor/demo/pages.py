"""Prints the demo newsroom's pages: an article in its house's manner, feeds, listings, tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zlib import crc32

from monitor.demo.articles import Article, Edition
from monitor.demo.houses import HOUSES, in_words, path_of
from monitor.demo.pdf import write_pdf
from monitor.templating import templates_in

_RELATED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as feeds and listings name it. href: relative to its house's front page."""

    article: Article
    url: str
    href: str
    published: str
    modified: str
    rfc822: str
    day: str


class Printer:
    """Prints pages for one edition at one origin ("http://127.0.0.1:8000")."""

    def __init__(self, edition: Edition, origin: str) -> None:
        self._edition = edition
        self._origin = origin
        self._templates = templates_in(Path(__file__).parent / "templates")

    def page(self, template: str, **names: Any) -> bytes:
        """A page from a template of ours, as UTF-8."""
        return self._text(template, **names).encode()

    def article(self, article: Article) -> bytes:
        """An article as its house serves it: HTML in the house's encoding, or PDF."""
        if article.is_pdf:
            day = in_words(article.published, article.language)
            return write_pdf(article.title, [day, *article.paragraphs])
        house = HOUSES[article.section]
        text = self._text(
            "article.html.j2",
            house=house,
            article=article,
            url=self._origin + path_of(article),
            published=published_at(article),
            day=self._day(article),
            linked_data=_linked_data(article, house.name),
            related=self._related(article),
        )
        # A letter that the encoding lacks becomes a character reference, as in editors' tools.
        return text.encode(house.encoding, "xmlcharrefreplace")

    def items(self, articles: Iterable[Article]) -> tuple[Item, ...]:
        """The articles as a feed or a listing names them, in the same order."""
        return tuple(self._item(article) for article in articles)

    def _text(self, template: str, **names: Any) -> str:
        return self._templates.get_template(template).render(origin=self._origin, **names)

    def _item(self, article: Article) -> Item:
        path = path_of(article)
        return Item(
            article=article,
            url=self._origin + path,
            href=path.removeprefix(HOUSES[article.section].home),
            published=published_at(article).isoformat(),
            modified=modified_at(article).isoformat(),
            rfc822=format_datetime(published_at(article), usegmt=True),
            day=self._day(article),
        )

    def _day(self, article: Article) -> str:
        return in_words(article.published, article.language)

    def _related(self, article: Article) -> tuple[dict[str, str], ...]:
        """Headlines beside an article, picked by hash so that they stay put between nights."""
        others = [
            other
            for other in self._edition.of(article.section)
            if other.slug in self._edition.steady and other.slug != article.slug
        ]
        others.sort(key=lambda other: crc32(f"{article.slug} {other.slug}".encode()))
        return tuple({"path": path_of(o), "title": o.title} for o in others[:_RELATED])


def published_at(article: Article) -> datetime:
    """The moment an article is dated: nine in the morning, UTC."""
    return datetime.combine(article.published, time(9), UTC)


def modified_at(article: Article) -> datetime:
    """When its text was last touched: a correction comes the day after."""
    return published_at(article) + timedelta(days=1 if article.corrected else 0)


def _linked_data(article: Article, house: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": published_at(article).isoformat(),
        "dateModified": modified_at(article).isoformat(),
        "publisher": {"@type": "Organization", "name": house},
    }
