"""Answering in the browser: to what was seen, taken back while it stands, many at once.

An answer names the version that the person saw. If the flag has changed since, nothing is stored
and both answers are to be shown; the same answer by the same person twice (a double click) is one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from monitor.contracts import Clock
from monitor.flagviews import standing_answer
from monitor.notes import BadAnswer
from monitor.reviews import make_review, make_undo
from storage.contract import NothingToUndo, Store, UnknownFlag
from storage.queue import FlagClaim, FlagVersion, Outdated
from storage.records import Answer, Review

CLAIM_LASTS = timedelta(minutes=15)
AT_ONCE = 500  # flags of one bulk answer


def write_version(version: FlagVersion) -> str:
    """A version as a form or a sheet carries it."""
    return f"{version.review}.{version.raised}"


def read_version(text: str) -> FlagVersion:
    """The version that stands there. Raises Outdated where none does: then nothing is known."""
    review, _, raised = text.partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in (review, raised)):
        raise Outdated
    return FlagVersion(review=int(review), raised=int(raised))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What became of many answers. refused: flags that had changed since they were seen."""

    kept: tuple[Review, ...]
    refused: tuple[int, ...]


def answer_seen(
    store: Store,
    flag: int,
    answer: Answer,
    *,
    seen: FlagVersion,
    note: str,
    reviewer: str,
    clock: Clock,
) -> Review:
    """Append an answer to a flag as it was seen. Raises Outdated, UnknownFlag, BadAnswer."""
    review = make_review(flag, answer, note, reviewer, clock)
    try:
        return store.add_review_of(review, seen)
    except Outdated:
        twin = _twin(store, review, seen)
        if twin is None:
            raise
        return twin


def _twin(store: Store, review: Review, seen: FlagVersion) -> Review | None:
    """The same answer by the same person, given to the same version a moment before."""
    now = store.flag_version(review.flag)
    since = [r for r in store.reviews(review.flag) if r.number > seen.review]
    if now.raised != seen.raised or len(since) != 1:
        return None
    same = (since[0].answer, since[0].note, since[0].reviewer)
    return since[0] if same == (review.answer, review.note, review.reviewer) else None


def answer_many(
    store: Store,
    seen: Iterable[tuple[int, FlagVersion]],
    answer: Answer,
    *,
    reviewer: str,
    clock: Clock,
) -> Bulk:
    """Give many flags one answer, each as it was seen. Raises BadAnswer beyond AT_ONCE."""
    flags = tuple(dict(seen).items())
    if len(flags) > AT_ONCE:
        raise BadAnswer(f"at most {AT_ONCE} flags are answered at once")
    kept: list[Review] = []
    refused: list[int] = []
    for flag, version in flags:
        try:
            kept.append(
                answer_seen(
                    store, flag, answer, seen=version, note="", reviewer=reviewer, clock=clock
                )
            )
        except (Outdated, UnknownFlag):
            refused.append(flag)
    return Bulk(kept=tuple(kept), refused=tuple(refused))


def take_back(store: Store, flag: int, review: int, *, reviewer: str, clock: Clock) -> None:
    """Take back the answer of this number, if it is the one that stands.

    An answer that was said again to add a note goes with its note. Raises Outdated, UnknownFlag.
    """
    before = _undo(store, flag, review, reviewer, clock)
    after = standing_answer(store.reviews(flag))
    while after and (after.answer, after.reviewer) == (before.answer, before.reviewer):
        try:
            before = _undo(store, flag, after.number, reviewer, clock)
        except Outdated:  # it was given before the flag was raised again, and counts no more
            return
        after = standing_answer(store.reviews(flag))


def _undo(store: Store, flag: int, review: int, reviewer: str, clock: Clock) -> Review:
    version = store.flag_version(flag)
    standing = standing_answer(store.reviews(flag))
    if standing is None or standing.number != review:
        raise Outdated
    undo = make_undo(flag, "", reviewer, clock)
    try:
        store.add_review_of(undo, version)
    except NothingToUndo as error:
        raise Outdated from error
    return standing


def look_at(store: Store, flag: int, account: str, clock: Clock) -> FlagClaim:
    """Say that a person is looking at a flag; gives the claim that stands."""
    now = clock.now()
    claim = FlagClaim(flag=flag, account=account, until=now + CLAIM_LASTS)
    return store.claim(claim, now)


def recent_answers(store: Store, reviewer: str, limit: int) -> tuple[Review, ...]:
    """A person's newest answers that stand as the newest of their flags, newest first."""
    found = []
    for review in store.reviews_by(reviewer, limit * 3):
        standing = standing_answer(store.reviews(review.flag))
        if standing is not None and standing.number == review.number:
            found.append(review)
    return tuple(found[:limit])
