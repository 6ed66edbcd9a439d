"""The demo newsroom's contents, as written in `newsroom/`: what each of its two nights publishes.

The second night differs from the first by one changed, one added and one removed article. The
files are the project's own, so a slip in them is an error of ours and not of the user's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "newsroom"


class Section(StrEnum):
    """The house that publishes an article. CLOSED: pages that robots may not read."""

    HERALD = "herald"
    VESTNIK = "vestnik"
    DALA = "dala"
    WIRE = "wire"
    RELEASE = "release"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article. corrected: it is the second night's text of a first night's article."""

    slug: str
    section: Section
    language: str
    published: date
    title: str
    summary: str
    paragraphs: tuple[str, ...]
    is_pdf: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What the newsroom publishes on a night, newest first.

    removed: articles that answer "gone" tonight. steady: slugs of the articles that are the same
    on both nights; only these may be named on other pages, or a change would spread.
    """

    night: int
    articles: tuple[Article, ...]
    removed: tuple[Article, ...]
    steady: frozenset[str]
    treaties: Mapping[str, Any]
    parties: Mapping[str, Any]

    def of(self, section: Section) -> tuple[Article, ...]:
        """The articles of one house, newest first."""
        return tuple(a for a in self.articles if a.section is section)


def load_edition(night: int, folder: Path = FOLDER) -> Edition:
    """The edition of a night, 1 or 2."""
    first = {article.slug: article for article in _first_night(folder)}
    second = read_yaml(folder / "second-night.yml")
    news = {a.slug: a for a in (*_corrections(second, first), *map(_article, second["added"]))}
    removed = frozenset(map(_slug, second["removed"]))
    touched = news.keys() | removed
    standing = first if night == 1 else _without(first | news, removed)
    return Edition(
        night=night,
        articles=tuple(sorted(standing.values(), key=_newest_first)),
        removed=tuple(first[slug] for slug in sorted(removed)) if night > 1 else (),
        steady=frozenset(first.keys() - touched),
        treaties=read_yaml(folder / "treaties.yml"),
        parties=read_yaml(folder / "parties.yml"),
    )


def read_yaml(path: Path) -> Any:
    """One of the newsroom's files."""
    # PyYAML's own parser needs 20 times as long, and not every platform has libyaml.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506 - both loaders are safe


def _first_night(folder: Path) -> Iterator[Article]:
    for path in sorted((folder / "articles").glob("*.yml")):
        yield _article(read_yaml(path))


def _article(item: Mapping[str, Any]) -> Article:
    return Article(
        slug=item["slug"],
        section=Section(item["section"]),
        language=item["language"],
        published=item["published"],
        title=item["title"],
        summary=item["summary"],
        paragraphs=tuple(item["paragraphs"]),
        is_pdf=item.get("format") == "pdf",
    )


def _corrections(second: Mapping[str, Any], first: Mapping[str, Article]) -> Iterator[Article]:
    for item in second["changed"]:
        before = first[item["slug"]]
        yield replace(
            before,
            title=item.get("title", before.title),
            summary=item.get("summary", before.summary),
            paragraphs=tuple(item.get("paragraphs", before.paragraphs)),
            corrected=True,
        )


def _slug(item: str | Mapping[str, Any]) -> str:
    return item if isinstance(item, str) else str(item["slug"])


def _without(articles: Mapping[str, Article], removed: frozenset[str]) -> dict[str, Article]:
    return {slug: article for slug, article in articles.items() if slug not in removed}


def _newest_first(article: Article) -> tuple[int, str]:
    return -article.published.toordinal(), article.slug
