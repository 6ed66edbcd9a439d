"""What a flag's state follows from: the answers of people and the events of runs.

Pure, and shared by every store, so that none has an opinion of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from storage.reading import Need, is_read_twice
from storage.records import Answer, Changes, FlagState, Review

REOPENING = frozenset({"raised", "reopened"})
_EARLIEST = date(1991, 1, 1)


def standing_answers(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The answers that no UNDO took back, oldest first. reviews: in the order given."""
    standing: list[Review] = []
    for review in reviews:
        if review.answer is not Answer.UNDO:
            standing.append(review)
        elif standing:
            standing.pop()
    return tuple(standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What follows from the answers since a flag was last raised.

    answer: what stands; None: it waits. spoken: who is not to be asked again while it waits.
    pair: the two readings of a flag that is read twice; None until both are there.
    """

    state: FlagState
    answer: Answer | None = None
    need: Need = Need.ANSWER
    spoken: tuple[str, ...] = ()
    pair: tuple[Review, Review] | None = None


def outcome_of(reviews: Iterable[Review], *, twice: bool) -> Outcome:
    """The outcome of these answers. twice: whether two people are to read the flag.

    Otherwise the newest answer that stands decides. UNSURE asks a colleague, so the flag waits.
    """
    standing = standing_answers(reviews)
    if not twice:
        return _by_newest(standing)
    pair, later = _pair(standing)
    if pair is None:
        return _awaiting_second(standing)
    first, second = pair
    settled = any(one.answer is not Answer.UNSURE for one in later)
    if first.answer is not second.answer and not settled:
        return Outcome(state=FlagState.WAITING, need=Need.SETTLING, pair=pair)
    newest = _by_newest(later or (second,))
    return replace(newest, pair=pair)


def _by_newest(standing: Sequence[Review]) -> Outcome:
    if not standing:
        return Outcome(state=FlagState.WAITING)
    if standing[-1].answer is not Answer.UNSURE:
        return Outcome(state=FlagState.ANSWERED, answer=standing[-1].answer)
    newest = {review.reviewer: review.answer for review in standing}
    unsure = tuple(sorted(name for name, said in newest.items() if said is Answer.UNSURE))
    return Outcome(state=FlagState.WAITING, need=Need.COLLEAGUE, spoken=unsure)


def _pair(
    standing: Sequence[Review],
) -> tuple[tuple[Review, Review] | None, Sequence[Review]]:
    """The first two people's answers, and what came after them; UNSURE reads nothing."""
    read: dict[str, Review] = {}
    for place, review in enumerate(standing):
        if review.answer is Answer.UNSURE:
            read.pop(review.reviewer, None)
            continue
        read[review.reviewer] = review
        if len(read) == 2:
            (first,) = (one for name, one in read.items() if name != review.reviewer)
            return (first, review), standing[place + 1 :]
    return None, ()


def _awaiting_second(standing: Sequence[Review]) -> Outcome:
    newest = {review.reviewer: review.answer for review in standing}
    if all(said is Answer.UNSURE for said in newest.values()):
        return _by_newest(standing)
    return Outcome(state=FlagState.WAITING, need=Need.SECOND, spoken=tuple(sorted(newest)))


def reads_twice(recent: Iterable[Review], given: Review, share: float) -> bool:
    """Whether an answer makes its flag one that is read twice: the first one, if it was drawn.

    recent: the answers before it since the flag was raised.
    """
    said = {review.answer for review in standing_answers(recent)}
    is_first = given.answer not in (Answer.UNSURE, Answer.UNDO) and said <= {Answer.UNSURE}
    return is_first and is_read_twice(given.flag, share)


def told_on(published: date | None, raised_at: datetime) -> date:
    """The day that a flag is told on: its document's, unless that can't be true."""
    raised = raised_at.date()
    if published is None or not _EARLIEST <= published <= raised + timedelta(days=1):
        return raised
    return published


def only_noted(changes: Changes) -> frozenset[int]:
    """Flags that a batch touches without reopening them.

    Their stored state stays: a person may have answered between the moment when settling read
    the flag and the moment when the batch is stored.
    """
    touched = {event.flag for event in changes.events}
    return frozenset(touched - {e.flag for e in changes.events if e.what in REOPENING})


def batch_id(changes: Changes) -> str:
    """The same for the same changes, however often they are made."""
    from hashlib import sha256

    return sha256(repr(changes).encode("utf-8", "surrogatepass")).hexdigest()
