"""Where each recommendation stands: what people confirmed, and what still waits for them.

    flags, their matches, answers ─► tidings ─► a standing for each clause, spent ones in one line

A person's answer moves a clause; the machine's flags only say that something waits. What a person
set (`monitor.statuses`) stands beside what the confirmed flags add up to. Dates are the
documents' own; a document without one counts from the day on which it was flagged.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from monitor.counted import MOVES
from monitor.flagviews import telling_matches
from monitor.statuses import standing_statuses
from rules.records import Ladder, LifeState, Match, Recommendation, Register, Toward
from storage.board import ToldFlag
from storage.contract import Store
from storage.records import FlagState, Lane, Status

SPENT = (LifeState.FULFILLED, LifeState.OVERTAKEN)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiding:
    """What a flag tells of one clause.

    on: the document's day. confirmed: the way a person says it points; None while nobody has said.
    coming: only planned. rung: None where the signal names none.
    """

    flag: int
    recommendation: str
    clause: str
    toward: Toward
    rung: str | None
    on: date
    coming: bool
    confirmed: Toward | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a clause stands on its ladder.

    rung: None where no step is confirmed. since, flag: of the confirmed tiding that brought it
    there. moved: the last confirmed tiding's day and way; None where nothing is confirmed.
    waiting: (way, how many flags) that nobody has answered; latest: the newest one's day.
    status: what a person set last; None: nobody did.
    """

    clause: str
    text: str
    rung: str | None
    reversed: bool
    since: date | None
    flag: int | None
    moved: date | None
    moved_toward: Toward | None
    waiting: tuple[tuple[Toward, int], ...]
    coming: int
    latest: date | None
    status: Status | None = None

    @property
    def proposes(self) -> str | None:
        """The rung that confirmed flags reach and the status doesn't say; None: they agree."""
        if self.rung is None or self.rung == (self.status.rung if self.status else None):
            return None
        return self.rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One recommendation. reopened: what points back after its demand was spent, by flag number."""

    recommendation: Recommendation
    ladder: Ladder
    clauses: tuple[Standing, ...]
    reopened: tuple[int, ...]

    @property
    def is_folded(self) -> bool:
        """Whether one line says all: the demand is spent, and nothing has reopened it."""
        return self.recommendation.life.state in SPENT and not self.reopened


def report(
    store: Store, register: Register, ladders: Mapping[str, Ladder], only: str | None = None
) -> tuple[Progress, ...]:
    """Every recommendation in the register's order; `only`: this one."""
    wanted = [one for one in register.recommendations if only in (None, one.id)]
    tidings = tuple(_tidings(store, only))
    statuses = standing_statuses(store.statuses(only))
    return tuple(progress_of(one, ladders[one.ladder], tidings, statuses) for one in wanted)


def _tidings(store: Store, recommendation: str | None) -> Iterator[Tiding]:
    after = 0
    while found := store.told_flags(recommendation, after, _AT_ONCE):
        for told in found:
            yield from tidings_of(told)
        after = found[-1].flag.number


def tidings_of(told: ToldFlag) -> Iterator[Tiding]:
    """A tiding for each clause and rung; none once a person said that it changes nothing."""
    confirmed = MOVES.get(told.answer) if told.answer else None
    if told.flag.state is FlagState.ANSWERED and confirmed is None:
        return
    matches = _that(telling_matches(told.flag, told.matches), confirmed)
    for clause, toward, rung in dict.fromkeys((m.clause, m.toward, m.rung) for m in matches):
        yield Tiding(
            flag=told.flag.number,
            recommendation=told.flag.recommendation,
            clause=clause,
            toward=toward,
            rung=rung,
            on=told.on,
            coming=told.flag.lane is Lane.COMING,
            confirmed=confirmed,
        )


def _that(matches: Sequence[Match], confirmed: Toward | None) -> Sequence[Match]:
    """The matches that point where a person says; all of them where none does."""
    return [match for match in matches if match.toward is confirmed] or matches


def progress_of(
    recommendation: Recommendation,
    ladder: Ladder,
    tidings: Iterable[Tiding],
    statuses: Mapping[tuple[str, str], Status] = MappingProxyType({}),
) -> Progress:
    """Where a recommendation stands. Pure. statuses: by (recommendation, clause)."""
    own = sorted(
        (one for one in tidings if one.recommendation == recommendation.id),
        key=lambda one: (one.on, one.flag),
    )
    return Progress(
        recommendation=recommendation,
        ladder=ladder,
        clauses=tuple(
            replace(
                _standing(clause, text, ladder, [one for one in own if one.clause == clause]),
                status=statuses.get((recommendation.id, clause)),
            )
            for clause, text in recommendation.clauses
        ),
        reopened=_reopening(recommendation, own),
    )


def _standing(clause: str, text: str, ladder: Ladder, tidings: Sequence[Tiding]) -> Standing:
    happened = [one for one in tidings if one.confirmed and not one.coming]
    at: Tiding | None = None
    for one in happened:
        if _moves(one, at, ladder):
            at = one
    waiting = [one for one in tidings if one.confirmed is None]
    last = happened[-1] if happened else None
    return Standing(
        clause=clause,
        text=text,
        rung=at.rung if at else None,
        reversed=at is not None and at.rung in ladder.reversals,
        since=at.on if at else None,
        flag=at.flag if at else None,
        moved=last.on if last else None,
        moved_toward=last.confirmed if last else None,
        waiting=tuple((t, n) for t in Toward if (n := _flags(w for w in waiting if w.toward is t))),
        coming=_flags(one for one in waiting if one.coming),
        latest=max((one.on for one in waiting), default=None),
    )


def _moves(one: Tiding, at: Tiding | None, ladder: Ladder) -> bool:
    """Whether a later tiding changes the standing: a step up, a reversal, or a way out of one.

    A lower rung than the one reached is a retelling. A step that a person says points the other
    way than its rung does is none.
    """
    if one.rung is None:
        return False
    back = one.rung in ladder.reversals
    if back != (one.confirmed is Toward.REGRESSION):
        return False
    if back or at is None or at.rung in ladder.reversals:
        return at is None or at.rung != one.rung
    return _height(one, ladder) > _height(at, ladder)


def _height(one: Tiding, ladder: Ladder) -> int:
    return ladder.rungs.index(one.rung) if one.rung in ladder.rungs else -1


def _flags(tidings: Iterable[Tiding]) -> int:
    return len({one.flag for one in tidings})


def _reopening(recommendation: Recommendation, tidings: Iterable[Tiding]) -> tuple[int, ...]:
    """Flags that point back and tell of a day after the demand was spent."""
    spent_on = recommendation.life.on
    if recommendation.life.state not in SPENT or spent_on is None:
        return ()
    found = (
        one.flag
        for one in tidings
        if (one.confirmed or one.toward) is Toward.REGRESSION and one.on > spent_on
    )
    return tuple(dict.fromkeys(found))
