"""The timeline of a recommendation: a lane for each kind of source, a mark for each period.

official            ▲      ▲ △                 ▲ confirmed, △ waiting, the more the larger
independent media     ▽  ▼     ▲   ░░░░░       hatched: nights or sources missing
status                    ◆                    set by a person
┆ report                  ┆ fulfilled
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from monitor.charts.bars import Bar
from monitor.charts.sparkline import described
from monitor.charts.svg import (
    EVENT,
    INK,
    hatching,
    number,
    picture,
    put,
    triangle,
    words,
    written,
)

WIDE, NARROW = 880.0, 320.0
_LANE = 46.0
_LABEL = 15.0  # of a lane's height, for its name
_HEAD = 34.0  # above the lanes, for the names of the lines, in two rows
_FOOT = 22.0  # below them, for the years
_FONT = 11
_LETTER = 6.2  # the width of a letter of that size, as a rule
_ASIDE = 5.5  # how far two marks of one side and period stand from its middle
_MARGIN = 14.0  # what a mark needs on each side of it
_SIZES = ((5, 6.5), (2, 5.2), (0, 4.0))  # (from so many, half the width of the mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLane:
    """The marks of one kind of source; every lane has the same periods."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something on a day. at: where, in periods from the left edge, 0 to their number."""

    at: float
    label: str


def timeline(
    lanes: Sequence[ChartLane],
    *,
    lines: Iterable[Moment] = (),
    marks: Iterable[Moment] = (),
    width: float = WIDE,
    name: str,
    title: str,
) -> str:
    """The chart as SVG. lines: drawn through all lanes. marks: statuses, in a lane of their own."""
    bars = lanes[0].bars if lanes else ()
    statuses = tuple(marks)
    height = _HEAD + _LANE * (len(lanes) + bool(statuses)) + _FOOT
    root = picture(width, height, name, title, _described(lanes, statuses))
    fill = hatching(root, name)
    pitch = width / max(len(bars), 1)
    for index, lane in enumerate(lanes):
        _lane(root, lane, _HEAD + index * _LANE, (width, pitch), fill)
    if statuses:
        _statuses(root, statuses, _HEAD + len(lanes) * _LANE, (width, pitch))
    _lines(root, lines, height - _FOOT, (width, pitch))
    _axis(root, bars, height, (width, pitch))
    return written(root)


def _described(lanes: Sequence[ChartLane], statuses: Sequence[Moment]) -> str:
    told = [f"{lane.label}: {described(lane.bars)}" for lane in lanes]
    if statuses:
        told.append(f"Statuses set by a person: {len(statuses)}.")
    return " ".join(told) or "Nothing is drawn."


def _lane(
    root: Element, lane: ChartLane, top: float, scale: tuple[float, float], fill: str
) -> None:
    width, pitch = scale
    floor, middle = top + _LANE, top + _LABEL + (_LANE - _LABEL) / 2
    for index, bar in enumerate(lane.bars):
        if bar.missing > 0:
            height = max((_LANE - _LABEL) * min(bar.missing, 1.0), 2.0)
            put(
                root,
                "rect",
                x=index * pitch,
                y=floor - height,
                width=pitch,
                height=height,
                fill=fill,
            )
    _rule(root, floor, width)
    _label(root, lane.label, 2, top + _LABEL - 3, width)
    for index, bar in enumerate(lane.bars):
        _marks(root, bar, _within((index + 0.5) * pitch, _MARGIN, width), middle)


def _marks(root: Element, bar: Bar, x: float, middle: float) -> None:
    """Progress above the middle, regression below it; hollow ones beside the full ones."""
    sides = (
        (bar.progress, bar.waiting_progress, True, middle - 7.5),
        (bar.regression, bar.waiting_regression, False, middle + 7.5),
    )
    for confirmed, waiting, up, y in sides:
        way = "progress" if up else "regression"
        aside = _ASIDE if confirmed and waiting else 0.0
        if waiting:
            mark = triangle(root, x + aside, y, _size(waiting), up=up, full=False)
            words(mark, "title", f"{bar.label}: {waiting} possible {way}, waiting")
        if confirmed:
            mark = triangle(root, x - aside, y, _size(confirmed), up=up, full=True)
            words(mark, "title", f"{bar.label}: {confirmed} confirmed {way}")


def _size(count: int) -> float:
    return next(size for least, size in _SIZES if count >= least)


def _statuses(
    root: Element, marks: Sequence[Moment], top: float, scale: tuple[float, float]
) -> None:
    width, pitch = scale
    middle = top + _LABEL + (_LANE - _LABEL) / 2
    _rule(root, top + _LANE, width)
    _label(root, "status set by a person", 2, top + _LABEL - 3, width)
    for mark in marks:
        x = _within(mark.at * pitch, 7, width)
        corners = ((x, middle - 6), (x + 6, middle), (x, middle + 6), (x - 6, middle))
        points = " ".join(f"{number(a)},{number(b)}" for a, b in corners)
        words(put(root, "polygon", points=points, fill=EVENT), "title", mark.label)


def _lines(
    root: Element, lines: Iterable[Moment], floor: float, scale: tuple[float, float]
) -> None:
    width, pitch = scale
    taken = [0.0, 0.0]  # how far the names reach in each row
    for line in sorted(lines, key=lambda one: one.at):
        x = _within(line.at * pitch, 1, width)
        put(
            root,
            "path",
            d=f"M{number(x)} {number(_HEAD - 4)}V{number(floor)}",
            stroke=EVENT,
            stroke_width=1.2,
            stroke_dasharray="4 3",
        )
        room = len(line.label) * _LETTER
        start = max(min(x - 3, width - room), 2)
        row = 0 if taken[0] <= start else 1
        taken[row] = start + room
        _label(root, line.label, start, _HEAD - 8 - 13 * row, width)


def _axis(root: Element, bars: Sequence[Bar], height: float, scale: tuple[float, float]) -> None:
    """The periods' names, as many as have room."""
    width, pitch = scale
    if not bars:
        return
    room = (max(len(bar.label) for bar in bars) + 2) * _LETTER
    step = max(1, -int(-room // pitch))
    for index in range(0, len(bars), step):
        x, label = index * pitch, bars[index].label
        if x + len(label) * _LETTER <= width:
            put(
                root,
                "path",
                d=f"M{number(x)} {number(height - _FOOT)}v5",
                stroke=INK,
                stroke_width=1,
            )
            _label(root, label, max(x, 1), height - 6, width)


def _rule(root: Element, y: float, width: float) -> None:
    put(root, "path", d=f"M0 {number(y)}H{number(width)}", stroke=INK, opacity=0.35)


def _label(root: Element, text: str, x: float, y: float, width: float) -> None:
    """Words that never reach beyond the right edge: what has no room is cut."""
    room = max(int((width - x) / _LETTER), 1)
    shown = text if len(text) <= room else f"{text[: room - 1]}…"
    words(root, "text", shown, x=x, y=y, fill=INK, font_size=_FONT)


def _within(x: float, margin: float, width: float) -> float:
    return min(max(x, margin), width - margin)
