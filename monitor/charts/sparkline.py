"""A small chart in a row: confirmed flags up and down, waiting ones hollow, missing nights hatched.

     ▐                      progress, confirmed
▐ ▯  ▐ ▯      ▯             hollow: waiting
─────────────────────
  ▐      ░░░                hatched: nights or sources missing
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from monitor.charts.bars import Bar
from monitor.charts.svg import DOWN, INK, UP, hatching, picture, put, written

WIDTH, HEIGHT = 240.0, 40.0
_MIDDLE = HEIGHT / 2
_REACH = _MIDDLE - 2
_TOP_AT_LEAST = 3  # a single flag must not look like a flood
_SEEN = 2.0  # the least height of what is there


def sparkline(bars: Sequence[Bar], *, name: str, title: str) -> str:
    """The chart as SVG. name: unique on the page. The scale is the row's own, and is told."""
    top = max([_TOP_AT_LEAST, *(max(bar.up, bar.down) for bar in bars)])
    root = picture(WIDTH, HEIGHT, name, title, described(bars))
    fill = hatching(root, name)
    pitch = WIDTH / max(len(bars), 1)
    for index, bar in enumerate(bars):
        _missing(root, bar, index * pitch, pitch, fill)
    put(root, "path", d=f"M0 {_MIDDLE:g}H{WIDTH:g}", stroke=INK, stroke_width=0.6, opacity=0.5)
    for index, bar in enumerate(bars):
        x, width = index * pitch + pitch * 0.15, pitch * 0.7
        _stack(root, (bar.progress, bar.waiting_progress), top, (x, width), up=True)
        _stack(root, (bar.regression, bar.waiting_regression), top, (x, width), up=False)
    return written(root)


def described(bars: Sequence[Bar]) -> str:
    """The chart in a sentence or two."""
    if not bars:
        return "Nothing is drawn."
    counts = (
        f"{bars[0].label} to {bars[-1].label}: "
        f"{sum(bar.progress for bar in bars)} confirmed progress, "
        f"{sum(bar.regression for bar in bars)} confirmed regression, "
        f"{sum(bar.waiting_progress for bar in bars)} possible progress and "
        f"{sum(bar.waiting_regression for bar in bars)} possible regression waiting."
    )
    missing = sum(bar.missing for bar in bars) / len(bars)
    biggest = max(max(bar.up, bar.down) for bar in bars)
    most = f" The most in one period: {biggest}." if biggest else ""
    return f"{counts}{most} Nights or sources missing: {percent(missing)}."


def percent(share: float) -> str:
    """A share in words that never round a little to nothing, or most to all."""
    if 0 < share < 0.01:
        return "less than 1 %"
    if 0.99 < share < 1:
        return "more than 99 %"
    return f"{share:.0%}".replace("%", " %")


def _missing(root: Element, bar: Bar, x: float, width: float, fill: str) -> None:
    if bar.missing > 0:
        height = max(HEIGHT * min(bar.missing, 1.0), _SEEN)
        put(root, "rect", x=x, y=HEIGHT - height, width=width, height=height, fill=fill)


def _stack(
    root: Element, counts: tuple[int, int], top: int, place: tuple[float, float], *, up: bool
) -> None:
    """Confirmed ones at the line, waiting ones beyond them."""
    confirmed, waiting = counts
    full = _length(confirmed, top)
    both = max(_length(confirmed + waiting, top), full + _SEEN) if waiting else full
    both = min(both, _REACH)
    full = min(full, both - _SEEN) if waiting else full
    if confirmed:
        _box(root, (0, full), place, up=up, hollow=False)
    if waiting:
        _box(root, (full if confirmed else 0, both), place, up=up, hollow=True)


def _length(count: int, top: int) -> float:
    return max(_REACH * count / top, _SEEN) if count else 0.0


def _box(
    root: Element,
    reach: tuple[float, float],
    place: tuple[float, float],
    *,
    up: bool,
    hollow: bool,
) -> None:
    (start, end), (x, width) = reach, place
    y = _MIDDLE - end if up else _MIDDLE + start
    colour = UP if up else DOWN
    inset = 0.4 if hollow else 0.0
    put(
        root,
        "rect",
        x=x + inset * min(width, 1),
        y=y + inset,
        width=max(width - 2 * inset * min(width, 1), 0.1),
        height=max(end - start - 2 * inset, 0.1),
        fill="none" if hollow else colour,
        stroke=colour if hollow else "none",
        stroke_width=0.8 * min(width, 1),
    )
