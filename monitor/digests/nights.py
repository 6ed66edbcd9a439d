"""What the nights since a reader's last letter read, and which of them were late.

No flag means little where little was read; so every letter says how much was.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.digests.content import Coverage, Trouble
from monitor.digests.words import spoken_day, spoken_days
from monitor.flagviews import Guide
from monitor.turns import NIGHT, Due, in_words, is_first, is_late, missed
from spiders.records import SourceState
from storage.contract import Store
from storage.records import Run, SourceNight, Turn

_TROUBLED = (SourceState.FAILED, SourceState.SUSPICIOUS, SourceState.PARTIAL)
_NIGHTS_AT_MOST = 31


def coverage(
    store: Store, guide: Guide, run_id: str, *, since: datetime | None, zone: str
) -> Coverage:
    """What was read since the last letter; troubles are those of the newest night, `run_id`.

    since: when the last letter was made; None: there was none, and one night is told. zone: whose
    clock late nights are told by.
    """
    nights = store.source_nights(run_id)
    runs = _runs_since(store, run_id, since)
    turns = [turn for turn in store.turns(NIGHT, _NIGHTS_AT_MOST * 2) if turn.run_id in runs]
    return Coverage(
        sources=sum(n.outcome.state is not SourceState.SKIPPED for n in nights),
        pages=sum(store.counts(one).get("pages", 0) for one in runs),
        troubles=tuple(_trouble(guide, n) for n in nights if n.outcome.state in _TROUBLED),
        nights=len(runs),
        night=next((turn.local_date for turn in turns if turn.run_id == run_id), None),
        late=tuple(told for turn in turns if (told := _told_late(store, turn, ZoneInfo(zone)))),
    )


def _runs_since(store: Store, run_id: str, since: datetime | None) -> tuple[str, ...]:
    """The newest first, `run_id` before all others."""
    if not run_id:
        return ()
    if since is None:
        return (run_id,)
    newer: Sequence[Run] = store.runs(_NIGHTS_AT_MOST)
    others = (run.id for run in newer if run.started_at > since and run.id != run_id)
    return (run_id, *others)


def _trouble(guide: Guide, night: SourceNight) -> Trouble:
    source = guide.sources.get(night.outcome.source_id)
    return Trouble(
        name=source.name if source else night.outcome.source_id,
        state=night.outcome.state,
        reason=night.outcome.reason,
        last_good=night.last_good.date() if night.last_good else None,
        cure=night.cure,
    )


def _told_late(store: Store, turn: Turn, zone: ZoneInfo) -> str:
    """A sentence where a night came late or stands for others too; "" where it was in time."""
    due = Due(job=turn.job, local_date=turn.local_date, due_at=turn.due_at)
    dates = missed(store, due)
    if not is_first(store, due) and is_late(due, turn.begun_at):
        begun = turn.begun_at.astimezone(zone)
        made_up = f"{spoken_day(begun.date())}, {begun:%H:%M} ({zone.key})"
        late = in_words(turn.begun_at - turn.due_at)
        sentence = (
            f"The night of {spoken_day(turn.local_date)} was made up on {made_up}, {late} late"
        )
    elif dates:
        sentence = f"The night of {spoken_day(turn.local_date)} was in time"
    else:
        return ""
    others = f"; it also stands for {spoken_days(dates)}, when nothing was read" if dates else ""
    return f"{sentence}{others}."
