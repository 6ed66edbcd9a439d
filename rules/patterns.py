"""Patterns: what several rules say in the same words, under one name, from rules/patterns/*.yml.

A rule names a pattern as it names a concept, `@let_off`; loading puts the expression in its place.
A pattern holds what NEAR takes: concepts, words, distances between them, and OR of these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rules.complaints import Complaint, Place
from rules.fields import Fields
from rules.language.checks import children, concepts_of
from rules.language.parser import parse
from rules.language.syntax import And, ConceptRef, Expression, Near, Not, Or, Scope
from rules.yamlfile import Node, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A named expression; its `when` may name other patterns. gloss: its meaning, in English."""

    id: str
    gloss: str
    when: Expression
    place: Place


def read_patterns(node: Node, complaints: list[Complaint]) -> tuple[Pattern, ...]:
    """The patterns of one file. One whose expression does not parse is left out."""
    fields = Fields(node, "a pattern file", complaints)
    found = [_pattern(key, value, complaints) for key, value in fields.entries("patterns")]
    fields.finish()
    return tuple(pattern for pattern in found if pattern is not None)


def _pattern(key: Text, node: Node, complaints: list[Complaint]) -> Pattern | None:
    fields = Fields(node, f"pattern {key.value}", complaints)
    gloss, when = fields.text("gloss"), fields.scalar("when")
    fields.finish()
    if not when.value:
        return None
    parsed = parse(when)
    complaints.extend(parsed.complaints)
    if parsed.item is None:
        return None
    odd = _not_near(parsed.item)
    if odd is not None:
        message = f"pattern {key.value} holds what NEAR cannot take"
        remedy = "keep AND, NOT and scopes in the rules that use it"
        fields.complain(odd.place, message, remedy)
    return Pattern(id=key.value, gloss=gloss, when=parsed.item, place=key.place)


def _not_near(tree: Expression) -> Expression | None:
    if isinstance(tree, And | Not | Scope):
        return tree
    return next((odd for child in children(tree) if (odd := _not_near(child))), None)


def expand(tree: Expression, patterns: Mapping[str, Pattern]) -> Expression:
    """The expression with every pattern that it names written out. `patterns` have no circle."""
    if isinstance(tree, ConceptRef):
        named = patterns.get(tree.id)
        return tree if named is None else expand(named.when, patterns)
    if isinstance(tree, Near):
        left, right = expand(tree.left, patterns), expand(tree.right, patterns)
        return replace(tree, left=left, right=right)
    if isinstance(tree, And | Or):
        return replace(tree, terms=tuple(expand(term, patterns) for term in tree.terms))
    if isinstance(tree, Not | Scope):
        return replace(tree, term=expand(tree.term, patterns))
    return tree


def without_circles(
    patterns: Mapping[str, Pattern], complaints: list[Complaint]
) -> dict[str, Pattern]:
    """The patterns that do not name themselves; a complaint for each that does."""
    sound = {name: found for name, found in patterns.items() if not _reaches(name, patterns)}
    for name in sorted(patterns.keys() - sound.keys()):
        message = f"pattern {name} names itself, at once or through others"
        remedy = "write out one of them"
        complaints.append(Complaint(place=patterns[name].place, message=message, remedy=remedy))
    return sound


def _reaches(name: str, patterns: Mapping[str, Pattern]) -> bool:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for other in concepts_of(patterns[waiting.pop()].when):
            if other == name:
                return True
            if other in patterns and other not in seen:
                seen.add(other)
                waiting.append(other)
    return False
