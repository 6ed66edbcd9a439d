"""Pages, sources and a matcher that tests of assessing share."""

from datetime import UTC, date, datetime

from rules.records import Document, Evidence, Factuality, Match, Toward
from spiders.records import Entry, EntryPoint, Expectation, Kind, Page, Role, Source, Tier
from spiders.shapes import StatusTable

FETCHED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SEEN_ON = date(2026, 11, 23)
URL = "https://news.example.org/2026/story.html"


def make_page(
    payload: bytes | str,
    *,
    role: Role = Role.ARTICLE,
    status: int = 200,
    content_type: str = "text/html; charset=utf-8",
    headers: tuple[tuple[str, str], ...] = (),
    entries: tuple[Entry, ...] = (),
    url: str = URL,
) -> Page:
    data = payload.encode() if isinstance(payload, str) else payload
    return Page(
        id="p1",
        source_id="s1",
        role=role,
        url=url,
        final_url=url,
        status=status,
        headers=(("Content-Type", content_type), *headers),
        payload=data,
        fetched_at=FETCHED,
        entries=entries,
    )


def make_source(
    *, tables: tuple[StatusTable, ...] = (), languages: tuple[str, ...] = ("en", "ru", "kk")
) -> Source:
    return Source(
        id="s1",
        name="Steppe Courier",
        publisher="Steppe Courier",
        tier=Tier.INDEPENDENT_MEDIA,
        country="KZ",
        languages=languages,
        entry_points=(EntryPoint(url="https://news.example.org/feed", kind=Kind.FEED),),
        allowed_hosts=("news.example.org",),
        expects=Expectation(documents_per_week=1, text_at_least=100),
        status_tables=tables,
    )


def make_entry(**changes: str) -> Entry:
    fields = {"url": URL, "title": "Deputy freed", "summary": "A court freed the deputy."}
    return Entry(**(fields | changes))


class WordMatcher:
    """Finds one word; enough to see that matches travel."""

    def __init__(self, word: str = "") -> None:
        self._word = word

    def match(self, document: Document) -> tuple[Match, ...]:
        start = document.text.find(self._word) if self._word else -1
        if start < 0:
            return ()
        end = start + len(self._word)
        evidence = Evidence(field="text", start=start, end=end, quote=self._word, part="word")
        return (
            Match(
                recommendation="R-1",
                clause="c",
                signal="s",
                toward=Toward.PROGRESS,
                factuality=Factuality.ACTUAL,
                rung=None,
                evidence=(evidence,),
            ),
        )


def article_page(title: str, date_line: str, paragraphs: tuple[str, ...], *, head: str = "") -> str:
    """A page as news sites build them: the text is a small part of it."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))
    related = "".join(
        f'<li><a href="/r{n}">Another headline of the day, number {n}</a>'
        f'<span class="date">0{n + 1}.02.2026</span></li>'
        for n in range(6)
    )
    return f"""<!DOCTYPE html><html><head><title>{title} | Steppe Courier</title>{head}</head><body>
<header><nav><ul>{menu}</ul></nav></header>
<div class="layout"><main><article><h1>{title}</h1><div class="article-date">{date_line}</div>
<div class="article-body">{body}</div></article></main>
<aside class="sidebar"><h3>Related</h3><ul>{related}</ul></aside></div>
<footer><p>Steppe Courier, all rights reserved. Reprints with a link only.</p></footer>
</body></html>"""


ENGLISH = (
    "A district court on Tuesday set free a former governor who had served half of his sentence, "
    "his lawyer told reporters outside the building.",
    "The judge said the prisoner had kept every rule of the colony. Prosecutors did not object "
    "and have ten days to appeal, the court's press service added.",
    "His family waited at the gates since early morning with flowers and a few dozen supporters.",
)
RUSSIAN = (
    "Районный суд во вторник освободил бывшего акима области, отбывшего половину срока, сообщил "
    "журналистам его адвокат у здания суда.",
    "Судья отметил, что осуждённый не нарушал порядок в колонии. Прокуратура не возражала и может "
    "обжаловать решение в течение десяти дней, добавили в пресс-службе.",
    "Родственники ждали его у ворот с раннего утра — с цветами и несколькими десятками «своих».",
)
KAZAKH = (
    "Аудандық сот сейсенбі күні жазасының жартысын өтеген бұрынғы облыс әкімін босатты, деп "
    "хабарлады журналистерге оның қорғаушысы сот ғимаратының алдында.",
    "Судья сотталушының колония тәртібін бұзбағанын айтты. Прокуратура қарсы болған жоқ және "
    "шешімге он күн ішінде шағым түсіре алады, деді баспасөз қызметі.",
    "Туыстары оны таңертеңнен бері қақпа алдында гүл ұстап күтті, қасында ондаған адам болды.",
)
