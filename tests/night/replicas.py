"""Local replicas of six real sources, built as the sources are built and worded by us.

The catalogue files are those that ship; only hosts and pace are another's. Pages of structured
sources are the golden ones.
"""

from pathlib import Path
from typing import Any

import yaml

from monitor.wiring import SHIPPED
from tests.crawl.site import Reply, Site

GOLDEN = Path(__file__).parents[1] / "golden"
SOURCES = {
    "un-treaty-status-xml": "treaties.un.org",
    "kz-adilet-act": "old.adilet.zan.kz",
    "kz-akorda-events": "www.akorda.kz",
    "vlast": "vlast.kz",
    "orda": "orda.kz",
    "telegram-aqorda": "t.me",
}
LAW = "/rus/docs/Z020000344_"
AMENDING = "/rus/docs/Z2000000334"
TREATIES = "/doc/Publication/MTDSG/Volume%20I/Chapter%20IV/"
VIEW = "/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=IV-12&chapter=4&clang=_en"
MAINTENANCE = (
    "<html><head><title>Treaty Collection</title></head><body><p>The site is under urgent "
    "maintenance and is currently unavailable.</p></body></html>"
).ljust(300)


def write_catalogue(home: Path, site: Site) -> None:
    """The six files in `home`, pointing at the site on loopback."""
    folder = home / "catalogue"
    folder.mkdir(parents=True)
    for name, host in SOURCES.items():
        (path,) = SHIPPED.rglob(f"{name}.yml")
        text = path.read_text(encoding="utf-8").replace(f"https://{host}", f"http://{site.host}")
        source: dict[str, Any] = yaml.safe_load(text)
        source["allowed_hosts"] = [site.host]
        source["pace"] = {"delay": 0}
        # Of the laws on adilet one is enough.
        points = source["entry_points"]
        source["entry_points"] = [p for p in points if "/docs/" not in p["url"] or LAW in p["url"]]
        for key in ("unverified_hosts", "disabled_because"):
            source.pop(key, None)
        # The real addresses name their host; so do the patterns of articles.
        source["articles"] = [_without_host(each, host) for each in source.get("articles", [])]
        written = yaml.safe_dump(source, allow_unicode=True, sort_keys=False)
        (folder / f"{name}.yml").write_text(written, encoding="utf-8")


def _without_host(pattern: str, host: str) -> str:
    escaped = host.removeprefix("www.").replace(".", r"\.")
    return pattern.replace(escaped, r":\d+")


def golden(name: str) -> bytes:
    (path,) = GOLDEN.glob(f"*/{name}/page.*")
    return path.read_bytes()


def fill(site: Site) -> None:
    """The first night's pages."""
    site.replies |= {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /search\n", content_type="text/plain"),
        f"{TREATIES}IV-4.en.xml": Reply(golden("un-treaty-iv-4"), content_type="text/xml"),
        f"{TREATIES}IV-5.en.xml": Reply(golden("un-treaty-iv-5"), content_type="text/xml"),
        f"{TREATIES}IV-12.en.xml": Reply(MAINTENANCE.encode()),
        VIEW: Reply(golden("un-treaty-iv-12")),
        LAW: Reply(golden("kz-adilet-law")),
        f"{LAW}/links": Reply(_links(AMENDING)),
        AMENDING: Reply(golden("kz-adilet-amending-act")),
        "/ru/events?page=1": Reply(golden("kz-akorda-events")),
        "/en/events?page=1": Reply(golden("kz-akorda-events").replace(b'"/ru/', b'"/en/')),
        "/feed/": Reply(_feed(site), content_type="application/rss+xml"),
        "/sitemap.xml": Reply(_sitemap(site), content_type="application/xml"),
        "/s/aqorda_resmi": Reply(_channel(site)),
        **{path: Reply(_article(*words)) for path, words in ARTICLES.items()},
    }


_QUIET = (
    "Работы начнутся весной, сообщили в ведомстве. Подрядчика выберут на открытом конкурсе, "
    "а о сроках обещают рассказать отдельно, когда будет готова смета.",
    "Жители давно просили об этом и надеются, что к осени всё будет закончено в срок.",
)
ARTICLES = {
    "/ru/podpisan-zakon-o-partiyah-2105": ("ru", "О приёме в Акорде", "21 марта 2026 года", _QUIET),
    "/ru/glava-gosudarstva-prinyal-poslov-2106": (
        "ru",
        "Глава государства принял верительные грамоты послов",
        "9 ноября 2026 года",
        _QUIET,
    ),
    "/ru/soveshchanie-po-voprosam-sudov-21077": (
        "ru",
        "Совещание о ремонте зданий",
        "8 ноября 2026 года",
        _QUIET,
    ),
    "/en/soveshchanie-po-voprosam-sudov-21077": (
        "en",
        "Buildings to be repaired",
        "8 November 2026",
        (
            "Roofs and windows of nine buildings will be renewed before the winter, officials said "
            "at a meeting. The money was set aside in the spring, and builders have been chosen.",
        ),
    ),
    "/en/podpisan-zakon-o-partiyah-2105": (
        "en",
        "Reception held in the palace",
        "21 March 2026",
        (
            "Guests were shown the new halls of the palace, and a concert of chamber music closed "
            "the evening. The halls will open to visitors in the summer, the office said.",
        ),
    ),
    "/en/glava-gosudarstva-prinyal-poslov-2106": (
        "en",
        "Ambassadors present their credentials",
        "9 November 2026",
        (
            "Ambassadors of five states presented their credentials on Monday. They spoke of "
            "trade, transport and scholarships for students, the office said after the ceremony.",
        ),
    ),
    "/novosti/70001-v-gorode-otkryli-most.html": (
        "ru",
        "В городе открыли мост",
        "20 ноября 2026",
        _QUIET,
    ),
    "/v-parke-posadili-derevya-401": ("ru", "В парке посадили деревья", "19 ноября 2026", _QUIET),
}


def _article(language: str, title: str, day: str, paragraphs: tuple[str, ...]) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*paragraphs, *paragraphs[:1]))
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body><article><h1>{title}</h1>"
        f'<div class="date">{day}</div>{body}</article></body></html>'
    ).encode()


def _links(*targets: str) -> bytes:
    items = "".join(f'<li><a href="{target}">Акт {n}</a></li>' for n, target in enumerate(targets))
    return f"<html><body><h1>Ссылки</h1><ul>{items}</ul></body></html>".encode().ljust(300)


def _feed(site: Site) -> bytes:
    link = site.url("/novosti/70001-v-gorode-otkryli-most.html")
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Vlast</title>'
        f"<item><title>В городе открыли мост</title><link>{link}</link>"
        "<description>Движение открыто в обе стороны.</description>"
        "<pubDate>Fri, 20 Nov 2026 09:00:00 +0500</pubDate></item></channel></rss>"
    ).encode()


def _sitemap(site: Site) -> bytes:
    url = site.url("/v-parke-posadili-derevya-401")
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>{url}</loc><lastmod>2026-11-19</lastmod></url></urlset>"
    ).encode()


def _channel(site: Site) -> bytes:
    post = site.url("/aqorda_resmi/9")
    return (
        '<html><body><div class="tgme_widget_message" data-post="aqorda_resmi/9">'
        '<div class="tgme_widget_message_text js-message_text">'
        "Мемлекет басшысы елшілерді қабылдады</div>"
        f'<a class="tgme_widget_message_date" href="{post}">'
        '<time datetime="2026-11-09T10:12:19+00:00">15:12</time></a></div></body></html>'
    ).encode()
