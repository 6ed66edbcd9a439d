"""What a tree may not be although it parses: senseless NOTs, scopes and distances."""

from rules.complaints import Complaint, Place
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
from rules.language.wrong import WrongRuleError

_HOLDS_SENTENCES = (ScopeKind.PARA, ScopeKind.LEAD, ScopeKind.TITLE)


def check(tree: Expression) -> None:
    """Raises WrongRuleError for the first fault, from left to right."""
    if isinstance(tree, Not):
        _refuse(tree.place, "NOT stands alone", "write it beside a positive term: a AND NOT b")
    _check_below(tree, ())


def children(tree: Expression) -> tuple[Expression, ...]:
    """The terms of a node, from left to right."""
    if isinstance(tree, And | Or):
        return tree.terms
    if isinstance(tree, Near):
        return tree.left, tree.right
    if isinstance(tree, Not | Scope):
        return (tree.term,)
    return ()


def concepts_of(tree: Expression) -> frozenset[str]:
    """The concepts that an expression names."""
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ConceptRef):
            found.add(node.id)
        waiting.extend(children(node))
    return frozenset(found)


def _check_below(tree: Expression, scopes: tuple[ScopeKind, ...]) -> None:
    if isinstance(tree, Near):
        _check_near(tree.left)
        _check_near(tree.right)
    elif isinstance(tree, Scope):
        _check_scope(tree, scopes)
        scopes = (*scopes, tree.kind)
    elif isinstance(tree, And) and all(isinstance(term, Not) for term in tree.terms):
        _refuse(tree.terms[0].place, "NOT stands without a positive term", "add a term to find")
    for child in children(tree):
        if isinstance(child, Not) and not isinstance(tree, And):
            remedy = "write it beside a positive term in the same scope: a AND NOT b"
            _refuse(child.place, "NOT stands alone", remedy)
        _check_below(child, scopes)


def _check_near(term: Expression) -> None:
    """A distance is between words: of a conjunction or a scope nobody could say from where."""
    if isinstance(term, ConceptRef | Word):
        return
    if not isinstance(term, Near | Or):
        remedy = "write (a NEAR/n c) AND (b NEAR/n c), or put the scope around all"
        _refuse(term.place, "NEAR and THEN take words, concepts and OR of them", remedy)
    for child in children(term):
        _check_near(child)


def _check_scope(scope: Scope, outer: tuple[ScopeKind, ...]) -> None:
    if isinstance(scope.term, Not):
        _refuse(scope.term.place, "NOT stands alone in its scope", "add a positive term")
    if not outer or (scope.kind is ScopeKind.SENT and outer[-1] in _HOLDS_SENTENCES):
        return
    message = f"{scope.kind.value}() cannot lie inside {outer[-1].value}()"
    _refuse(scope.place, message, "only SENT() lies inside another scope")


def _refuse(place: Place, message: str, remedy: str) -> None:
    raise WrongRuleError(Complaint(place=place, message=message, remedy=remedy))
