"""What it takes to satisfy a signal, read from its expression: the things that must be there.

A *need* is a set of concepts of which one must be there, an *option* a set of needs to be met
together, a *look* a place with options of which one must be met in it, a *way* a set of looks that
satisfies a signal. They are necessary, not sufficient: distances, order, NOT, and where a sentence
ends in its line are left to those who read exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from rules.expression import All, Any, Distance, Node, Term, Within
from rules.language.syntax import ScopeKind

Need = frozenset[int]
Option = frozenset[Need]

# A conjunction is multiplied out so far; terms that would lead beyond are left out.
PRODUCT_AT_MOST = 64

T = TypeVar("T")


class Where(StrEnum):
    """LINE: in one line of the document; the title is one."""

    LINE = "line"
    TITLE = "title"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Look:
    """A place, and what may be there."""

    where: Where
    options: frozenset[Option]


Way = frozenset[Look]

_WHERE = {ScopeKind.TITLE: Where.TITLE, ScopeKind.LEAD: Where.LEAD}


def ways(node: Node) -> list[Way]:
    """The ways to satisfy a signal in a document."""
    if isinstance(node, Any):
        return _unique(way for term in node.terms for way in ways(term))
    if isinstance(node, All):
        return _product([ways(term) for term in node.terms])
    return [frozenset((_look(node),))]


def beside(node: Node) -> frozenset[Look]:
    """What is looked for outside of scopes, and by the NOTs there: wherever it stands it counts."""
    if isinstance(node, Within):
        return frozenset()
    if isinstance(node, Term):
        return frozenset((_look(node),))
    terms = (node.left, node.right) if isinstance(node, Distance) else node.terms
    found = frozenset[Look]().union(*map(beside, terms))
    denied = node.without if isinstance(node, All) else ()
    return found.union(*(look for term in denied for look in (*ways(term), beside(term))))


def options(node: Node) -> list[Option]:
    """The options to satisfy a node in one place."""
    if isinstance(node, Term):
        return [frozenset((frozenset((node.concept,)),))]
    if isinstance(node, Within):
        return options(node.term)
    if isinstance(node, Any):
        return _merged(_unique(option for term in node.terms for option in options(term)))
    terms = (node.left, node.right) if isinstance(node, Distance) else node.terms
    return _product([options(term) for term in terms])


def _look(node: Node) -> Look:
    kind = node.kind if isinstance(node, Within) else ScopeKind.SENT
    return Look(_WHERE.get(kind, Where.LINE), frozenset(options(node)))


def _merged(found: Sequence[Option]) -> list[Option]:
    """The options, those of a single need made one."""
    single = frozenset[int]().union(*(need for one in found if len(one) == 1 for need in one))
    others = [one for one in found if len(one) != 1]
    return [*others, frozenset((single,))] if single else others


def _product(terms: Sequence[Sequence[frozenset[T]]]) -> list[frozenset[T]]:
    """One of each term, in every combination."""
    done: list[frozenset[T]] = [frozenset()]
    for found in terms:
        if len(done) * len(found) <= PRODUCT_AT_MOST:
            done = _unique(one | other for one in done for other in found)
    return done


def _unique(found: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(found))
