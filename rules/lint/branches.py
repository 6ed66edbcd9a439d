"""Branches of an OR that can't hold, and pieces that one word satisfies together."""

from collections.abc import Iterator, Mapping

from rules.complaints import Complaint
from rules.concepts import Concept, included
from rules.forms import Form
from rules.language.checks import children
from rules.language.syntax import And, ConceptRef, Expression, Near, Not, Or, Scope
from rules.lint.inside import forms_in
from rules.lint.signals import brief, name_of
from rules.lint.warning import warning
from rules.records import Recommendation, Signal
from rules.register import Rulebook


def without_effect(rulebook: Rulebook) -> Iterator[Complaint]:
    """What a signal says and what can decide nothing in it."""
    book = _Book(rulebook)
    for recommendation in rulebook.register.recommendations:
        for signal in recommendation.signals:
            yield from book.signal(recommendation, signal)


class _Book:
    """The concepts, with their forms and what each includes."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._concepts: Mapping[str, Concept] = rulebook.concepts
        self._languages = rulebook.register.languages
        self._below: dict[str, frozenset[str]] = {}
        self._forms: dict[str, frozenset[tuple[str, Form]]] = {}

    def signal(self, recommendation: Recommendation, signal: Signal) -> Iterator[Complaint]:
        """Each fault once in a signal, at its first place."""
        seen: set[str] = set()
        for complaint in self._all(signal.when, name_of(recommendation, signal)):
            if complaint.message not in seen:
                yield complaint
            seen.add(complaint.message)

    def _all(self, when: Expression, name: str) -> Iterator[Complaint]:
        for tree in _all(when):
            if isinstance(tree, Or):
                yield from self._covered(tree, name)
            elif isinstance(tree, And):
                yield from self._excluded(tree, name)
                yield from self._one_word(tree, name)

    def _covered(self, tree: Or, name: str) -> Iterator[Complaint]:
        """A branch that another one includes: @a OR @b, where @b includes @a."""
        named = [term for term in tree.terms if isinstance(term, ConceptRef)]
        for term in named:
            wider = [o.id for o in named if term.id in self.below(o.id) - {o.id}]
            if wider:
                message = f"{name}: @{term.id} adds nothing beside @{wider[0]}, which includes it"
                yield warning(term.place, message, f"take @{term.id} out of the OR")

    def _excluded(self, tree: And, name: str) -> Iterator[Complaint]:
        """A way that needs what a NOT beside it refuses."""
        refused = [term.term for term in tree.terms if isinstance(term, Not)]
        banned = {concept for term in refused for concept in _alone(term)}
        for term in tree.terms:
            if isinstance(term, Not):
                continue
            for way in _ways(term):
                by = sorted(b for b in banned if self._needs_any(way, b))
                if by:
                    message = f"{name}: {brief(way)} can never hold, for NOT @{by[0]} covers it"
                    yield warning(way.place, message, "take it out, or narrow the NOT")

    def _needs_any(self, way: Expression, banned: str) -> bool:
        """Whether every hit that satisfies a piece of the way is one of the banned concept's."""
        return any(
            all(self.forms(alternative) <= self.forms(banned) for alternative in need)
            for need in _needs(way)
        )

    def _one_word(self, tree: And, name: str) -> Iterator[Complaint]:
        """Two pieces of an AND that the same words satisfy ask for one thing, not for two."""
        terms = [term for term in tree.terms if isinstance(term, ConceptRef | Or)]
        for index, term in enumerate(terms):
            for other in terms[index + 1 :]:
                shared = self._shared(term, other)
                if shared:
                    message = (
                        f"{name}: “{shared[0]}” alone satisfies both {brief(term)} and "
                        f"{brief(other)}" + (f", as do {len(shared) - 1} more" * (len(shared) > 1))
                    )
                    yield warning(term.place, message, "write NEAR between them, or part the words")

    def _shared(self, term: Expression, other: Expression) -> list[str]:
        one, two = _alone(term), _alone(other)
        shared = self._of(one) & self._of(two)
        return sorted({" ".join(p.text + "*" * p.stem for p in form.pieces) for _, form in shared})

    def _of(self, concepts: frozenset[str]) -> frozenset[tuple[str, Form]]:
        return frozenset[tuple[str, Form]]().union(*(self.forms(c) for c in concepts))

    def below(self, concept: str) -> frozenset[str]:
        if concept not in self._below:
            self._below[concept] = included(concept, self._concepts)
        return self._below[concept]

    def forms(self, concept: str) -> frozenset[tuple[str, Form]]:
        if concept not in self._forms:
            self._forms[concept] = frozenset(
                (language, form)
                for other in self.below(concept)
                for language in self._languages
                for form in forms_in(self._concepts[other], language)
            )
        return self._forms[concept]


def _all(tree: Expression) -> Iterator[Expression]:
    yield tree
    for child in children(tree):
        yield from _all(child)


def _alone(tree: Expression) -> frozenset[str]:
    """The concepts of which each satisfies an expression by itself."""
    if isinstance(tree, ConceptRef):
        return frozenset((tree.id,))
    if isinstance(tree, Or):
        return frozenset[str]().union(*(_alone(term) for term in tree.terms))
    return frozenset()


def _ways(tree: Expression) -> tuple[Expression, ...]:
    """The branches of a term, or the term."""
    return tree.terms if isinstance(tree, Or) else (tree,)


def _needs(tree: Expression) -> Iterator[frozenset[str]]:
    """Sets of concepts of which one must be there, in the same scope."""
    if isinstance(tree, ConceptRef | Or):
        alone = _alone(tree)
        if alone and all(isinstance(way, ConceptRef) for way in _ways(tree)):
            yield alone
    elif isinstance(tree, Near):
        yield from _needs(tree.left)
        yield from _needs(tree.right)
    elif isinstance(tree, And):
        for term in tree.terms:
            if not isinstance(term, Not | Scope):
                yield from _needs(term)
