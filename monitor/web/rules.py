"""The rules: a list of all, and a page for each with what nights and reviewers say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Response

from monitor.rulefigures import (
    FLAGS_AT_MOST,
    RuleFigures,
    practice_warnings,
    rule_figures,
)
from monitor.rulehistory import NotKept, Phase, difference, phases
from monitor.rulewords import changed_said, phase_said, raised_said
from monitor.web.render import page
from monitor.web.visit import Reader, Visit
from monitor.workbench import Linted
from rules.complaints import Complaint
from rules.language.layout import lay_out
from rules.records import Recommendation, Signal
from storage.records import Answer
from storage.rulesets import RuleTotal

router = APIRouter()
PHASES_AT_MOST = 30
PARTS_AT_MOST = 40
LINES_AT_MOST = 400
LINE = 100  # letters of a rule's line
# The columns of answers; an unsure flag waits and is counted nowhere.
COLUMNS = (Answer.PROGRESS, Answer.REGRESSION, Answer.NO_CHANGE, Answer.NOT_RELEVANT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A recommendation in the list. total: None where it has no flag. examples: by language."""

    one: Recommendation
    total: RuleTotal | None
    examples: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPhase:
    """A phase in words. lines: of its own rule, that changed; why_not: why they can't be shown."""

    said: str
    raised: str
    changed: tuple[str, ...]
    lines: tuple[str, ...] = ()
    why_not: str = ""
    more: int = 0


@router.get("/rules")
def list_rules(visit: Reader) -> Response:
    """Every recommendation with its signals, examples, flags and answers."""
    office = visit.office
    totals = {one.recommendation: one for one in office.store.rule_totals()}
    register = office.guide.register
    rows = [
        RuleRow(one=one, total=totals.get(one.id), examples=_examples(one.signals))
        for one in register.recommendations
    ]
    return page(
        visit,
        "rules.html.j2",
        title="Rules",
        rows=rows,
        languages=register.languages,
        columns=COLUMNS,
    )


@router.get("/rules/history")
def history(visit: Reader) -> Response:
    """Which rules judged when, and which files changed."""
    found = phases(visit.office.store)
    shown = [
        ShownPhase(said=phase_said(one), raised="", changed=tuple(changed_said(one)))
        for one in found[:PHASES_AT_MOST]
    ]
    return page(
        visit,
        "rulehistory.html.j2",
        title="History of the rules",
        phases=shown,
        more=len(found) - len(shown),
    )


@router.get("/rules/{recommendation}")
def show(visit: Reader, recommendation: str) -> Response:
    """A rule: its signals, how they did, what lint warns of, and its history."""
    office = visit.office
    one = office.guide.recommendation(recommendation)
    if one is None:
        raise HTTPException(404)
    found = phases(office.store, one.id)
    figures = rule_figures(office.store, one.id)
    linted = office.bench.lint()
    return page(
        visit,
        "rule.html.j2",
        title=f"Rule {one.id}",
        one=one,
        signals=[(signal, lay_out(signal.when, LINE)) for signal in one.signals],
        figures=figures,
        flags_at_most=FLAGS_AT_MOST,
        parts_at_most=PARTS_AT_MOST,
        glosses=office.guide.glosses,
        columns=COLUMNS,
        linted=linted,
        warnings=_warnings(visit, one, linted, figures),
        phases=[_shown(visit, phase, one.id) for phase in found[:PHASES_AT_MOST]],
        more=len(found) - PHASES_AT_MOST,
    )


def _examples(signals: Sequence[Signal]) -> dict[str, int]:
    found: dict[str, int] = {}
    for example in (example for signal in signals for example in signal.examples):
        found[example.language] = found.get(example.language, 0) + 1
    return found


def _warnings(
    visit: Visit, one: Recommendation, linted: Linted, figures: RuleFigures
) -> list[Complaint]:
    """What lint and practice say of its file, by place."""
    office = visit.office
    own = [found for found in linted.complaints if found.place.file == one.place.file]
    own += practice_warnings(office.store, (one,), office.clock.now(), figures)
    return sorted(own, key=lambda found: found.place)


def _shown(visit: Visit, phase: Phase, recommendation: str) -> ShownPhase:
    lines: tuple[str, ...] = ()
    why_not = ""
    changed = phase.changed_rule(recommendation)
    if changed is not None:
        try:
            lines = difference(visit.office.store, changed)
        except NotKept as error:
            why_not = str(error)
    return ShownPhase(
        said=phase_said(phase),
        raised=raised_said(phase),
        changed=tuple(changed_said(phase, recommendation)),
        lines=lines[:LINES_AT_MOST],
        why_not=why_not,
        more=max(0, len(lines) - LINES_AT_MOST),
    )
