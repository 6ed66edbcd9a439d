"""Prints a tree so that parsing gives the same tree again."""

from types import UnionType

from rules.language.lexer import is_bare
from rules.language.syntax import And, ConceptRef, Expression, Near, Not, Or, Scope, Word


def show(tree: Expression) -> str:
    """The expression as a person would write it, with the fewest brackets."""
    if isinstance(tree, Word):
        return tree.text if is_bare(tree.text) else f'"{tree.text}"'
    if isinstance(tree, ConceptRef):
        return f"@{tree.id}"
    if isinstance(tree, Scope):
        return f"{tree.kind.value}({show(tree.term)})"
    return _operation(tree)


def _operation(tree: Near | Not | And | Or) -> str:
    if isinstance(tree, Not):
        return f"NOT {_inside(tree.term, And | Or | Not)}"
    if isinstance(tree, Near):
        name = "THEN" if tree.ordered else "NEAR"
        left, right = _inside(tree.left, And | Or | Not), _inside(tree.right, And | Or | Not | Near)
        return f"{left} {name}/{tree.distance} {right}"
    if isinstance(tree, And):
        return " AND ".join(_inside(term, And | Or) for term in tree.terms)
    return " OR ".join(_inside(term, Or) for term in tree.terms)


def _inside(term: Expression, needs_brackets: UnionType | type) -> str:
    shown = show(term)
    return f"({shown})" if isinstance(term, needs_brackets) else shown
