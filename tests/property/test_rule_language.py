"""Laws of the rule language: printing and parsing are inverse, and nothing is raised."""

from hypothesis import given
from hypothesis import strategies as st

from rules.complaints import Place
from rules.language.layout import lay_out
from rules.language.parser import parse
from rules.language.printer import show
from rules.language.syntax import (
    And,
    ConceptRef,
    Expression,
    Near,
    Not,
    Or,
    Scope,
    ScopeKind,
    Word,
)
from rules.yamlfile import Text, parse_yaml

_words = st.sampled_from(["court", "суд*", "сот", "a phrase", "AND", "NEAR", "people's", "U.S"])
_leaves = st.one_of(
    st.builds(lambda text: Word(text=text), _words),
    st.builds(lambda name: ConceptRef(id=name), st.sampled_from(["a", "b_c", "d-9"])),
)


def _near(operands: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    either = st.lists(operands, min_size=2, max_size=3).map(lambda t: Or(terms=tuple(t)))
    return st.builds(
        lambda left, right, n, ordered: Near(left=left, right=right, distance=n, ordered=ordered),
        st.one_of(operands, either),
        st.one_of(operands, either),
        st.integers(0, 100),
        st.booleans(),
    )


_distances = st.recursive(_leaves, _near, max_leaves=4)


def _operations(terms: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(terms, min_size=2, max_size=3)
    conjunction = st.builds(
        lambda positive, negative: And(terms=(*positive, *(Not(term=t) for t in negative))),
        several,
        st.lists(_distances, max_size=2),
    )
    return st.one_of(several.map(lambda t: Or(terms=tuple(t))), conjunction)


_plain = st.recursive(_distances, _operations, max_leaves=6)
_trees = st.one_of(
    _plain,
    st.builds(lambda kind, term: Scope(kind=kind, term=term), st.sampled_from(ScopeKind), _plain),
)


@given(_trees)
def test_printing_then_parsing_returns_the_rule(tree: Expression) -> None:
    shown = show(tree)
    loaded = parse(Text(value=shown, place=Place(file="f"), raw=shown))
    assert loaded.item == tree, (shown, loaded.complaints)


@given(_trees, st.integers(10, 90))
def test_laid_out_over_lines_a_rule_is_the_same_rule(tree: Expression, width: int) -> None:
    shown = lay_out(tree, width)
    assert parse(Text(value=shown, place=Place(file="f"), raw=shown)).item == tree
    assert len(show(tree)) > width or "\n" not in shown


_tokens = ["AND", "OR", "NOT", "NEAR/3", "THEN/2", "(", ")", "SENT(", "@a", "b*", '"c d"', '"', "/"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(_tokens)).map(" ".join)))
def test_no_text_makes_the_parser_raise(text: str) -> None:
    loaded = parse(Text(value=text, place=Place(file="f"), raw=text))
    assert (loaded.item is None) == bool(loaded.complaints)
    if loaded.item is not None:
        again = show(loaded.item)
        assert parse(Text(value=again, place=Place(file="f"), raw=again)).item == loaded.item


@given(st.one_of(st.binary(), st.text(alphabet="ab:-[]{}&*!|>'\"# \n?,%@`\t\0é").map(str.encode)))
def test_no_bytes_make_the_yaml_reader_raise(data: bytes) -> None:
    loaded = parse_yaml(data, "f")
    assert (loaded.item is None) == bool(loaded.complaints)
