"""The demo newsroom as a mapping from address to reply. Pure: same edition, same bytes.

edition ─► articles, feeds, sitemap, listings, status pages, robots.txt ─► Site
"""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import urlsplit
from zlib import crc32

from monitor.demo.articles import Article, Edition, Section
from monitor.demo.houses import HOUSES, path_of
from monitor.demo.pages import Printer, modified_at
from monitor.demo.tables import PARTIES, TREATIES, party_register, treaty_pages

HERALD_FEED = "/herald/feed.xml"
VESTNIK_FEED = "/vestnik/atom.xml"
DALA_INDEX = "/dala/sitemap.xml"
DALA_SITEMAP = "/dala/news-sitemap.xml.gz"
ROBOTS = "/robots.txt"
PER_PAGE = 10
# Where a person may begin to look around.
DOORS = (
    HERALD_FEED,
    VESTNIK_FEED,
    DALA_INDEX,
    *(HOUSES[section].home for section in Section if section is not Section.CLOSED),
    f"{TREATIES}?mtdsg_no=IV-4&chapter=4&clang=_en",
    PARTIES,
    ROBOTS,
)

# Which validators a house sends. The wire sends none, so only the bytes tell that nothing changed.
_SENDS_ETAG = frozenset({Section.HERALD, Section.DALA, Section.RELEASE, Section.CLOSED})
_SENDS_LAST_MODIFIED = frozenset({Section.HERALD, Section.VESTNIK, Section.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an address answers. etag, last_modified: None where the newsroom sends none."""

    status: int = 200
    content_type: str
    body: bytes
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Every address of the newsroom (path and query) with its reply; `missing` is for the rest."""

    replies: Mapping[str, Reply]
    missing: Reply

    def find(self, target: str) -> Reply:
        """The reply to a request target. A query that no page knows is passed over."""
        exact = self.replies.get(address(target))
        return exact or self.replies.get(address(target).split("?", 1)[0], self.missing)


def address(target: str) -> str:
    """A request target with its query in one order, whatever order a client put it in."""
    try:
        parts = urlsplit(target)
    except ValueError:  # brackets that hold no IPv6 address
        return target
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{parts.path}?{query}" if query else parts.path


def build_site(edition: Edition, origin: str) -> Site:
    """The whole site of an edition at `origin`, "http://127.0.0.1:8000"."""
    printer = Printer(edition, origin)
    replies = {
        address(target): reply
        for part in (_articles, _gone, _feeds, _sitemap, _listings, _tables, _fronts, _robots)
        for target, reply in part(edition, printer)
    }
    return Site(replies=replies, missing=_absent(printer, 404, "Not found", "No such page here."))


Part = Iterator[tuple[str, Reply]]


def _articles(edition: Edition, printer: Printer) -> Part:
    for article in edition.articles:
        body = printer.article(article)
        yield (
            path_of(article),
            Reply(
                content_type=_content_type(article),
                body=body,
                etag=_etag(body) if article.section in _SENDS_ETAG else None,
                last_modified=_last_modified(article),
            ),
        )


def _content_type(article: Article) -> str:
    if article.is_pdf:
        return "application/pdf"
    # Half of the windows-1251 pages name their encoding only inside, as many old sites do.
    if article.section is Section.VESTNIK and crc32(article.slug.encode()) % 2:
        return "text/html"
    return f"text/html; charset={HOUSES[article.section].encoding}"


def _last_modified(article: Article) -> str | None:
    if article.section not in _SENDS_LAST_MODIFIED:
        return None
    return _http_date(modified_at(article))


def _gone(edition: Edition, printer: Printer) -> Part:
    for article in edition.removed:
        yield path_of(article), _absent(printer, 410, "Gone", "This page was taken away.")


def _absent(printer: Printer, status: int, title: str, sentence: str) -> Reply:
    body = printer.page("missing.html.j2", title=title, sentence=sentence)
    return Reply(status=status, content_type="text/html; charset=utf-8", body=body)


def _feeds(edition: Edition, printer: Printer) -> Part:
    # The herald announces its members' articles too, which robots may not read.
    announced = [a for a in edition.articles if a.section in (Section.HERALD, Section.CLOSED)]
    rss = _listed(printer, "rss.xml.j2", Section.HERALD, announced, path=HERALD_FEED)
    yield HERALD_FEED, _document("application/rss+xml; charset=utf-8", rss)
    articles = edition.of(Section.VESTNIK)
    updated = max(map(modified_at, articles)).isoformat()
    atom = _listed(
        printer, "atom.xml.j2", Section.VESTNIK, articles, path=VESTNIK_FEED, updated=updated
    )
    yield VESTNIK_FEED, _document("application/atom+xml; charset=utf-8", atom)


def _sitemap(edition: Edition, printer: Printer) -> Part:
    index = printer.page("sitemap-index.xml.j2", path=DALA_SITEMAP)
    yield DALA_INDEX, _document("application/xml", index)
    body = _listed(printer, "sitemap.xml.j2", Section.DALA, edition.of(Section.DALA))
    yield DALA_SITEMAP, _document("application/x-gzip", gzip.compress(body, mtime=0))


def _listings(edition: Edition, printer: Printer) -> Part:
    for section in (Section.WIRE, Section.RELEASE):
        articles = edition.of(section)
        pages = max(1, -(-len(articles) // PER_PAGE))
        for page in range(1, pages + 1):
            shown = articles[(page - 1) * PER_PAGE : page * PER_PAGE]
            body = _listed(printer, "listing.html.j2", section, shown, page=page, pages=pages)
            yield HOUSES[section].home + (f"?page={page}" if page > 1 else ""), _page(body)


def _listed(
    printer: Printer, template: str, section: Section, articles: Sequence[Article], **names: object
) -> bytes:
    items = printer.items(articles)
    return printer.page(template, house=HOUSES[section], items=items, **names)


def _tables(edition: Edition, printer: Printer) -> Part:
    for target, body in treaty_pages(edition.treaties, printer):
        yield target, _page(body)
    yield PARTIES, _page(party_register(edition.parties, printer))


def _fronts(edition: Edition, printer: Printer) -> Part:
    """A page for a person who looks around, and the front pages that the houses' logos link to."""
    yield "/", _page(printer.page("front.html.j2", night=edition.night, paths=DOORS))
    for section in (Section.HERALD, Section.VESTNIK, Section.DALA):
        shown = edition.of(section)
        body = _listed(printer, "listing.html.j2", section, shown, page=1, pages=1)
        yield HOUSES[section].home, _page(body)


def _robots(edition: Edition, printer: Printer) -> Part:
    del edition  # every part is asked alike
    yield ROBOTS, _document("text/plain", printer.page("robots.txt.j2", path=DALA_INDEX))


def _page(body: bytes) -> Reply:
    return _document("text/html; charset=utf-8", body)


def _document(content_type: str, body: bytes) -> Reply:
    return Reply(content_type=content_type, body=body, etag=_etag(body))


def _etag(body: bytes) -> str:
    return f'"{sha256(body).hexdigest()[:16]}"'


def _http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)
