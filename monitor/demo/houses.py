"""The invented publishers of the demo newsroom: their names, manners and addresses.

Each house is awkward in its own way, as real ones are: one states its dates for machines, one
only in words, one is served in windows-1251.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from monitor.demo.articles import Article, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """How a publisher's pages look.

    home: path of its front page. article: template of an article's path. machine_dates: its pages
    carry meta tags and JSON-LD. encoding: of its article pages.
    """

    name: str
    language: str
    home: str
    article: str
    machine_dates: bool
    encoding: str
    menu: tuple[str, ...]
    related: str
    cookies: str
    rights: str


_ENGLISH_COOKIES = "We use cookies to remember your settings. Read our privacy notice."

STATUS_PAGES = frozenset({"treaties", "parties"})

HOUSES = {
    Section.HERALD: House(
        name="Steppe Herald",
        language="en",
        home="/herald/",
        article="/herald/{date:%Y}/{date:%m}/{slug}.html",
        machine_dates=True,
        encoding="utf-8",
        menu=("Politics", "Economy", "Society", "Culture", "Sport"),
        related="More from this section",
        cookies=_ENGLISH_COOKIES,
        rights="Steppe Herald. All rights reserved. Reprints with a link to the source.",
    ),
    Section.VESTNIK: House(
        name="Вестник площади",
        language="ru",
        home="/vestnik/",
        article="/vestnik/news/{slug}/",
        machine_dates=False,
        encoding="windows-1251",
        menu=("Политика", "Экономика", "Общество", "Культура", "Спорт"),
        related="Читайте также",
        cookies="Мы используем файлы cookie, чтобы сайт работал удобнее.",
        rights="Вестник площади. При перепечатке ссылка на сайт обязательна.",
    ),
    Section.DALA: House(
        name="Дала хабары",
        language="kk",
        home="/dala/",
        article="/dala/{slug}",
        machine_dates=False,
        encoding="utf-8",
        menu=("Саясат", "Экономика", "Қоғам", "Мәдениет", "Спорт"),
        related="Тағы оқыңыз",
        cookies="Сайт жұмысын жақсарту үшін cookie файлдары қолданылады.",
        rights="Дала хабары. Материалды көшіріп басқанда сілтеме міндетті.",
    ),
    Section.WIRE: House(
        name="Three Tongues Wire",
        language="en",
        home="/wire/",
        article="/wire/{date:%Y}/{slug}.html",
        machine_dates=True,
        encoding="utf-8",
        menu=("Latest", "Regions", "Documents", "Subscribers"),
        related="Also on the wire",
        cookies=_ENGLISH_COOKIES,
        rights="Three Tongues Wire. For subscribers and partners.",
    ),
    Section.RELEASE: House(
        name="Steppe Institute for Public Records",
        language="en",
        home="/releases/",
        article="/releases/{slug}.{kind}",
        machine_dates=False,
        encoding="utf-8",
        menu=("About", "Releases", "Library", "Contact"),
        related="Other releases",
        cookies=_ENGLISH_COOKIES,
        rights="Released for publication without restriction.",
    ),
    Section.CLOSED: House(
        name="Steppe Herald",
        language="en",
        home="/herald/",
        article="/closed/{slug}.html",
        machine_dates=True,
        encoding="utf-8",
        menu=("Politics", "Economy", "Society", "Culture", "Sport"),
        related="More for members",
        cookies=_ENGLISH_COOKIES,
        rights="Steppe Herald. For members only.",
    ),
}

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
}
_DATE_IN_WORDS = {
    "en": "{month} {day}, {year}",
    "ru": "{day} {month} {year} года",
    "kk": "{year} жылғы {day} {month}",
}


def path_of(article: Article) -> str:
    """Where on the newsroom's host an article lies, the same on every night."""
    return HOUSES[article.section].article.format(
        date=article.published, slug=article.slug, kind="pdf" if article.is_pdf else "html"
    )


def slug_of(url: str) -> str:
    """The slug of the article at an address; of a status page, the first word of its path."""
    words = urlsplit(url).path.strip("/").split("/")
    word = words[0] if words[0] in STATUS_PAGES else words[-1]
    return word.split(".", 1)[0]


def in_words(day: date, language: str) -> str:
    """A date as a reader of the language sees it above an article."""
    month = _MONTHS[language].split()[day.month - 1]
    return _DATE_IN_WORDS[language].format(day=day.day, month=month, year=day.year)
