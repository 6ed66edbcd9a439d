"""Flags counted into the periods of a chart. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.charts.bars import Bar
from monitor.periods import Cover, Period, place
from rules.records import Toward
from storage.records import Answer, Heading

MOVES: Mapping[Answer, Toward] = {
    Answer.PROGRESS: Toward.PROGRESS,
    Answer.REGRESSION: Toward.REGRESSION,
}
_WAYS: Mapping[Heading, tuple[Toward, ...]] = {
    Heading.PROGRESS: (Toward.PROGRESS,),
    Heading.REGRESSION: (Toward.REGRESSION,),
    Heading.MIXED: (Toward.PROGRESS, Toward.REGRESSION),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """So many flags of a day or month. ways: where they point; confirmed: a person says so."""

    on: date
    confirmed: bool
    ways: tuple[Toward, ...]
    count: int = 1


def ways_of(answer: Answer | None, heading: Heading) -> tuple[Toward, ...]:
    """Where a flag points: as a person says, else as the rules do; () once it changes nothing."""
    if answer is None:
        return _WAYS[heading]
    toward = MOVES.get(answer)
    return () if toward is None else (toward,)


def bars_of(
    counted: Iterable[Counted], of: Sequence[Period], watched: Sequence[Cover]
) -> tuple[Bar, ...]:
    """A bar a period. What waits and points both ways stands on both sides."""
    counts: list[dict[tuple[bool, Toward], int]] = [{} for _ in of]
    for one in counted:
        at = place(one.on, of)
        if at is None:
            continue
        for way in one.ways:
            key = one.confirmed, way
            counts[at][key] = counts[at].get(key, 0) + one.count
    return tuple(
        Bar(
            label=period.label,
            progress=own.get((True, Toward.PROGRESS), 0),
            regression=own.get((True, Toward.REGRESSION), 0),
            waiting_progress=own.get((False, Toward.PROGRESS), 0),
            waiting_regression=own.get((False, Toward.REGRESSION), 0),
            missing=cover.missing,
        )
        for period, own, cover in zip(of, counts, watched, strict=True)
    )
