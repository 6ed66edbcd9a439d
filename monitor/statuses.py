"""Where clauses stand, as persons say: set by a person, citing flags, and never by the machine.

A status is appended; the newest of a clause stands. What the flags suggest is in
`monitor.report`, beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from monitor.contracts import Clock
from monitor.notes import BadAnswer, checked_name, checked_note
from monitor.regrouping import teller_of
from rules.records import Ladder, Recommendation
from storage.contract import Store, UnknownFlag
from storage.projection import standing_answers
from storage.queue import Outdated
from storage.records import Answer, FlagState, Implementation, Status

IMPLEMENTATION_WORDS: Mapping[Implementation, str] = {
    Implementation.NOT_STARTED: "not started",
    Implementation.SOME_STEPS: "some steps taken",
    Implementation.PARTLY: "partly done",
    Implementation.FULLY: "done",
    Implementation.GOING_BACK: "going back",
    Implementation.UNCLEAR: "unclear",
}
FLAGS_AT_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a person says of a clause. rung: None where no rung is meant; flags: any order."""

    clause: str
    implementation: Implementation
    rung: str | None = None
    flags: tuple[int, ...] = ()
    note: str = ""


def set_status(
    store: Store,
    recommendation: Recommendation,
    ladder: Ladder,
    claim: Claim,
    *,
    reviewer: str,
    clock: Clock,
    seen: int | None = None,
) -> Status:
    """Append where a clause stands. Raises BadAnswer.

    At least one flag of this recommendation or a note must say on what it rests; a flag shows
    something only once a person has answered it, otherwise than as not relevant. seen: the number
    of the clause's status that the person saw, 0 for none; where another was set since, Outdated
    is raised. None: whatever stands. The same status by the same person twice is one.
    """
    _check(recommendation, ladder, claim)
    for number in claim.flags:
        _check_flag(store, recommendation, number)
    status = Status(
        number=0,
        recommendation=recommendation.id,
        clause=claim.clause,
        implementation=claim.implementation,
        rung=claim.rung,
        flags=tuple(sorted(set(claim.flags))),
        note=checked_note(claim.note),
        reviewer=checked_name(reviewer),
        at=clock.now(),
    )
    return store.add_status(status) if seen is None else _add_seen(store, status, seen)


def _add_seen(store: Store, status: Status, seen: int) -> Status:
    try:
        return store.add_status_of(status, seen)
    except Outdated:
        twin = _twin(store, status, seen)
        if twin is None:
            raise
        return twin


def _twin(store: Store, status: Status, seen: int) -> Status | None:
    """The same status, set by the same person a moment before: a double click."""
    own = (s for s in store.statuses(status.recommendation) if s.clause == status.clause)
    since = [one for one in own if one.number > seen]
    same = len(since) == 1 and replace(status, number=since[0].number, at=since[0].at) == since[0]
    return since[0] if same else None


def standing_statuses(statuses: Iterable[Status]) -> dict[tuple[str, str], Status]:
    """The newest status of each (recommendation, clause). statuses: in the order given."""
    return {(one.recommendation, one.clause): one for one in statuses}


def _check(recommendation: Recommendation, ladder: Ladder, claim: Claim) -> None:
    clauses = dict(recommendation.clauses)
    if claim.clause not in clauses:
        raise BadAnswer(_none_of("clause", claim.clause, recommendation.id, clauses))
    rungs = (*ladder.rungs, *ladder.reversals)
    if claim.rung is not None and claim.rung not in rungs:
        raise BadAnswer(_none_of("rung", claim.rung, f"the ladder {ladder.id!r}", rungs))
    if not claim.flags and not claim.note.strip():
        raise BadAnswer("a status cites a flag, or says in a note on what it rests")
    if len(claim.flags) > FLAGS_AT_MOST:
        raise BadAnswer(f"{len(claim.flags)} flags are cited; at most {FLAGS_AT_MOST} are kept")


def _none_of(what: str, given: str, owner: str, known: Iterable[str]) -> str:
    return f"{owner} has no {what} {given!r}; it has {', '.join(known)}"


def _check_flag(store: Store, recommendation: Recommendation, number: int) -> None:
    try:
        flag = store.flag(number)
    except UnknownFlag:
        raise BadAnswer(f"there is no flag {number} to cite") from None
    if flag.recommendation != recommendation.id:
        raise BadAnswer(f"flag {number} is about {flag.recommendation}, not {recommendation.id}")
    told_by = teller_of(store, number)
    if store.flag(told_by).state is not FlagState.ANSWERED:
        raise BadAnswer(f"flag {number} waits for an answer; answer flag {told_by}, then cite it")
    if standing_answers(store.reviews(told_by))[-1].answer is Answer.NOT_RELEVANT:
        raise BadAnswer(f"flag {number} was answered as not relevant; it shows nothing")
