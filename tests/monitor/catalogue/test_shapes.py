"""Each list's selectors and patterns against a page of our own in the documented make-up.

A golden page a source would hold a whole page; here it is the parts that selectors depend on.
"""

import re
from datetime import date

import pytest

from monitor.extract.dates import parse_date
from monitor.extract.facts import read_facts
from spiders.kinds.listings import read_listing
from spiders.records import Entry, Kind
from tests.monitor.catalogue.shipped import enabled, shipped

SEEN_ON = date(2026, 11, 25)
PLAIN = '<main><a href="{}">Казахстан: новость</a><a href="/about">О нас</a></main>'

# source: (markup, address of the one article on it, title, day; None: the list gives none)
LISTS = {
    "kz-primeminister-news": (
        """<a href="/ru/news/asset_recovery/o-vyborah-31773"><div class="main__article">
        <p class="main__article-heading">О выборах</p><p class="main__article-text">Кратко</p>
        <span class="article__date">31 Июл 2026</span></div></a><a href="/ru/about">О нас</a>""",
        "https://primeminister.kz/ru/news/asset_recovery/o-vyborah-31773",
        "О выборах",
        date(2026, 7, 31),
    ),
    "kz-akorda-events": (
        """<div class="card"><h5>21 марта 2026 года</h5>
        <h3><a href="/ru/ukaz-podpisan-21111">Указ подписан</a></h3></div>""",
        "https://www.akorda.kz/ru/ukaz-podpisan-21111",
        "Указ подписан",
        date(2026, 3, 21),
    ),
    "kz-akorda-legal-acts": (
        """<div class="card"><h5>5 января 2026 года</h5>
        <h3><a href="/ru/o-vyborah-podpisan-zakon-4512">Подписан закон о выборах</a></h3></div>""",
        "https://www.akorda.kz/ru/o-vyborah-podpisan-zakon-4512",
        "Подписан закон о выборах",
        date(2026, 1, 5),
    ),
    "kz-legalacts": (
        """<div class="contentlist"><h3><a href="/npa/view?id=15">О партиях</a></h3></div>""",
        "https://legalacts.egov.kz/npa/view?id=15",
        "О партиях",
        None,
    ),
    "kz-cec-releases": (
        """<a href="/rus/news/releases/index.php?ID=10577">О регистрации</a>
        <a href="/rus/news/releases/">Все</a><a href="/rus/law/index.php?ID=3">Закон</a>""",
        "https://www.election.gov.kz/rus/news/releases/index.php?ID=10577",
        "О регистрации",
        None,
    ),
    "kz-supreme-court": (
        """<a href="/rus/news/prigovor-otmenen">Приговор отменён</a><a href="/rus/bank">Банк</a>""",
        "https://sud.gov.kz/rus/news/prigovor-otmenen",
        "Приговор отменён",
        None,
    ),
    "kz-adilet-act": (
        """<a href="/rus/docs/Z2200000089">О внесении изменений</a>
        <a href="/rus/docs/Z020000344_/links">Ссылки</a>""",
        "https://old.adilet.zan.kz/rus/docs/Z2200000089",
        "О внесении изменений",
        None,
    ),
    "zakon-kz": (
        """<div class="news-item"><a class="newscard_link" href="/politika/6487086-partiya.html">
        <div class="newscard__title">Партия</div></a><span class="newscard__date">сегодня, 14:05
        </span></div>""",
        "https://www.zakon.kz/politika/6487086-partiya.html",
        "Партия",
        SEEN_ON,
    ),
    "ulysmedia": (
        """<div class="col-xl-3 xl-mb-20"><a class="category__title" href="/news/1-sud/">Суд</a>
        <span class="date">15.09.2026</span></div>""",
        "https://ulysmedia.kz/news/1-sud/",
        "Суд",
        date(2026, 9, 15),
    ),
    "kaztag": (
        """<a href="/ru/news/sud-idet">Суд идёт</a><a href="/ru/news/?PAGEN_1=3">3</a>""",
        "https://kaztag.kz/ru/news/sud-idet",
        "Суд идёт",
        None,
    ),
    "kazpravda": (
        """<a href="/n/zakon-prinyat/">Закон принят</a><a href="/s/politika">Политика</a>""",
        "https://kazpravda.kz/n/zakon-prinyat/",
        "Закон принят",
        None,
    ),
    "odihr-elections": (
        PLAIN.format("/odihr/elections/kazakhstan/553963"),
        "https://odihr.osce.org/odihr/elections/kazakhstan/553963",
        "Казахстан: новость",
        None,
    ),
    "odihr-legal-opinions": (
        PLAIN.format("/odihr/legal-opinions-and-comments/600295"),
        "https://odihr.osce.org/odihr/legal-opinions-and-comments/600295",
        "Казахстан: новость",
        None,
    ),
    "coe-pace": (
        PLAIN.format("/en/news/9550/a-debate"),
        "https://pace.coe.int/en/news/9550/a-debate",
        "Казахстан: новость",
        None,
    ),
    "telegram-aqorda": (
        """<div class="tgme_widget_message" data-post="aqorda_resmi/9">
        <div class="tgme_widget_message_text">Жарлыққа қол қойылды</div>
        <a class="tgme_widget_message_date" href="https://t.me/aqorda_resmi/9">
        <time datetime="2026-11-25T10:12:19+00:00">15:12</time></a></div>""",
        "https://t.me/aqorda_resmi/9",
        "Жарлыққа қол қойылды",
        SEEN_ON,
    ),
}


def listed(source_id: str) -> list[Entry]:
    """The entries that a night would go for."""
    source = shipped()[source_id]
    point = source.entry_points[0]
    assert point.listing is not None
    markup = f"<html><body>{LISTS[source_id][0]}</body></html>"
    found = read_listing(markup.encode(), base=point.url, shape=point.listing).entries
    patterns = source.articles
    return [e for e in found if not patterns or any(re.search(p, e.url) for p in patterns)]


@pytest.mark.parametrize("source_id", LISTS)
def test_a_list_gives_its_one_article_with_title_and_day(source_id: str) -> None:
    _, url, title, day = LISTS[source_id]
    (entry,) = listed(source_id)
    assert (entry.url, entry.title) == (url, title)
    assert parse_date(entry.published, SEEN_ON) == day


def test_every_enabled_list_is_tried_here() -> None:
    with_list = {s.id for s in enabled() if s.entry_points[0].kind is Kind.LISTING}
    assert with_list <= set(LISTS)


def test_a_channel_s_older_posts_are_reached() -> None:
    shape = shipped()["telegram-aqorda"].entry_points[0].listing
    assert shape is not None
    markup = (
        LISTS["telegram-aqorda"][0]
        + '<a class="tme_messages_more" href="/s/aqorda_resmi?before=9">'
    )
    reading = read_listing(markup.encode(), base="https://t.me/s/aqorda_resmi", shape=shape)
    assert reading.more == ("https://t.me/s/aqorda_resmi?before=9",)


TREATY = """<?xml version="1.0"?><Treaty><Header><ExternalData><Titlesect>{title}</Titlesect>
</ExternalData></Header><Participants><Table><TGroup><Thead><Rows><Row><Entry>Participant</Entry>
<Entry>Signature</Entry><Entry>Accession(a), Ratification, Succession(d)</Entry></Row></Rows>
</Thead><Tbody><Rows><Row><Entry>Kazakhstan&lt;superscript&gt;1&lt;/superscript&gt;</Entry>
<Entry>{signed}</Entry><Entry>\t{ratified}</Entry></Row>
{others}</Rows></Tbody></TGroup></Table></Participants></Treaty>"""
OTHERS = "<Row><Entry>Kenya</Entry><Entry></Entry><Entry>1 May 1972 a</Entry></Row>\n" * 20
COVENANT = "International Covenant on Civil and Political Rights"


@pytest.mark.parametrize(
    ("title", "signed", "ratified", "day"),
    [
        (f"4. {COVENANT}", "2 Dec 2003", "24 Jan  2006", date(2006, 1, 24)),
        (
            f"5. Optional Protocol to the {COVENANT}",
            "25 Sep 2007",
            "30 Jun 2009",
            date(2009, 6, 30),
        ),
        (
            f"12. Second Optional Protocol to the {COVENANT}, aiming at the abolition of the death "
            "penalty",
            "23 Sep 2020",
            "24 Mar 2022",
            date(2022, 3, 24),
        ),
    ],
)
def test_each_treaty_s_table_names_its_own_treaty_with_an_act_a_day(
    title: str, signed: str, ratified: str, day: date
) -> None:
    markup = TREATY.format(title=title, signed=signed, ratified=ratified, others=OTHERS)
    tables = shipped()["un-treaty-status-xml"].status_tables
    signature, deposit = read_facts(markup, tables, SEEN_ON).facts
    name = title.partition(". ")[2].partition(",")[0]
    said = " ".join(ratified.split())
    assert signature.line == f"Kazakhstan signed the {name} on {signed}."
    assert deposit.line == (
        f"Kazakhstan deposited its instrument of ratification of the {name} on {said}."
    )
    assert deposit.on == day
