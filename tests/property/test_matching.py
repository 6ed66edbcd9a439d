"""Laws of matching: no text crashes it, and evidence always quotes the document."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.matcher import Matcher
from rules.records import Direction, Document
from rules.text import fold
from tests.rules.books import make_document, make_matcher

_PIECES = [
    "Суд освободил политика",
    "The court released the politician",
    "Сот саясаткерді босатты",
    "Sot saıasatkerdi bosatty, jańa qaýly",
    "Police arrested Zhakiyanov",
    "не ",
    "осво\u00adбодил",
    "Жаки\u200bянов",
    "И\u0306",
    "\u0130",
    "ﬁ",
    "\ud800",
    "\x00",
    "\U0001f600",
    ". ",
    "; ",
    "\n",
    "\n\n",
    "? ",
    " in 2002, ",
    "«",
    "» ",
    " - ",
    "Kyrgyzstan ",
    "cудoм ",
    "№ 5 – «Алға»… \u00a0",
    "`",
    "Ёлка",
    "ёлка",
]
_texts = st.one_of(st.text(), st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
_languages = st.sampled_from(["en", "ru", "kk", "und", "xx"])


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("tiny"))


@given(title=_texts, text=_texts, language=_languages, dated=st.booleans())
@settings(deadline=None)
def test_evidence_always_quotes_the_document(
    matcher: Matcher, title: str, text: str, language: str, dated: bool
) -> None:
    published = date(2006, 1, 16) if dated else None
    document = make_document(text, title=title, language=language, published=published)
    for match in matcher.match(document):
        assert match.evidence
        for piece in match.evidence:
            assert piece.quote
            assert getattr(document, piece.field)[piece.start : piece.end] == piece.quote


@given(_texts)
def test_folding_keeps_every_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.cased) == len(folded.plain)
    for index in range(len(folded.plain)):
        start, end = folded.origin(index, index + 1)
        assert 0 <= start < end <= len(text)


@given(_texts)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = fold(text).plain
    assert fold(once).plain == once


BACKGROUND = st.sampled_from(
    [
        "In 2001 police arrested the politician.",
        "A Kyrgyz court released a politician on Friday.",
        "В 2002 году суд освободил политика.",
        "Полиция Узбекистана вчера задержала активистов.",
        "Саясаткер 2001 жылы ұсталған болатын.",
        "Read also: the weather",
    ]
)


@given(lead=st.lists(st.sampled_from(_PIECES), max_size=8), aside=BACKGROUND, at=st.integers(0, 3))
@settings(deadline=None)
def test_background_behind_the_lead_changes_no_verdict(
    matcher: Matcher, lead: list[str], aside: str, at: int
) -> None:
    first = "News. " + "".join(piece for piece in lead if "\n" not in piece)
    body = ["One.", "Bread is dear.", "Milk is dear.", "The end."]
    with_aside = [*body[: at + 1], aside, *body[at + 1 :]]
    assert _events(matcher, [first, *with_aside]) == _events(matcher, [first, *body])


def _events(matcher: Matcher, lines: list[str]) -> set[tuple[str, Direction]]:
    document: Document = make_document(
        "\n".join(lines), title="Kazakhstan", published=date(2006, 1, 16)
    )
    found = matcher.match(document)
    return {(m.signal, m.direction) for m in found if m.direction is not Direction.STATEMENT}


@given(_texts)
def test_what_is_usual_is_folded_like_what_is_not(text: str) -> None:
    # An invisible character at the end sends the text the long way round.
    quickly, slowly = fold(text), fold(f"{text}\u200b")
    assert (quickly.cased, quickly.plain) == (slowly.cased, slowly.plain)
