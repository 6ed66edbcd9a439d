"""Laws of screening: it changes no verdict, only what is read to reach it."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.compiler import compile_rulebook
from rules.flat import LINE_BREAK, flatten
from rules.language.syntax import And, ConceptRef, Expression, Near, Not, Or, Scope, ScopeKind, Word
from rules.matcher import Matcher
from rules.records import Document, Match
from rules.register import Rulebook, read_rulebook
from rules.text import fold
from tests.rules.books import make_document, write_book

_leaves = st.one_of(
    st.sampled_from(["court", "суд*", "суд* освобод*", "a politician"]).map(lambda w: Word(text=w)),
    st.sampled_from(["release", "arrest", "politician", "zhakiyanov"]).map(
        lambda name: ConceptRef(id=name)
    ),
)
_near = st.builds(
    lambda left, right, n, ordered: Near(left=left, right=right, distance=n, ordered=ordered),
    _leaves,
    st.one_of(_leaves, st.lists(_leaves, min_size=2, max_size=3).map(lambda t: Or(terms=tuple(t)))),
    st.integers(0, 9),
    st.booleans(),
)


def _operations(terms: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(terms, min_size=2, max_size=3)
    conjunction = st.builds(
        lambda positive, negative: And(terms=(*positive, *(Not(term=term) for term in negative))),
        several,
        st.lists(terms, max_size=1),
    )
    return st.one_of(several.map(lambda t: Or(terms=tuple(t))), conjunction)


_inside = st.recursive(st.one_of(_leaves, _near), _operations, max_leaves=4)
_scopes = st.builds(
    lambda kind, term: Scope(kind=kind, term=term), st.sampled_from(ScopeKind), _inside
)
_rules = st.recursive(st.one_of(_scopes, _scopes, _leaves, _near), _operations, max_leaves=5)

_PIECES = [
    "Суд освободил политика",
    "суды Алматы, освобождая",
    "The court released a politician",
    "a - politician",
    "Police arrested Zhakiyanov",
    "Жақиянов",
    "court",
    "cyд ",
    "осво\u00adбодил ",
    "№суд",
    "\u0482суд",
    "ﬁ",
    ". ",
    ", ",
    "\n",
    "\r",
    "\u2028",
    "«",
    "» ",
    " - ",
]
_texts = st.one_of(st.text(), st.lists(st.sampled_from(_PIECES), max_size=20).map("".join))
# Words of the rules in sentences and lines, so that every other text matches something.
_NEWS = [
    "The court released the politician. ",
    "Police arrested Zhakiyanov on Friday. ",
    "A politician spoke in court.\n",
    "Zhakiyanov was freed.\n",
    "Суд освободил политика. ",
    "Активиста арестовали вчера.\n",
    "A politician was detained, ",
    "freed ",
    "arrest\n",
]
_news = st.lists(st.sampled_from(_NEWS), min_size=1, max_size=6).map("".join)
_either = st.one_of(_news, _news, _texts)


@given(_texts)
def test_a_flat_text_has_the_words_and_the_lines_of_the_folded_one(text: str) -> None:
    plain = fold(text).plain
    lines = [re.findall(r"\w+", line) for line in plain.split("\n")]
    assert [line.split() for line in flatten(plain).split(LINE_BREAK)] == lines


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    rulebook, complaints = read_rulebook("tiny", shipped=write_book(tmp_path_factory.mktemp("s")))
    assert rulebook is not None, complaints
    return rulebook


@given(
    rules=st.lists(_rules, min_size=1, max_size=6),
    documents=st.lists(
        st.tuples(_either, _either, st.sampled_from(["en", "ru", "und"])), min_size=3, max_size=9
    ),
)
@settings(deadline=None, max_examples=25)
def test_a_screened_document_is_judged_as_one_that_is_read_whole(
    book: Rulebook, rules: list[Expression], documents: list[tuple[str, str, str]]
) -> None:
    matcher = _matcher(book, rules)
    for title, text, language in documents:
        document = make_document(text, title=title, language=language, published=date(2006, 1, 16))
        assert matcher.match(document) == _unscreened(matcher, document)


def _matcher(book: Rulebook, rules: list[Expression]) -> Matcher:
    (asked,) = book.register.recommendations
    signals = tuple(
        replace(asked.signals[0], id=f"s{number}", when=rule) for number, rule in enumerate(rules)
    )
    register = replace(book.register, recommendations=(replace(asked, signals=signals),))
    return compile_rulebook(replace(book, register=register))


def _unscreened(matcher: Matcher, document: Document) -> tuple[Match, ...]:
    reading = matcher.read(document)
    return matcher.verdicts(reading) if reading else ()
