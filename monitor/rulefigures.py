"""How rules did: what reviewers answered to their flags, by signal and by the words that counted.

answered flags ─► the matches each rests on ─► by signal, and by concept in the evidence
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.flagviews import resting_on
from rules.complaints import Complaint
from rules.lint.practice import (
    SILENT_DAYS,
    Answered,
    never_fired_lately,
    rejected_often,
)
from rules.records import Match, Recommendation
from storage.contract import Store
from storage.records import Answer
from storage.rulesets import Fired, JudgedFlag

FLAGS_AT_MOST = 1000
NIGHTS_AT_LEAST = 60  # of the last SILENT_DAYS: a machine that was off has heard nothing
_RUNS_AT_MOST = 2000
_Names = Callable[[Iterable[Match]], Iterator[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of a signal, or of a piece of evidence. answers: of the flags that rest on it."""

    name: str
    answers: Mapping[Answer, int]

    @property
    def answered(self) -> int:
        """How many flags were answered."""
        return sum(self.answers.values())

    @property
    def rejected(self) -> int:
        """How many of them as not relevant."""
        return self.answers.get(Answer.NOT_RELEVANT, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """A recommendation's. flags: how many answered ones were looked at, the newest.

    signals: by id. parts: "@ratify" …, what was rejected most first. fired: by signal.
    """

    flags: int
    signals: Mapping[str, Figures]
    parts: tuple[Figures, ...]
    fired: Mapping[str, Fired]


def rule_figures(store: Store, recommendation: str) -> RuleFigures:
    """How a recommendation's rule did."""
    judged = store.judged(recommendation, FLAGS_AT_MOST)
    signals = _counted(judged, _signals)
    parts = sorted(_counted(judged, _parts).values(), key=_most_rejected)
    return RuleFigures(
        flags=len(judged),
        signals=signals,
        parts=tuple(parts),
        fired={one.signal: one for one in store.fired(recommendation)},
    )


def _most_rejected(one: Figures) -> tuple[int, int, str]:
    return -one.rejected, one.answered, one.name


def _counted(judged: Sequence[JudgedFlag], names: _Names) -> dict[str, Figures]:
    """Answers by name; a flag counts once for each."""
    counts: dict[str, Counter[Answer]] = {}
    for flag in judged:
        for name in dict.fromkeys(names(resting_on(flag.matches))):
            counts.setdefault(name, Counter())[flag.answer] += 1
    return {name: Figures(name=name, answers=found) for name, found in sorted(counts.items())}


def _signals(matches: Iterable[Match]) -> Iterator[str]:
    return (match.signal for match in matches)


def _parts(matches: Iterable[Match]) -> Iterator[str]:
    return (piece.part for match in matches for piece in match.evidence)


def practice_warnings(
    store: Store,
    recommendations: Sequence[Recommendation],
    now: datetime,
    known: RuleFigures | None = None,
) -> tuple[Complaint, ...]:
    """Signals that reviewers mostly reject, and those that are silent, by place.

    Of silence nothing is said unless nights ran on most of the days. known: of the one
    recommendation, where these were worked out already.
    """
    answered = {
        (one.id, name): Answered(answered=found.answered, rejected=found.rejected)
        for one in recommendations
        for name, found in (known.signals if known else _by_signal(store, one.id)).items()
    }
    found = [*rejected_often(recommendations, answered)]
    since = now - timedelta(days=SILENT_DAYS)
    if has_listened(store, since):
        alone = recommendations[0].id if len(recommendations) == 1 else None
        fired = store.fired(alone, since)
        names = ((one.recommendation, one.signal) for one in fired)
        found += never_fired_lately(recommendations, names)
    return tuple(sorted(found, key=lambda one: one.place))


def _by_signal(store: Store, recommendation: str) -> dict[str, Figures]:
    return _counted(store.judged(recommendation, FLAGS_AT_MOST), _signals)


def has_listened(store: Store, since: datetime) -> bool:
    """Whether nights ran on enough days since then for silence to mean something."""
    runs = store.runs(_RUNS_AT_MOST)
    return len({r.started_at.date() for r in runs if r.started_at >= since}) >= NIGHTS_AT_LEAST
