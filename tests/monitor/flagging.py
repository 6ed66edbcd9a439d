"""Flags, documents and views for tests of doors and letters; what matters not is filled in."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from monitor.digests.edition import Edition
from monitor.digests.message import Sender
from monitor.flagviews import FlagView, Guide, Remembered, assemble
from rules.complaints import Place
from rules.records import (
    Cite,
    Document,
    Evidence,
    Factuality,
    Life,
    Match,
    Recommendation,
    Register,
    Toward,
)
from spiders.records import EntryPoint, Expectation, Kind, Source, Tier
from storage.contract import Store
from storage.memory import MemoryStore
from storage.records import (
    Change,
    Changes,
    DocumentMatches,
    Flag,
    FlagEvent,
    FlagState,
    Heading,
    Lane,
    MadeFrom,
    StoredDocument,
    Story,
)

AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
TITLE = "Суд освободил редактора"
TEXT = (
    "В понедельник прошло заседание. Суд в столице освободил редактора газеты. "
    "Прокурор не возражал.\nДругие новости дня."
)

# What `monitor.decide` makes of `make_match()`.
KEY = '{"planned":false,"toward":["progress"],"rungs":["released"],"words":["@release"]}'


class FixedClock:
    """Always the same moment."""

    def __init__(self, moment: datetime = AT) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def make_recommendation(name: str = "KZ-ZHA-1", asks: str = "Free the editor.") -> Recommendation:
    return Recommendation(
        id=name,
        cite=Cite(heading="Prisoners", position=1),
        addressees=("government",),
        asks=asks,
        clauses=(("release", "The editor is free"),),
        ladder="prisoner",
        life=Life(),
        signals=(),
        place=Place(file="x.yml"),
    )


def make_register(*recommendations: Recommendation) -> Register:
    return Register(
        id="r",
        title="Freedoms in a country",
        url="https://example.org/",
        published=date(2004, 4, 1),
        country="KZ",
        languages=("en", "ru", "kk"),
        baseline=date(2004, 4, 1),
        addressees=(("government", "The government"),),
        recommendations=recommendations or (make_recommendation(),),
    )


def make_source(name: str = "herald", tier: Tier = Tier.INDEPENDENT_MEDIA) -> Source:
    return Source(
        id=name,
        name=f"The {name.title()}",
        publisher="A publisher",
        tier=tier,
        country="KZ",
        languages=("ru",),
        entry_points=(EntryPoint(url="https://herald.example/feed", kind=Kind.FEED),),
        allowed_hosts=("herald.example",),
        expects=Expectation(documents_per_week=1, text_at_least=100),
    )


def make_guide(*recommendations: Recommendation) -> Guide:
    return Guide(
        register=make_register(*recommendations),
        sources={"herald": make_source()},
        glosses={"release": "to set free"},
    )


def make_document(number: int = 1, **given: Any) -> StoredDocument:
    document = Document(
        id=f"d{number}",
        title=TITLE,
        text=TEXT,
        language="ru",
        url=f"https://herald.example/{number}",
        published=date(2026, 11, 22),
    )
    return StoredDocument(
        document=replace(document, **given),
        url=f"https://herald.example/{number}",
        page_id=f"p{number}",
        run_id="run1",
        source_id="herald",
        made_from=MadeFrom.ARTICLE,
        change=Change.NEW,
        text_sha256="0" * 64,
        fetched_at=AT,
        story_id=f"s{number}",
    )


def make_match(
    quote: str = "освободил",
    text: str = TEXT,
    toward: Toward = Toward.PROGRESS,
    factuality: Factuality = Factuality.ACTUAL,
    recommendation: str = "KZ-ZHA-1",
) -> Match:
    start = text.index(quote)
    evidence = Evidence(
        field="text", start=start, end=start + len(quote), quote=quote, part="@release"
    )
    return Match(
        recommendation=recommendation,
        clause="release",
        signal="released",
        toward=toward,
        factuality=factuality,
        rung="released",
        evidence=(evidence,),
    )


def make_flag(number: int = 1, **given: Any) -> Flag:
    flag = Flag(
        number=number,
        recommendation="KZ-ZHA-1",
        story_id=f"s{number}",
        document_id=f"d{number}",
        lane=Lane.HAPPENED,
        heading=Heading.PROGRESS,
        key=KEY,
        reason="first seen",
        raised_at=AT,
        run_id="run1",
        state=FlagState.WAITING,
    )
    return replace(flag, **given)


def make_view(number: int = 1, *, guide: Guide | None = None, **given: Any) -> FlagView:
    """A view of a flag; `given` changes the flag, `title` and `text` its document."""
    words = {key: given.pop(key) for key in ("title", "text") if key in given}
    flag = make_flag(number, **given)
    document = make_document(number, **words)
    quote = words.get("text", TEXT).split()[0] if "text" in words else "освободил"
    toward = Toward.REGRESSION if flag.heading is Heading.REGRESSION else Toward.PROGRESS
    factuality = Factuality.PLANNED if flag.lane is Lane.COMING else Factuality.ACTUAL
    match = make_match(quote, document.document.text, toward, factuality, flag.recommendation)
    return assemble(flag, Remembered(document=document, matches=(match,)), guide or make_guide())


def make_edition(store: Store, run_id: str = "run1", **sender: Any) -> Edition:
    """sender: the fields of `Sender`."""
    clock, guide = FixedClock(), make_guide()
    return Edition(store=store, clock=clock, guide=guide, run_id=run_id, sender=Sender(**sender))


def make_store(*flags: Flag, store: Store | None = None) -> Store:
    """A store that holds these flags, each with its document, story and event."""
    kept = store or MemoryStore()
    kept.apply(
        Changes(
            documents=tuple(make_document(f.number) for f in flags),
            stories=tuple(
                Story(id=f.story_id, document_id=f.document_id, run_id=f.run_id) for f in flags
            ),
            matches=tuple(
                DocumentMatches(
                    document_id=f.document_id,
                    matches=(make_match(recommendation=f.recommendation),),
                )
                for f in flags
            ),
            flags=flags,
            events=tuple(
                FlagEvent(
                    flag=f.number, run_id=f.run_id, at=f.raised_at, what="raised", reason=f.reason
                )
                for f in flags
            ),
        )
    )
    return kept
