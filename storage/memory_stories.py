"""Regrouped stories in memory: the same decisions as in a database."""

from collections.abc import Iterable
from dataclasses import replace

from storage.memory_board import MemoryBoard
from storage.memory_unit import unit
from storage.projection import standing_answers
from storage.queue import Outdated
from storage.records import Changes, Fingerprint, Flag, FlagState, Story
from storage.stories import (
    Move,
    Regroup,
    StoryDecision,
    raised_in,
    redirected,
    renumbered,
)

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class MemoryStories(MemoryBoard):
    """The part of a store in memory that knows stories."""

    def __init__(self) -> None:
        super().__init__()
        self._stories: dict[str, Story] = {}
        self._prints: dict[str, Fingerprint] = {}
        self._decisions: list[StoryDecision] = []
        self._places: dict[str, str] = {}
        self._heirs: dict[str, str] = {}
        self._told_with: dict[int, int] = {}

    @unit
    def regroup(self, wanted: Regroup) -> StoryDecision:
        self._refuse_outdated(wanted.decision)
        self._stories.update({one.id: one for one in wanted.stories if one.id not in self._stories})
        for move in wanted.decision.moves:
            self._move(move)
        self._inherit(wanted.decision.moves)
        for number, other in wanted.decision.joined:
            self._told_with[number] = other
            self._put_state(number, FlagState.JOINED)
        self._stand_alone()
        raised = self._raise(wanted)
        self._unrank({move.target for move in wanted.decision.moves})
        kept = replace(wanted.decision, number=len(self._decisions) + 1, raised=raised)
        self._decisions.append(kept)
        return kept

    @unit
    def story_decisions(self, flag: int) -> tuple[StoryDecision, ...]:
        return tuple(one for one in self._decisions if flag in (one.flag, one.other))

    @unit
    def story_decision(self, number: int) -> StoryDecision | None:
        return self._decisions[number - 1] if 0 < number <= len(self._decisions) else None

    @unit
    def told_with(self, flag: int) -> int | None:
        joined = self.flag(flag).state is FlagState.JOINED
        return self._told_with.get(flag) if joined else None

    def _refuse_outdated(self, decision: StoryDecision) -> None:
        for move in decision.moves:
            standing = [
                one.story_id
                for one in self._documents.values()
                if one.url == move.url and one.superseded_by is None
            ]
            if standing[-1:] != [move.origin]:
                raise Outdated
        for number, _ in decision.joined:
            waits = self.flag(number).state is FlagState.WAITING
            if not waits or standing_answers(self.reviews(number)):
                raise Outdated

    def _move(self, move: Move) -> None:
        own = {key for key, one in self._documents.items() if one.url == move.url}
        for key in own:
            if self._documents[key].story_id == move.origin:
                self._documents[key] = replace(self._documents[key], story_id=move.target)
            if key in self._prints and self._prints[key].story_id == move.origin:
                self._prints[key] = replace(self._prints[key], story_id=move.target)
        for number, flag in self._flags.items():
            if flag.document_id in own and flag.story_id == move.origin:
                self._flags[number] = replace(flag, story_id=move.target)
        self._places[move.url] = move.target

    def _inherit(self, moves: Iterable[Move]) -> None:
        for move in moves:
            self._heirs.pop(move.target, None)
        for move in moves:
            if not any(one.story_id == move.origin for one in self._documents.values()):
                self._heirs[move.origin] = move.target

    def _stand_alone(self) -> None:
        """Joined flags whose story is not that of the flag that tells them wait again."""
        for number, flag in self._flags.items():
            other = self._told_with.get(number)
            if flag.state is FlagState.JOINED and (
                other is None or self._flags[other].story_id != flag.story_id
            ):
                self._put_state(number, FlagState.WAITING)

    def _put_state(self, number: int, state: FlagState) -> None:
        self._flags[number] = replace(self._flags[number], state=state)

    def _raise(self, wanted: Regroup) -> tuple[int, ...]:
        provisional = [flag.number for flag in wanted.flags]
        last = max(self._flags, default=0)
        flags, events = renumbered(wanted.flags, wanted.events, provisional, last)
        self._flags.update({flag.number: flag for flag in flags})
        self._tell(flags)
        self._events.extend((event, len(self._reviews)) for event in events)
        return tuple(flag.number for flag in flags)

    def _unrank(self, stories: set[str]) -> None:
        for number, flag in self._flags.items():
            if flag.story_id in stories:
                self._ranks.pop(number, None)

    def _as_decided(self, changes: Changes) -> Changes:
        """A night's changes as people's decisions have them."""
        decided = redirected(changes, self._places, self._heirs)
        raised = raised_in(decided)
        if not any(number in self._flags for number in raised):
            return decided
        last = max(self._flags, default=0)
        flags, events = renumbered(decided.flags, decided.events, raised, last)
        return replace(decided, flags=flags, events=events)

    def _kept_story(self, flag: Flag) -> Flag:
        """A known flag stays in its story, whatever a night had read."""
        before = self._flags.get(flag.number)
        return replace(flag, story_id=before.story_id) if before else flag
