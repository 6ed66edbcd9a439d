"""Who is to read a flag, in memory: the same answers as in a database."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from storage.contract import UnknownFlag
from storage.memory_unit import Guarded, unit
from storage.projection import outcome_of, reads_twice
from storage.queue import QueueQuery
from storage.reading import Assignment, Need, SecondReading
from storage.records import Answer, Flag, FlagQuery, Review

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class MemoryReading(Guarded):
    """The part of a store in memory that knows who is to read a flag."""

    def __init__(self) -> None:
        super().__init__()
        self._second_reading = 0.0
        self._flags: dict[int, Flag] = {}
        self._reviews: list[Review] = []
        self._answers: dict[int, Answer] = {}  # those that stand, of flags that do not wait
        self._needs: dict[int, Need] = {}  # without those that wait for an answer
        self._spoken: dict[int, tuple[str, ...]] = {}
        self._twice: dict[tuple[int, int], tuple[Review, Review] | None] = {}
        self._assignments: dict[int, Assignment] = {}

    @unit
    def flag(self, number: int) -> Flag:
        if number not in self._flags:
            raise UnknownFlag(number)
        return self._flags[number]

    @unit
    def flags(self, query: FlagQuery) -> tuple[Flag, ...]:
        fitting = self._fitting(lambda flag: _fits(flag, query))
        return tuple(f for f in fitting if self._asks(f.number, query.asks))[: query.limit]

    def _fitting(self, fits: Callable[[Flag], bool]) -> tuple[Flag, ...]:
        return tuple(
            self._flags[number] for number in sorted(self._flags) if fits(self._flags[number])
        )

    @unit
    def need(self, flag: int) -> Need:
        self.flag(flag)
        return self._needs.get(flag, Need.ANSWER)

    @unit
    def second_readings(self) -> tuple[SecondReading, ...]:
        found = [
            SecondReading(
                recommendation=self._flags[flag].recommendation, first=pair[0], second=pair[1]
            )
            for (flag, _), pair in self._twice.items()
            if pair is not None
        ]
        return tuple(sorted(found, key=lambda one: one.second.number))

    @unit
    def reviewers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(review.reviewer for review in self._reviews))

    @unit
    def assign(self, assignments: Sequence[Assignment]) -> None:
        for one in assignments:
            self.flag(one.flag)
        self._assignments.update({one.flag: one for one in assignments})

    @unit
    def unassign(self, flags: Sequence[int]) -> None:
        for number in flags:
            self._assignments.pop(number, None)

    @unit
    def assignments(self, flags: Sequence[int]) -> tuple[Assignment, ...]:
        return tuple(self._assignments[n] for n in sorted(set(flags) & set(self._assignments)))

    def _settle_readers(self, recent: Sequence[Review], kept: Review, after: int) -> None:
        """Set what follows from an answer. recent: those before it since the flag was raised."""
        key = (kept.flag, after)
        twice = key in self._twice
        if not twice and reads_twice(recent, kept, self._second_reading):
            self._twice[key], twice = None, True
        outcome = outcome_of((*recent, kept), twice=twice)
        if twice and self._twice[key] is None:
            self._twice[key] = outcome.pair
        self._flags[kept.flag] = replace(self._flags[kept.flag], state=outcome.state)
        self._answers.pop(kept.flag, None)
        if outcome.answer is not None:
            self._answers[kept.flag] = outcome.answer
        self._needs[kept.flag] = outcome.need
        self._spoken[kept.flag] = outcome.spoken

    def _forget_readers(self, flag: int) -> None:
        """A flag that is raised waits for anybody."""
        self._needs.pop(flag, None)
        self._spoken.pop(flag, None)

    def _given_to(self, flag: int) -> str:
        given = self._assignments.get(flag)
        return given.account if given else ""

    def _asks(self, flag: int, account: str | None) -> bool:
        return not account or account not in self._spoken.get(flag, ())

    def _fits_readers(self, flag: int, query: QueueQuery) -> bool:
        given = self._given_to(flag)
        return (
            self._asks(flag, query.asks)
            and (query.settles or self.need(flag) is not Need.SETTLING)
            and (not query.assigned_to or given == query.assigned_to)
            and not (query.unassigned and given)
        )


def _fits(flag: Flag, query: FlagQuery) -> bool:
    wanted = (
        (query.recommendation, flag.recommendation),
        (query.lane, flag.lane),
        (query.state, flag.state),
        (query.run_id, flag.run_id),
    )
    return flag.number > query.after and all(not want or want == has for want, has in wanted)
