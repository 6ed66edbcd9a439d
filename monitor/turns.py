"""A job's turn on a local date: whether it was had, which were missed, how late one is.

One night a local date, whoever starts it: the schedule, cron, a person. What decides is the row,
looked at under the lease; the hour on a clock that jumps decides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storage.contract import Store
from storage.records import Run, RunState, Turn

NIGHT = "night"
_REMEMBERED = 400  # turns and runs looked back upon
_LATE = timedelta(minutes=15)
_TOLD = 7  # missed dates that are named; of more only the first is


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A job is wanted on a local date, from a moment on."""

    job: str
    local_date: date
    due_at: datetime


class TurnHad(Exception):
    """The job had its turn on this local date: leave it at that."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(
            f"the {turn.job} of {turn.local_date} was run already, at {turn.begun_at:%H:%M} UTC"
        )
        self.turn = turn


def had(store: Store, due: Due) -> Turn | None:
    """The turn of that date if it has ended well.

    Also one whose process was killed after its run was closed and before it could say so.
    """
    turn = next((t for t in _turns(store, due.job) if t.local_date == due.local_date), None)
    if turn is None or turn.ended_at is not None:
        return turn
    closed = {run.id for run in store.runs(_REMEMBERED) if run.state is RunState.FINISHED}
    return turn if turn.run_id in closed else None


def refuse_second(store: Store, due: Due) -> None:
    """Raises TurnHad. Asked under the lease, so that of two who begin one is refused."""
    if (turn := had(store, due)) is not None:
        raise TurnHad(turn)


def begin_turn(store: Store, due: Due, run: Run) -> str | None:
    """Keep whose turn this run is; gives what is to be said of it being late."""
    turn = Turn(
        job=due.job,
        local_date=due.local_date,
        due_at=due.due_at,
        begun_at=run.started_at,
        run_id=run.id,
    )
    store.begin_turn(turn)
    return told_late(store, due, run.started_at)


def missed(store: Store, due: Due) -> tuple[date, ...]:
    """The dates between the last turn that ended and this one, oldest first.

    Empty where no turn ended before: there was nothing to miss yet.
    """
    earlier = (t for t in _turns(store, due.job) if t.local_date < due.local_date and t.ended_at)
    if (last := next(earlier, None)) is None:
        return ()
    days = (due.local_date - last.local_date).days
    return tuple(last.local_date + timedelta(days=n) for n in range(1, days))


def told_late(store: Store, due: Due, begun_at: datetime) -> str | None:
    """As lateness, of a turn that begins now; None also for a job's first turn of all."""
    if is_first(store, due):
        return None
    return lateness(due, begun_at, missed(store, due))


def is_first(store: Store, due: Due) -> bool:
    """Whether no turn of an earlier date ended: nobody waited for this one."""
    return not any(t.ended_at for t in _turns(store, due.job) if t.local_date < due.local_date)


def is_late(due: Due, begun_at: datetime) -> bool:
    """Whether a turn began so long after its hour that it is said."""
    return begun_at - due.due_at > _LATE


def lateness(due: Due, begun_at: datetime, dates: Sequence[date]) -> str | None:
    """A sentence where a turn is late or stands for missed ones too; None where all is in time."""
    late = begun_at - due.due_at
    if not is_late(due, begun_at) and not dates:
        return None
    parts = []
    if is_late(due, begun_at):
        parts.append(f"late by {in_words(late)}: it was due at {due.due_at:%Y-%m-%d %H:%M} UTC")
    if dates:
        parts.append(f"made up for {_named(dates)}, when this machine ran none")
    return f"This {due.job} is {'; '.join(parts)}"


def _named(dates: Sequence[date]) -> str:
    if len(dates) > _TOLD:
        return f"{len(dates)} dates since {dates[0]}"
    return ", ".join(str(each) for each in dates)


def in_words(length: timedelta) -> str:
    """A length of time, to the minute."""
    minutes = int(length.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def _turns(store: Store, job: str) -> tuple[Turn, ...]:
    return store.turns(job, _REMEMBERED)
