"""Lays an expression out over lines, so that each branch can be read, and changed, on its own."""

from types import UnionType

from rules.language.printer import show
from rules.language.syntax import And, Expression, Near, Not, Or, Scope

STEP = "  "


def lay_out(tree: Expression, width: int) -> str:
    """The expression on one line if that has room, else a branch a line. Parses to the same tree.

    A line is longer than `width` only where a single word or distance is.
    """
    return "\n".join(_lines(tree, width))


def _lines(tree: Expression, width: int) -> list[str]:
    whole = show(tree)
    if len(whole) <= width:
        return [whole]
    if isinstance(tree, And | Or):
        word, brackets = ("OR ", Or) if isinstance(tree, Or) else ("AND ", And | Or)
        return _joined(tree.terms, word, brackets, width)
    if isinstance(tree, Not):
        return _prefixed("NOT ", _inside(tree.term, And | Or | Not, width - 4))
    if isinstance(tree, Scope):
        return _bracketed(tree.kind.value, tree.term, width)
    if isinstance(tree, Near):
        return _near(tree, width)
    return [whole]


def _joined(
    terms: tuple[Expression, ...], word: str, brackets: UnionType | type, width: int
) -> list[str]:
    """Short terms share a line as long as it has room; what stands on several lines stays alone."""
    lines: list[str] = []
    room = False
    for term in terms:
        start = word if lines else ""
        own = _prefixed(start, _term(term, brackets, width - len(start)))
        if room and len(own) == 1 and len(lines[-1]) + 1 + len(own[0]) <= width:
            lines[-1] += f" {own[0]}"
        else:
            lines += own
        room = len(own) == 1
    return lines


def _term(term: Expression, brackets: UnionType | type, width: int) -> list[str]:
    """A term's lines. An AND among the branches of an OR is indented, as it binds tighter."""
    first, *others = _inside(term, brackets, width - len(STEP))
    step = STEP if isinstance(term, And) and not isinstance(term, brackets) else ""
    return [first, *(step + line for line in others)]


def _near(tree: Near, width: int) -> list[str]:
    word = f"{'THEN' if tree.ordered else 'NEAR'}/{tree.distance} "
    left = _inside(tree.left, And | Or | Not, width)
    right = _inside(tree.right, And | Or | Not | Near, width - len(word))
    return [*left, *_prefixed(word, right)]


def _inside(term: Expression, brackets: UnionType | type, width: int) -> list[str]:
    return _bracketed("", term, width) if isinstance(term, brackets) else _lines(term, width)


def _bracketed(name: str, term: Expression, width: int) -> list[str]:
    whole = f"{name}({show(term)})"
    if len(whole) <= width:
        return [whole]
    inner = _lines(term, width - len(STEP))
    return [f"{name}(", *(STEP + line for line in inner), ")"]


def _prefixed(word: str, lines: list[str]) -> list[str]:
    """The lines behind a word; a closing bracket stays under the word that opened it."""
    return [word + lines[0], *lines[1:]]
