"""Answering in the browser: to what was seen, taken back while it stands, many at once.

An answer names the version that the person saw. If the flag has changed since, nothing is stored
and both answers are to be shown; the same answer by the same person twice (a double click) is one.
An answer of which the person could not know (`monitor.secondreading`) is no change.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from monitor.contracts import Clock
from monitor.flagviews import standing_answer
from monitor.notes import BadAnswer
from monitor.reviews import make_review, make_undo
from monitor.secondreading import is_hidden, visible_version
from storage.contract import NothingToUndo, Store, UnknownFlag
from storage.queue import FlagClaim, FlagVersion, Outdated
from storage.reading import Need
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


class EditorNeeded(Outdated):
    """Two people have read the flag and differ: an editor settles it. Show both answers."""


def answer_seen(
    store: Store,
    flag: int,
    answer: Answer,
    *,
    seen: FlagVersion,
    note: str,
    reviewer: str,
    clock: Clock,
    settles: bool = False,
) -> Review:
    """Append an answer to a flag as it was seen. settles: whether the person may settle readings.

    Raises Outdated, EditorNeeded, UnknownFlag, BadAnswer.
    """
    review = make_review(flag, answer, note, reviewer, clock)
    try:
        if store.need(flag) is Need.SETTLING and not settles:
            raise EditorNeeded
        return store.add_review_of(review, seen)
    except Outdated:
        kept = _twin(store, review, seen) or _second(store, review, seen)
        if kept is None:
            raise
        return kept


def _twin(store: Store, review: Review, seen: FlagVersion) -> Review | None:
    """The same answer by the same person, given to the same version a moment before."""
    now = store.flag_version(review.flag)
    newest = store.reviews(review.flag)[-1:]
    if now.raised != seen.raised or now.review <= seen.review:
        return None
    said = (review.answer, review.note, review.reviewer)
    return next((r for r in newest if (r.answer, r.note, r.reviewer) == said), None)


def _second(store: Store, review: Review, seen: FlagVersion) -> Review | None:
    """The answer kept as the second reading, if all that came since was hidden from the person."""
    if store.need(review.flag) is not Need.SECOND:
        return None
    if visible_version(store, review.flag, review.reviewer) != seen:
        return None
    return store.add_review_of(review, store.flag_version(review.flag))


def answer_many(
    store: Store,
    seen: Iterable[tuple[int, FlagVersion]],
    answer: Answer,
    *,
    reviewer: str,
    clock: Clock,
    settles: bool = False,
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
                    store,
                    flag,
                    answer,
                    seen=version,
                    note="",
                    reviewer=reviewer,
                    clock=clock,
                    settles=settles,
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
    if standing is None or standing.number != review or is_hidden(store, flag, standing, reviewer):
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


def looked_at_by(store: Store, flag: int, clock: Clock) -> str:
    """Who is looking at a flag; "" for nobody."""
    claims = store.claims(clock.now())
    return next((claim.account for claim in claims if claim.flag == flag), "")


def recent_answers(store: Store, reviewer: str, limit: int) -> tuple[Review, ...]:
    """A person's newest answers that stand as the newest of their flags, newest first."""
    found = []
    for review in store.reviews_by(reviewer, limit * 3):
        standing = standing_answer(store.reviews(review.flag))
        if standing is not None and standing.number == review.number:
            found.append(review)
    return tuple(found[:limit])
