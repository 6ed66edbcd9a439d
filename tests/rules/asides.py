"""The law of asides: a paragraph of background, of another country, or a sidebar, added anywhere
after the lead of a document, changes no verdict on it.

A verdict is a recommendation with its direction: progress, regression or statement.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from monitor.demo.articles import load_edition
from monitor.extract.language import guess_language
from monitor.lines import read_document
from rules.matcher import Matcher
from rules.reading.segments import Segments
from rules.records import Direction, Document
from rules.text import fold
from rules.wrapped import unwrapped

ASIDES = Path(__file__).parent / "data" / "asides.yml"
# What completes a short lead; each stands FILLED times in its paragraph.
FILLED = 4
FILLERS = {
    "en": (
        "The day was warm, and the shops and the cafes of the town stayed open until late.",
        "In the evening there was music in the park, and many came with their children.",
    ),
    "ru": (
        "День был тёплым, и магазины с кафе на главной улице работали до позднего вечера.",
        "Вечером в парке играла музыка, и многие пришли туда всей семьёй с детьми.",
    ),
    "kk": (
        "Күн жылы болды, басты көшедегі дүкендер мен дәмханалар кешке дейін ашық тұрды.",
        "Кешке саябақта музыка ойналды, көпшілік сонда балаларымен бірге келді.",
    ),
}

Verdict = tuple[str, Direction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A paragraph that changes nothing. kind: background, elsewhere or sidebar."""

    id: str
    language: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A document whose verdicts an aside changed. position: the paragraphs before the aside."""

    document: str
    aside: str
    position: int
    gained: frozenset[Verdict]
    lost: frozenset[Verdict]

    def __str__(self) -> str:
        def shown(verdicts: Iterable[Verdict]) -> str:
            return " ".join(f"{name}:{direction}" for name, direction in sorted(verdicts)) or "-"

        where = f"{self.document} + {self.aside} at {self.position}"
        return f"{where}: gained {shown(self.gained)}, lost {shown(self.lost)}"


def read_asides() -> tuple[Aside, ...]:
    items = yaml.safe_load(ASIDES.read_text("utf-8"))
    return tuple(
        Aside(id=item["id"], language=item["lang"], kind=item["kind"], text=item["text"])
        for item in items
    )


def read_documents(path: Path) -> Iterator[tuple[Document, bool]]:
    """The documents of a JSON Lines file, and whether each names its language itself."""
    with path.open("rb") as lines:
        for line in lines:
            given = json.loads(line)
            named = bool(given.get("language"))
            wanted: dict[str, Any] = {
                key: given.get(key) for key in ("title", "text", "published", "language", "country")
            }
            line = json.dumps({"id": str(given["id"]), **wanted}).encode()
            yield read_document(line, guess_language).document, named


def demo_documents() -> Iterator[Document]:
    """The demo newsroom's articles of both nights, as a page that gives its text whole."""
    for night in (1, 2):
        for article in load_edition(night).articles:
            yield Document(
                id=f"{night}/{article.slug}",
                title=article.title,
                text="\n".join(article.paragraphs),
                language=article.language,
                published=article.published,
                country="KZ",
            )


def own_documents(matcher: Matcher) -> Iterator[Document]:
    """Articles made of the register's own examples: each as the lead of a dull story."""
    dull = ("The day was warm, and the shops were open until late.", "More rain is expected.")
    for recommendation in matcher.register.recommendations:
        for signal in recommendation.signals:
            for number, example in enumerate(signal.examples):
                yield Document(
                    id=f"{recommendation.id}/{signal.id}/{number}",
                    title="",
                    text="\n".join((example.text, *dull)),
                    language=example.language,
                    published=example.published or date(2012, 5, 20),
                    country=example.country,
                )


def _with_a_whole_lead(matcher: Matcher, document: Document) -> tuple[list[str], int]:
    """The paragraphs, made enough for a lead by dull ones, and how many of them it lies in."""
    paragraphs = [line for line in unwrapped(document.text).split("\n") if line.strip()]
    fillers = FILLERS.get(document.language, FILLERS["en"])
    enough = paragraphs + [" ".join([filler] * FILLED) for filler in fillers]
    title = document.title
    whole = fold("\n".join((title, *enough)))
    segments = Segments(whole, title_end=len(fold(title).plain), asides=matcher.asides)
    lead = len(segments.news_lines) - 1
    return enough[: max(lead, len(paragraphs))], lead


def verdicts(matcher: Matcher, document: Document) -> frozenset[Verdict]:
    return frozenset((m.recommendation, m.direction) for m in matcher.match(document))


def violations(
    matcher: Matcher,
    document: Document,
    asides: Sequence[Aside],
    *,
    guess: bool = False,
) -> Iterator[Violation]:
    """What the asides change, at every position behind the lead.

    guess: the document does not name its language, so it is told from the changed text again.
    """
    before = verdicts(matcher, document)
    paragraphs, lead = _with_a_whole_lead(matcher, document)
    for position in range(lead, len(paragraphs) + 1):
        for aside in asides:
            text = "\n".join((*paragraphs[:position], aside.text, *paragraphs[position:]))
            changed = replace(document, text=text)
            if guess:
                language = guess_language(f"{document.title}\n{text}")
                changed = replace(changed, language=language)
            found = verdicts(matcher, changed)
            if found != before:
                yield Violation(
                    document=document.id,
                    aside=aside.id,
                    position=position,
                    gained=found - before,
                    lost=before - found,
                )
