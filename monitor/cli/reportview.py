"""The report on a terminal: a recommendation a block, a clause a few lines."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from rich.text import Text

from monitor.cli.output import data, shown
from monitor.report import Progress, Standing
from monitor.statuses import IMPLEMENTATION_WORDS
from rules.records import Ladder, LifeState
from storage.records import Status


def print_progress(found: Iterable[Progress], today: date) -> None:
    """Print it for a person."""
    out = data()
    for one in found:
        for line in _block(one, today):
            out.print(line)


def _block(one: Progress, today: date) -> Iterator[Text]:
    asked = one.recommendation
    if one.is_folded:
        yield shown(f"{asked.id} {_life(one)}; nothing reopened it", style="dim")
        return
    yield shown(f"{asked.id} {asked.asks}", style="bold")
    if asked.life.state is not LifeState.OPEN:
        yield shown(f"  {_life(one)}")
    if one.reopened:
        flags = ", ".join(map(str, one.reopened))
        yield shown(f"  perhaps reopened: something points back since then, flags {flags}")
    for clause in one.clauses:
        for line in _clause(clause, one.ladder, today):
            yield shown(line)


def _life(one: Progress) -> str:
    life = one.recommendation.life
    return f"{life.state.value} {life.on}: {life.why}"


def _clause(clause: Standing, ladder: Ladder, today: date) -> Iterator[str]:
    yield f"  {clause.text}"
    if clause.status:
        yield f"    {status_line(clause.status)}"
    yield f"    {_where(clause, ladder)}{_moved(clause, today)}"
    if clause.waiting:
        ways = ", ".join(f"{count} possible {way.value}" for way, count in clause.waiting)
        coming = f", {clause.coming} of them to come" if clause.coming else ""
        yield f"    waiting for an answer: {ways}{coming}; the newest of {clause.latest}"


def status_line(status: Status) -> str:
    """What a person set, in a line."""
    rung = f" (“{status.rung}”)" if status.rung else ""
    cited = f", citing flags {', '.join(map(str, status.flags))}" if status.flags else ""
    note = f": {status.note}" if status.note else ""
    words = IMPLEMENTATION_WORDS[status.implementation]
    return f"{words}{rung}, says {status.reviewer} on {status.at:%Y-%m-%d}{cited}{note}"


def _where(clause: Standing, ladder: Ladder) -> str:
    if clause.rung is None:
        return "no step is confirmed"
    if clause.status and clause.proposes is None:
        return f"confirmed flags agree: “{clause.rung}” since {clause.since}, flag {clause.flag}"
    step = "a step back" if clause.reversed else _step(clause.rung, ladder)
    return f"stands at “{clause.rung}” ({step}) since {clause.since}, flag {clause.flag}"


def _step(rung: str, ladder: Ladder) -> str:
    if rung not in ladder.rungs:
        return f"no longer on the ladder {ladder.id}"
    return f"{ladder.rungs.index(rung) + 1} of {len(ladder.rungs)}"


def _moved(clause: Standing, today: date) -> str:
    if clause.moved is None or clause.moved_toward is None:
        return ""
    silent = (today - clause.moved).days
    return f"; nothing moved since {clause.moved} ({silent} days), {clause.moved_toward.value} then"


def progress_as_json(one: Progress) -> dict[str, Any]:
    """One recommendation for programs."""
    life = one.recommendation.life
    return {
        "recommendation": one.recommendation.id,
        "asks": one.recommendation.asks,
        "life": life.state.value,
        "life_on": None if life.on is None else life.on.isoformat(),
        "ladder": one.ladder.id,
        "folded": one.is_folded,
        "reopened": one.reopened,
        "clauses": [_clause_as_json(clause) for clause in one.clauses],
    }


def _clause_as_json(clause: Standing) -> dict[str, Any]:
    return {
        "clause": clause.clause,
        "text": clause.text,
        "rung": clause.rung,
        "reversed": clause.reversed,
        "since": None if clause.since is None else clause.since.isoformat(),
        "flag": clause.flag,
        "moved": None if clause.moved is None else clause.moved.isoformat(),
        "moved_toward": clause.moved_toward,
        "waiting": {way.value: count for way, count in clause.waiting},
        "coming": clause.coming,
        "latest": None if clause.latest is None else clause.latest.isoformat(),
        "proposes": clause.proposes,
        "status": None if clause.status is None else status_as_json(clause.status),
    }


def status_as_json(status: Status) -> dict[str, Any]:
    """One status for programs."""
    return {
        "recommendation": status.recommendation,
        "clause": status.clause,
        "implementation": status.implementation.value,
        "rung": status.rung,
        "flags": status.flags,
        "note": status.note,
        "reviewer": status.reviewer,
        "at": status.at.isoformat(),
    }
