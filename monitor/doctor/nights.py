"""The last nights and the newest backup."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.doctor.verdict import Verdict, doubtful, well
from monitor.pulse import STALE
from storage.records import Run, RunState

OLD = timedelta(days=8)  # a backup a week, and a day's grace


def probe_nights(runs: Sequence[Run], now: datetime) -> Verdict:
    """Whether nights run and end. runs: newest first."""
    if not runs:
        return doubtful("nights", "there was none yet", "recwatch run, or recwatch schedule")
    finished = [run for run in runs if run.state is RunState.FINISHED and run.finished_at]
    if not finished or finished[0].finished_at is None:
        return doubtful("nights", "none has ended well", "recwatch run, and read what it says")
    age = max(now - finished[0].finished_at, timedelta())  # the clock may have been set back
    shown = f"the last ended {_hours(age)} ago"
    if age > STALE:
        return doubtful("nights", shown, "see that recwatch schedule runs")
    cut = sum(run.state is RunState.INTERRUPTED for run in runs[:10])
    if cut > 2:
        return doubtful("nights", f"{shown}; {cut} of the last 10 were cut short", "see the log")
    return well("nights", shown)


def probe_backups(folder: Path, now: datetime) -> Verdict:
    """How old the newest backup is that `recwatch db backup` made by date."""
    cure = "recwatch db backup --keep 14, every week, and copy it to another machine"
    newest = max((path.stat().st_mtime for path in folder.glob("recwatch-*.db")), default=None)
    if newest is None:
        return doubtful("backup", "there is none", cure)
    age = max(now - datetime.fromtimestamp(newest, UTC), timedelta())
    shown = f"the newest is {_hours(age)} old"
    return doubtful("backup", shown, cure) if age > OLD else well("backup", shown)


def _hours(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"
