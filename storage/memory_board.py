"""The board in memory: the same counts and the same order as in a database."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from rules.records import Match
from storage.board import COUNTED, BoardVersion, NightCover, Tally, ToldFlag, first_day
from storage.histories import SILENT
from storage.memory_queue import MemoryQueue
from storage.memory_unit import unit
from storage.projection import told_on
from storage.queue import Outdated
from storage.records import (
    Answer,
    Flag,
    FlagState,
    Heading,
    Lane,
    Run,
    RunState,
    SourceNight,
    Status,
)

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class MemoryBoard(MemoryQueue):
    """The part of a store in memory that the board and the recommendations' pages ask."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[int, date] = {}
        self._matches: dict[str, tuple[Match, ...]] = {}
        self._runs: dict[str, Run] = {}
        self._nights: dict[tuple[str, str], SourceNight] = {}
        self._statuses: list[Status] = []

    def _tell(self, flags: Iterable[Flag]) -> None:
        """Works out anew what is kept beside flags that were put."""
        for flag in flags:
            shown = self._documents.get(flag.document_id)
            published = shown.document.published if shown else None
            self._told[flag.number] = told_on(published, flag.raised_at)
            if self._flags[flag.number].state is FlagState.WAITING:
                self._answers.pop(flag.number, None)

    @unit
    def tallies(self, since: date, *, yearly: bool = False) -> tuple[Tally, ...]:
        days: dict[tuple[str, ...], list[date]] = {}
        for flag in self._flags.values():
            answer, on = self._answers.get(flag.number), self._told[flag.number]
            waits = answer is None and flag.state is FlagState.WAITING
            if not waits and answer not in COUNTED:
                continue
            period = f"{on:%Y}" if yearly else f"{on:%Y-%m}"
            period = "" if (on.year, on.month) < (since.year, since.month) else period
            kind = (flag.recommendation, period, flag.lane.value, flag.heading.value, answer or "")
            days.setdefault(kind, []).append(on)
        return tuple(_tally(kind, days[kind]) for kind in sorted(days))

    @unit
    def board_version(self) -> BoardVersion:
        run = max(self._runs.values(), key=lambda one: (one.started_at, one.id), default=None)
        return BoardVersion(
            review=len(self._reviews),
            event=len(self._events),
            run=run.id if run else "",
            ended=run is not None and run.state is not RunState.RUNNING,
        )

    @unit
    def told_flags(
        self, recommendation: str | None = None, after: int = 0, limit: int = 500
    ) -> tuple[ToldFlag, ...]:
        fitting = (
            self._flags[number]
            for number in sorted(self._flags)
            if number > after
            and self._flags[number].document_id in self._documents
            and self._flags[number].state is not FlagState.JOINED
        )
        wanted = [one for one in fitting if recommendation in (None, one.recommendation)]
        return tuple(self._told_flag(flag) for flag in wanted[:limit])

    def _told_flag(self, flag: Flag) -> ToldFlag:
        stored = self._documents[flag.document_id]
        found = self._matches.get(flag.document_id, ())
        return ToldFlag(
            flag=flag,
            answer=self._answers.get(flag.number),
            on=self._told[flag.number],
            title=stored.document.title,
            language=stored.document.language,
            source_id=stored.source_id,
            matches=tuple(m for m in found if m.recommendation == flag.recommendation),
        )

    @unit
    def night_covers(self, source_ids: Sequence[str], since: datetime) -> tuple[NightCover, ...]:
        covers = []
        for run in sorted(self._runs.values(), key=lambda one: (one.started_at, one.id)):
            asked = [
                night.outcome.state
                for (run_id, source), night in self._nights.items()
                if run_id == run.id and source in source_ids
            ]
            if asked and run.started_at >= since:
                silent = sum(state in SILENT for state in asked)
                covers.append(_cover(run, len(asked), silent))
        return tuple(covers)

    @unit
    def add_status(self, status: Status) -> Status:
        for number in status.flags:
            self.flag(number)
        kept = replace(status, number=len(self._statuses) + 1)
        self._statuses.append(kept)
        return kept

    @unit
    def add_status_of(self, status: Status, seen: int) -> Status:
        clause = status.recommendation, status.clause
        own = (s.number for s in self._statuses if (s.recommendation, s.clause) == clause)
        if max(own, default=0) != seen:
            raise Outdated
        return self.add_status(status)

    @unit
    def statuses(self, recommendation: str | None = None) -> tuple[Status, ...]:
        return tuple(s for s in self._statuses if recommendation in (None, s.recommendation))


def _tally(kind: tuple[str, ...], days: list[date]) -> Tally:
    recommendation, period, lane, heading, answer = kind
    return Tally(
        recommendation=recommendation,
        first=first_day(period),
        lane=Lane(lane),
        heading=Heading(heading),
        answer=Answer(answer) if answer else None,
        count=len(days),
        last=max(days),
    )


def _cover(run: Run, asked: int, silent: int) -> NightCover:
    return NightCover(run_id=run.id, started_at=run.started_at, asked=asked, silent=silent)
