"""Signals whose shape promises less than it says, or more."""

from collections.abc import Iterator

from rules.complaints import Complaint
from rules.concepts import Kind, included
from rules.language.checks import children, concepts_of
from rules.language.printer import show
from rules.language.syntax import And, Expression, Not, Or, Scope
from rules.lint.warning import warning
from rules.records import Recommendation, Signal
from rules.register import Rulebook

_SHOWN_AT_MOST = 60


def signals_worth_a_look(rulebook: Rulebook) -> Iterator[Complaint]:
    """Warnings about each signal by itself."""
    for recommendation in rulebook.register.recommendations:
        for signal in recommendation.signals:
            yield from _without_act(recommendation, signal, rulebook)
            yield from _beside_a_scope(recommendation, signal)


def name_of(recommendation: Recommendation, signal: Signal) -> str:
    """A signal as messages call it."""
    return f"{recommendation.id}/{signal.id}"


def brief(tree: Expression) -> str:
    """An expression, cut to what fits a line."""
    shown = show(tree)
    return shown if len(shown) <= _SHOWN_AT_MOST else f"{shown[: _SHOWN_AT_MOST - 1]}…"


def _without_act(
    recommendation: Recommendation, signal: Signal, rulebook: Rulebook
) -> Iterator[Complaint]:
    """A signal that names no act fires on the topic alone, and its factuality hangs in the air."""
    named = concepts_of(signal.when)
    below = {other for name in named for other in included(name, rulebook.concepts)}
    if not any(rulebook.concepts[name].kind is Kind.ACT for name in below):
        message = f"{name_of(recommendation, signal)} names no act"
        yield warning(signal.place, message, "add a concept of kind act to `when`")


def _beside_a_scope(recommendation: Recommendation, signal: Signal) -> Iterator[Complaint]:
    """Once a signal has a scope, what stands outside of it is looked for anywhere in a document."""
    if not _has_scope(signal.when):
        return
    for term in _unscoped(signal.when):
        message = (
            f"{name_of(recommendation, signal)}: {brief(term)} stands beside a scope, "
            "so it is looked for in the whole document"
        )
        yield warning(term.place, message, "put it into SENT(), PARA(), LEAD() or TITLE()")


def _has_scope(tree: Expression) -> bool:
    return isinstance(tree, Scope) or any(_has_scope(child) for child in children(tree))


def _unscoped(tree: Expression) -> Iterator[Expression]:
    """The largest pieces that no scope holds and that hold none."""
    if isinstance(tree, Scope):
        return
    if not _has_scope(tree):
        yield tree
        return
    if isinstance(tree, And | Or | Not):
        for child in children(tree):
            yield from _unscoped(child)
