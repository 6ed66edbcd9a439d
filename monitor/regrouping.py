"""Regrouping stories by hand: joining two that tell one event, splitting off what tells another.

    documents, flags, matches of the stories ─► plan ─► Regroup ─► store

What was told by a flag before and is told by none afterwards gets a flag of its own. Of two flags
that tell the same afterwards, the one that nobody answered is joined to the other, whose answer
then covers it. Nights go by what was decided (`storage.stories`); all can be taken back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from monitor.contracts import Clock
from monitor.decide import Finding, Occasion, decide_new, difference, findings
from rules.records import Match
from storage.contract import Store
from storage.projection import standing_answers
from storage.records import Flag, FlagEvent, FlagState, Lane, StoredDocument, Story
from storage.stories import BY_HAND, Move, Regroup, Regrouping, StoryDecision


class NotRegrouped(ValueError):
    """Nothing can be regrouped so: say why to whoever asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """Stories that a decision touches, as they stand. documents: in the order of settling.

    matches: by document id. reviewed: flags with an answer that nobody took back, though it be
    one of before the flag was raised again, or one that settles nothing.
    """

    documents: tuple[StoredDocument, ...]
    flags: tuple[Flag, ...]
    matches: Mapping[str, tuple[Match, ...]]
    reviewed: frozenset[int]

    def after(self, moves: Iterable[Move]) -> "Stories":
        """As they stand once documents and flags have moved."""
        target = {(move.url, move.origin): move.target for move in moves}
        urls = {one.document.id: one.url for one in self.documents}
        return replace(
            self,
            documents=tuple(
                replace(one, story_id=target.get((one.url, one.story_id or ""), one.story_id))
                for one in self.documents
            ),
            flags=tuple(
                replace(
                    flag,
                    story_id=target.get((urls.get(flag.document_id, ""), flag.story_id))
                    or flag.story_id,
                )
                for flag in self.flags
            ),
        )

    def flags_of(self, story_id: str, recommendation: str) -> list[Flag]:
        """A story's flags on a recommendation."""
        wanted = story_id, recommendation
        return [one for one in self.flags if (one.story_id, one.recommendation) == wanted]


def look_up(store: Store, story_ids: Iterable[str]) -> Stories:
    """What the store knows of these stories."""
    ids = tuple(dict.fromkeys(story_ids))
    documents = tuple(one for story in ids for one in store.story_documents(story))
    flags = tuple(flag for story in ids for flag in store.story_flags(story))
    standing = (one.document.id for one in documents if one.superseded_by is None)
    return Stories(
        documents=documents,
        flags=flags,
        matches={one: store.matches(one) for one in standing},
        reviewed=frozenset(f.number for f in flags if standing_answers(store.reviews(f.number))),
    )


# -- what people do --------------------------------------------------------------------------------
def join(store: Store, flag: int, other: int, *, reviewer: str, clock: Clock) -> StoryDecision:
    """Say that two flags are of one event: the first's story goes into the second's.

    Raises NotRegrouped, UnknownFlag, Outdated.
    """
    return store.regroup(foresee_join(store, flag, other, reviewer=reviewer, clock=clock))


def foresee_join(store: Store, flag: int, other: int, *, reviewer: str, clock: Clock) -> Regroup:
    """What joining two flags would do, undone as yet. Raises NotRegrouped, UnknownFlag."""
    mine, theirs = store.flag(flag), store.flag(other)
    if mine.story_id == theirs.story_id:
        raise NotRegrouped(f"flag {flag} and flag {other} are of one story already")
    known = look_up(store, (mine.story_id, theirs.story_id))
    urls = dict.fromkeys(d.url for d in known.documents if d.story_id == mine.story_id)
    moves = tuple(Move(url=u, origin=mine.story_id, target=theirs.story_id) for u in urls)
    decision = _decision(Regrouping.JOIN, flag, moves, reviewer, clock, other=other)
    return plan(known, decision, same=((flag, other),))


def split_off(
    store: Store, flag: int, document_id: str, *, reviewer: str, clock: Clock
) -> StoryDecision:
    """Say that a document of a flag's story tells another event: it becomes a story of its own.

    Raises NotRegrouped, UnknownFlag, Outdated.
    """
    origin = store.flag(flag).story_id
    known = look_up(store, (origin,))
    url = next((d.url for d in known.documents if d.document.id == document_id), None)
    if url is None:
        raise NotRegrouped("the document is not of this story any more")
    if len({one.url for one in known.documents}) == 1:
        raise NotRegrouped("the story has no other document")
    target = _own_story(store, known.documents, url, origin)
    moves = (Move(url=url, origin=origin, target=target),)
    return store.regroup(plan(known, _decision(Regrouping.SPLIT, flag, moves, reviewer, clock)))


def take_back_decision(store: Store, number: int, *, reviewer: str, clock: Clock) -> StoryDecision:
    """Take a decision back: everything goes where it was. Raises NotRegrouped, Outdated.

    What nights have added to the story since stays where it is.
    """
    made = store.story_decision(number)
    if made is None:
        raise NotRegrouped("there is no such decision")
    moves = tuple(Move(url=m.url, origin=m.target, target=m.origin) for m in made.moves)
    known = look_up(store, (one for m in moves for one in (m.origin, m.target)))
    decision = _decision(
        Regrouping.UNDO, made.flag, moves, reviewer, clock, other=made.other, undoes=number
    )
    return store.regroup(plan(known, decision))


def can_be_taken_back(store: Store, decision: StoryDecision) -> bool:
    """Whether everything still is where this decision put it."""
    standing = (store.document_at(move.url) for move in decision.moves)
    return all(
        one is not None and one.story_id == move.target
        for one, move in zip(standing, decision.moves, strict=True)
    )


def teller_of(store: Store, flag: int) -> int:
    """The flag whose answer counts for this one; itself, unless joined. Raises UnknownFlag."""
    while (other := store.told_with(flag)) is not None:
        flag = other
    return flag


def _decision(
    what: Regrouping,
    flag: int,
    moves: tuple[Move, ...],
    reviewer: str,
    clock: Clock,
    *,
    other: int | None = None,
    undoes: int | None = None,
) -> StoryDecision:
    return StoryDecision(
        number=0,
        what=what,
        flag=flag,
        other=other,
        moves=moves,
        joined=(),
        raised=(),
        undoes=undoes,
        reviewer=reviewer,
        at=clock.now(),
    )


def _own_story(store: Store, documents: Sequence[StoredDocument], url: str, origin: str) -> str:
    """A story for what is split off: under its first version's name, if no document is there."""
    own = next(one.document.id for one in documents if one.url == url)
    names = (own, *(f"{own}+{count}" for count in range(2, 1000)))
    return next(name for name in names if name != origin and not store.story_documents(name))


# -- the plan, pure --------------------------------------------------------------------------------
def plan(known: Stories, decision: StoryDecision, same: Sequence[tuple[int, int]] = ()) -> Regroup:
    """What follows from moving documents. same: flags that a person says tell one event. Pure."""
    after = known.after(decision.moves)
    arriving = {f.number for f, g in zip(known.flags, after.flags, strict=True) if f != g}
    joined = tuple(_joined(after, arriving, same))
    raised = tuple(_raised(known, after, decision.at))
    provisional = tuple(replace(flag, number=place) for place, flag in enumerate(raised, 1))
    return Regroup(
        decision=replace(decision, joined=joined),
        stories=tuple(_stories(after, decision.moves)),
        flags=provisional,
        events=tuple(_event(flag, decision) for flag in provisional),
    )


def _joined(
    after: Stories, arriving: set[int], same: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Of each two flags that tell the same, (the one that nobody answered, the other)."""
    gone: set[int] = set()
    for flag in (one for one in after.flags if one.number in arriving):
        for other in after.flags_of(flag.story_id, flag.recommendation):
            if other.number in arriving or gone & {flag.number, other.number}:
                continue
            pair = _pair(after, flag, other) if _tell_one(flag, other, same) else None
            if pair is not None:
                gone.add(pair[0])
                yield pair


def _tell_one(flag: Flag, other: Flag, same: Sequence[tuple[int, int]]) -> bool:
    if (flag.lane, flag.heading) != (other.lane, other.heading):
        return False
    return (flag.number, other.number) in same or difference(other.key, flag.key) is None


def _pair(after: Stories, flag: Flag, other: Flag) -> tuple[int, int] | None:
    for one, teller in ((flag, other), (other, flag)):
        is_free = one.state is FlagState.WAITING and one.number not in after.reviewed
        if is_free and teller.state is not FlagState.JOINED:
            return one.number, teller.number
    return None


def _raised(known: Stories, after: Stories, at: datetime) -> Iterator[Flag]:
    """Flags for what no flag tells any more, with numbers that mean nothing."""
    flags = list(after.flags)
    now = {one.document.id: one.story_id for one in after.documents}
    for stored in known.documents:
        if stored.superseded_by is not None or stored.story_id is None:
            continue
        story = now[stored.document.id] or stored.story_id
        for finding in _findings(stored, known):
            there = [f for f in flags if _is_of(f, story, finding)]
            before = known.flags_of(stored.story_id, finding.recommendation)
            if there and (_told(there, finding) or not _told(before, finding)):
                continue
            occasion = Occasion(
                story_id=story,
                document_id=stored.document.id,
                run_id=BY_HAND,
                at=at.astimezone(UTC),
            )
            raised = [
                replace(i.flag, reason="a person said that this is another event")
                for i in decide_new([finding], there, occasion, next_number=0)
            ]
            flags += raised
            yield from raised


def _is_of(flag: Flag, story: str, finding: Finding) -> bool:
    return (flag.story_id, flag.recommendation) == (story, finding.recommendation)


def _told(flags: Iterable[Flag], finding: Finding) -> bool:
    return any(difference(flag.key, finding.key) is None for flag in flags)


def _findings(stored: StoredDocument, known: Stories) -> Iterator[Finding]:
    """What a document says; backlog where all that its story has on the matter is backlog."""
    matches = known.matches.get(stored.document.id, ())
    seen_on = stored.fetched_at.date()
    # The lane is told by what the night made of the story: the baseline of that night is gone.
    found = findings(stored.document, matches, seen_on=seen_on, baseline=date.min)
    for finding in found:
        flags = known.flags_of(stored.story_id or "", finding.recommendation)
        is_old = bool(flags) and all(flag.lane is Lane.BACKLOG for flag in flags)
        yield replace(finding, lane=Lane.BACKLOG) if is_old else finding


def _stories(after: Stories, moves: Iterable[Move]) -> Iterator[Story]:
    for target in dict.fromkeys(move.target for move in moves):
        first = next((one for one in after.documents if one.story_id == target), None)
        if first is not None:
            yield Story(id=target, document_id=first.document.id, run_id=first.run_id)


def _event(flag: Flag, decision: StoryDecision) -> FlagEvent:
    return FlagEvent(
        flag=flag.number,
        run_id=BY_HAND,
        at=decision.at,
        what="raised",
        reason=f"a person said that this is another event than that of flag {decision.flag}",
    )
