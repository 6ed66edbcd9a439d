"""Compiles a rulebook into a matcher: forms into automatons, expressions into nodes."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from rules.candidates import CompiledSignal
from rules.concepts import Concept, Kind, included
from rules.expression import All, Any, Distance, Node, Term, Within
from rules.forms import Form, parse_form
from rules.kazakh.wordlist import Wordlist
from rules.language.checks import children, concepts_of
from rules.language.syntax import (
    ConceptRef,
    Expression,
    Near,
    Not,
    Or,
    Scope,
    ScopeKind,
    Word,
)
from rules.lexicon import Silencing
from rules.matcher import Matcher, Vocabulary
from rules.people import People, Person
from rules.reading.asides import AsideReader
from rules.reading.factuality import FactualityReader
from rules.reading.places import Gazetteer
from rules.reading.segments import abbreviations_of
from rules.records import Recommendation, Signal
from rules.register import Rulebook
from rules.screen import Plan, Screen
from rules.tongues import NumberedForms, Tongue
from rules.weighing.weigher import Weigher

KAZAKH = "kk"  # the one language that is written in two scripts


def compile_rulebook(rulebook: Rulebook) -> Matcher:
    """The matcher of a rulebook that loaded without error."""
    return _Compiler(rulebook).matcher()


class _Compiler:
    """One compilation: concepts and words are numbered, the concepts first."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._named = concepts_named(rulebook)
        self._concepts: Sequence[Concept] = concepts_drawn_on(rulebook, self._named)
        self._numbers = {concept.id: i for i, concept in enumerate(self._concepts)}
        self._words: dict[str, int] = {}
        own = {concept.id: concept.weight for concept in self._concepts}
        self._weights = [
            sum(own[other] for other in sorted(included(concept.id, rulebook.concepts)))
            for concept in self._concepts
        ]

    def matcher(self) -> Matcher:
        signals = self._signals()
        triggers: dict[int, list[CompiledSignal]] = {}
        for signal in signals:
            for concept in signal.anchors:
                triggers.setdefault(concept, []).append(signal)
        languages = self._rulebook.register.languages
        people = self._people()
        vocabulary = self._vocabulary()
        plan = Plan([s.node for s in signals], self._frequency, len(vocabulary.ids))
        return Matcher(
            register=self._rulebook.register,
            digest=self._rulebook.digest,
            vocabulary=vocabulary,
            signals=signals,
            plan=plan,
            triggers=MappingProxyType({c: tuple(found) for c, found in triggers.items()}),
            concerned=self._countries(),
            addressed=self._addressed(),
            asides=AsideReader(self._rulebook.asides),
            abbreviations=abbreviations_of(self._rulebook.sentences.abbreviations),
            tongues=MappingProxyType(
                {one: self._tongue(one, plan, vocabulary, people) for one in (*languages, None)}
            ),
            people=people,
            weigher=self._weigher(),
        )

    def _weigher(self) -> Weigher:
        names = {i: one.id for i, one in enumerate(self._concepts)}
        return Weigher(self._rulebook.scale, names)

    def _people(self) -> People:
        """The persons, numbered after concepts and words; so every word has to be known."""
        persons = (
            Person(concept=number, forms=forms)
            for number, concept in enumerate(self._concepts)
            for forms in concept.people
        )
        return People(persons, first=len(self._concepts) + len(self._words))

    def _tongue(
        self, language: str | None, plan: Plan, vocabulary: Vocabulary, people: People
    ) -> Tongue:
        rulebook = self._rulebook
        return Tongue(
            forms=lambda: self._forms(language, people),
            screen=lambda forms: Screen(plan, forms, vocabulary.counts_as, people.concepts),
            factuality=lambda: FactualityReader(
                rulebook.cues, rulebook.dates, language, rulebook.sentences
            ),
            gazetteer=lambda: Gazetteer(rulebook.places, language),
            respelling=self._wordlist if language == KAZAKH else None,
        )

    def _forms(self, language: str | None, people: People) -> NumberedForms:
        forms: list[tuple[int, Form]] = [
            (number, form)
            for number, concept in enumerate(self._concepts)
            for form in concept.forms_for(language)
        ]
        forms += [(number, parse_form(word)) for word, number in self._words.items()]
        return [*forms, *people.forms()]

    def _wordlist(self, forms: NumberedForms) -> Wordlist:
        """What the rules look for in Kazakh: concepts, cues and places."""
        found = [form for _, form in forms]
        for group in (group for file in self._rulebook.cues for group in file.groups):
            if group.language == KAZAKH:
                found += (*group.before, *group.after)
        for country in self._rulebook.places:
            for _, language, named in country.forms:
                found += named if language in (KAZAKH, "any") else ()
        pieces = {piece for form in found for piece in form.pieces}
        return Wordlist(
            words=(p.text + end for p in pieces if not p.stem for end in p.endings or ("",)),
            stems=(p.text for p in pieces if p.stem),
        )

    def _vocabulary(self) -> Vocabulary:
        concepts = self._rulebook.concepts
        includes = [included(concept.id, concepts) for concept in self._concepts]
        counts_as: list[list[int]] = [[] for _ in self._concepts]
        for number, below in enumerate(includes):
            for other in below:
                counts_as[self._numbers[other]].append(number)
        words = list(self._words.values())
        numbered = list(enumerate(self._concepts))
        return Vocabulary(
            ids=(*(concept.id for concept in self._concepts), *self._words),
            glosses=(*(concept.gloss for concept in self._concepts), *self._words),
            counts_as=(*(tuple(found) for found in counts_as), *((word,) for word in words)),
            silencing=self._silencing(includes),
            acts=frozenset(number for number, c in numbered if c.kind is Kind.ACT),
            countries=MappingProxyType({n: c.country for n, c in numbered if c.country}),
        )

    def _silencing(self, includes: Sequence[frozenset[str]]) -> Silencing:
        """A concept's topic is its file."""
        decoys = decoys_of(self._rulebook, self._named)
        alone = [None for _ in self._words]
        topics = [None if c.overlaps else c.place.file for c in self._concepts]
        keeps = [frozenset(self._numbers[other] for other in found) for found in includes]
        return Silencing(
            topics=(*topics, *alone),
            keeps=(*keeps, *(frozenset[int]() for _ in alone)),
            decoys=frozenset(self._numbers[name] for name in decoys),
        )

    def _signals(self) -> tuple[CompiledSignal, ...]:
        pairs = [(r, s) for r in self._rulebook.register.recommendations for s in r.signals]
        nodes = [self._tree(signal) for _, signal in pairs]
        return tuple(
            self._signal(order, asked, signal, node)
            for order, ((asked, signal), node) in enumerate(zip(pairs, nodes, strict=True))
        )

    def _tree(self, signal: Signal) -> Node:
        tree = signal.when
        return self._node(tree if _has_scope(tree) else Scope(kind=ScopeKind.SENT, term=tree))

    def _signal(
        self, order: int, asked: Recommendation, signal: Signal, node: Node
    ) -> CompiledSignal:
        return CompiledSignal(
            order=order,
            recommendation=asked,
            signal=signal,
            node=node,
            anchors=self._anchors(node),
            needs=self._sorted_needs(node),
            exempt=self._exempt(asked),
        )

    def _exempt(self, asked: Recommendation) -> frozenset[str]:
        countries = self._rulebook.addressee_countries
        return frozenset(c for one in asked.addressees for c in countries.get(one, ()))

    def _countries(self) -> frozenset[str]:
        rulebook = self._rulebook
        return frozenset((rulebook.register.country,)).union(*rulebook.addressee_countries.values())

    def _addressed(self) -> frozenset[str]:
        found = self._rulebook.addressee_countries.values()
        return frozenset(one[0] for one in found if len(one) == 1)

    def _node(self, tree: Expression) -> Node:
        if isinstance(tree, Word):
            return Term(self._word(tree.text), tree.text)
        if isinstance(tree, ConceptRef):
            return Term(self._numbers[tree.id], f"@{tree.id}")
        if isinstance(tree, Near):
            return Distance(
                self._node(tree.left), self._node(tree.right), tree.distance, tree.ordered
            )
        if isinstance(tree, Scope):
            term = self._node(tree.term)
            return Within(tree.kind, term, self._sorted_needs(term))
        if isinstance(tree, Or):
            return Any(tuple(self._node(term) for term in tree.terms))
        return self._all(tree)

    def _all(self, tree: Expression) -> All:
        terms = children(tree)
        return All(
            tuple(self._node(term) for term in terms if not isinstance(term, Not)),
            tuple(self._node(term.term) for term in terms if isinstance(term, Not)),
        )

    def _word(self, text: str) -> int:
        """The number of a word that a rule names itself. It counts for no concept."""
        if text not in self._words:
            self._words[text] = len(self._concepts) + len(self._words)
            self._weights.append(1.0 / max(1, len(text)))
        return self._words[text]

    def _anchors(self, node: Node) -> frozenset[int]:
        """The rarest set of concepts of which one must be there."""
        return self._sorted_needs(node)[0]

    def _sorted_needs(self, node: Node) -> tuple[frozenset[int], ...]:
        """All such sets, the rarest first."""
        needs = set(self._needs(node))
        return tuple(sorted(needs, key=lambda n: (self._frequency(n), sorted(n))))

    def _frequency(self, need: frozenset[int]) -> float:
        return sum(self._weights[concept] for concept in need)

    def _needs(self, node: Node) -> list[frozenset[int]]:
        """Sets of concepts, of each of which one must be there."""
        if isinstance(node, Term):
            return [frozenset((node.concept,))]
        if isinstance(node, Distance):
            return self._needs(node.left) + self._needs(node.right)
        if isinstance(node, All):
            return [need for term in node.terms for need in self._needs(term)]
        if isinstance(node, Any):
            return [frozenset().union(*(self._anchors(term) for term in node.terms))]
        return self._needs(node.term)


def concepts_named(rulebook: Rulebook) -> frozenset[str]:
    """The concepts that the register's signals name."""
    signals = (s for asked in rulebook.register.recommendations for s in asked.signals)
    return frozenset[str]().union(*(concepts_of(signal.when) for signal in signals))


def decoys_of(rulebook: Rulebook, named: frozenset[str] | None = None) -> frozenset[str]:
    """The concepts that no signal and no concept uses: they are there only to win.

    named, here and below: what `concepts_named` gives, where it is known.
    """
    used = concepts_named(rulebook) if named is None else named
    known = concepts_drawn_on(rulebook, used)
    used |= {other for concept in known for other in concept.includes}
    return frozenset(concept.id for concept in known if concept.id not in used)


def concepts_drawn_on(rulebook: Rulebook, named: frozenset[str] | None = None) -> list[Concept]:
    """The concepts of the files that the register draws on, and what these include.

    The others are another register's, and its decoys must not win over this one's words.
    """
    concepts = rulebook.concepts
    used = _closure(concepts_named(rulebook) if named is None else named, concepts)
    files = {concepts[name].place.file for name in used}
    beside = {name for name, concept in concepts.items() if concept.place.file in files}
    known = _closure(used | beside, concepts)
    return [concept for name, concept in concepts.items() if name in known]


def _closure(names: Iterable[str], concepts: Mapping[str, Concept]) -> set[str]:
    return {other for name in names for other in included(name, concepts)}


def _has_scope(tree: Expression) -> bool:
    return isinstance(tree, Scope) or any(_has_scope(child) for child in children(tree))
