"""Reads one recommendation's file and holds it against what surrounds it: concepts, ladders …"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from rules.complaints import Complaint, Level, Place
from rules.concepts import Concept
from rules.fields import Fields
from rules.forms import WrongFormError, parse_form
from rules.language.checks import children
from rules.language.parser import parse
from rules.language.syntax import ConceptRef, Expression, Word
from rules.patterns import Pattern, expand
from rules.records import (
    Cite,
    Example,
    Ladder,
    Life,
    LifeState,
    Recommendation,
    Signal,
    Tells,
    Toward,
)
from rules.text import mixed_word
from rules.yamlfile import Node, Text

_NOTHING = Word(text="nothing")
NO_COUNTRY = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a recommendation may refer to."""

    languages: tuple[str, ...]
    country: str
    addressees: tuple[str, ...]
    concepts: Mapping[str, Concept]
    ladders: Mapping[str, Ladder]
    patterns: Mapping[str, Pattern]


def read_recommendation(
    node: Node, around: Surroundings, complaints: list[Complaint]
) -> Recommendation:
    """The recommendation of one file."""
    return _Reading(around, complaints).recommendation(node)


class _Reading:
    """One file's reading, with what it is held against."""

    def __init__(self, around: Surroundings, complaints: list[Complaint]) -> None:
        self._around = around
        self._complaints = complaints

    def recommendation(self, node: Node) -> Recommendation:
        fields = Fields(node, "a recommendation", self._complaints)
        recommendation = Recommendation(
            id=fields.text("id"),
            cite=self._cite(fields),
            addressees=self._addressees(fields, "addressees"),
            asks=fields.text("asks"),
            clauses=fields.pairs("clauses"),
            ladder=self._known(fields.scalar("ladder"), self._around.ladders, "ladder"),
            life=self._life(fields),
            signals=tuple(self._signal(item) for item in fields.items("signals")),
            place=fields.place,
            yields_to=fields.texts("yields_to"),
            grounds=self._addressees(fields, "grounds") if fields.has("grounds") else (),
        )
        fields.finish()
        self._check_whole(recommendation)
        return recommendation

    def _cite(self, fields: Fields) -> Cite:
        cite = fields.below("cite", "cite")
        found = Cite(
            heading=cite.optional_text("heading"),
            position=cite.integer("position", least=1),
            url=cite.optional_text("url") or None,
        )
        cite.finish()
        return found

    def _addressees(self, fields: Fields, key: str) -> tuple[str, ...]:
        found = fields.scalars(key)
        return tuple(self._known(text, self._around.addressees, "addressee") for text in found)

    def _life(self, fields: Fields) -> Life:
        if not fields.has("life"):
            return Life()
        life = fields.below("life", "life")
        state = life.choice("state", LifeState)
        on = life.optional_date("on")
        found = Life(state=state, on=on, why=life.optional_text("why"))
        life.finish()
        if state is not LifeState.OPEN and (on is None or not found.why):
            fields.complain(life.place, f"life is {state.value} without on and why", "add both")
        return found

    def _signal(self, node: Node) -> Signal:
        fields = Fields(node, "a signal", self._complaints)
        when = fields.scalar("when")
        signal = Signal(
            id=fields.text("id"),
            clause=fields.text("clause"),
            toward=fields.choice("toward", Toward),
            rung=fields.optional_text("rung") or None,
            when=self._when(when) if when.value else _NOTHING,
            examples=tuple(self._example(item) for item in fields.items("examples")),
            place=fields.place,
            tells=fields.choice("tells", Tells, Tells.ACT),
        )
        fields.finish()
        self._check_examples(signal)
        return signal

    def _when(self, text: Text) -> Expression:
        parsed = parse(text)
        self._complaints.extend(parsed.complaints)
        if parsed.item is None:
            return _NOTHING
        tree = expand(parsed.item, self._around.patterns)
        self._check_leaves(tree)
        return tree

    def _check_leaves(self, tree: Expression) -> None:
        if isinstance(tree, ConceptRef):
            known = (*self._around.concepts, *self._around.patterns)
            self._known(Text(value=tree.id, place=tree.place), known, "concept")
        elif isinstance(tree, Word):
            if word := mixed_word(tree.text):
                message = f"the word {word!r} mixes Latin and Cyrillic letters"
                remedy, level = "type it again in one script", Level.WARNING
                self._complaints.append(
                    Complaint(place=tree.place, message=message, remedy=remedy, level=level)
                )
            try:
                parse_form(tree.text)
            except WrongFormError as wrong:
                self._complain(tree.place, f"{tree.text!r} {wrong}", "write a longer word")
        for child in children(tree):
            self._check_leaves(child)

    def _example(self, node: Node) -> Example:
        fields = Fields(node, "an example", self._complaints)
        country = fields.optional_text("country", self._around.country)
        example = Example(
            language=fields.text("lang"),
            title=fields.optional_text("title"),
            text=fields.text("text"),
            gives=fields.boolean("gives"),
            place=fields.place,
            published=fields.optional_date("published"),
            country=None if country == NO_COUNTRY else country,
        )
        fields.finish()
        return example

    def _check_examples(self, signal: Signal) -> None:
        for gives, what in ((True, "a match"), (False, "a near miss")):
            there = {e.language for e in signal.examples if e.gives is gives}
            missing = [lang for lang in self._around.languages if lang not in there]
            if missing:
                message = f"signal {signal.id} has no example of {what} in {', '.join(missing)}"
                remedy = f"add one with gives: {str(gives).lower()} in each language"
                self._complain(signal.place, message, remedy)

    def _check_whole(self, recommendation: Recommendation) -> None:
        self._check_clauses(recommendation)
        self._check_rungs(recommendation)
        ids = [signal.id for signal in recommendation.signals]
        for signal in recommendation.signals:
            if ids.count(signal.id) > 1:
                message = f"the signal {signal.id} stands there twice"
                self._complain(signal.place, message, "give each signal its own id")
        towards = {signal.toward for signal in recommendation.signals}
        for toward in Toward:
            if toward not in towards:
                message = f"{recommendation.id} has no signal toward {toward.value}"
                self._complain(recommendation.place, message, "add one")

    def _check_clauses(self, recommendation: Recommendation) -> None:
        clauses = [clause for clause, _ in recommendation.clauses]
        for signal in recommendation.signals:
            self._known(Text(value=signal.clause, place=signal.place), clauses, "clause")
        for clause in clauses:
            if all(signal.clause != clause for signal in recommendation.signals):
                message = f"the clause {clause} of {recommendation.id} has no signal"
                self._complain(recommendation.place, message, "add a signal for it")

    def _check_rungs(self, recommendation: Recommendation) -> None:
        ladder = self._around.ladders.get(recommendation.ladder)
        rungs = (*ladder.rungs, *ladder.reversals) if ladder else ()
        for signal in recommendation.signals:
            if ladder and signal.rung is not None:
                what = f"rung of the ladder {ladder.id}"
                self._known(Text(value=signal.rung, place=signal.place), rungs, what)

    def _known(
        self, text: Text, known: "Mapping[str, object] | tuple[str, ...] | list[str]", what: str
    ) -> str:
        """The name, and a complaint if it is not one of those known."""
        if text.value and text.value not in known:
            near = get_close_matches(text.value, list(known), n=1)
            names = ", ".join(list(known)[:12]) or "none"
            remedy = f"did you mean {near[0]}?" if near else f"known: {names}"
            self._complain(text.place, f"{text.value!r} is not a {what}", remedy)
        return text.value

    def _complain(self, place: Place, message: str, remedy: str) -> None:
        self._complaints.append(Complaint(place=place, message=message, remedy=remedy))
