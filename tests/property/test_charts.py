"""Laws of charts: well formed whatever the words, within the view, and missing is never zero."""

import re
from xml.etree.ElementTree import Element, fromstring

from hypothesis import given
from hypothesis import strategies as st

from monitor.charts.bars import Bar
from monitor.charts.sparkline import percent, sparkline
from monitor.charts.timeline import ChartLane, Moment, timeline

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
COUNTS = st.one_of(st.just(0), st.integers(0, 5), st.integers(0, 10**6))
SHARES = st.one_of(st.just(0.0), st.just(1.0), st.floats(0, 1))
LABELS = st.one_of(st.text(max_size=12), st.just("</svg><script>alert(1)</script>"))
BARS = st.builds(
    Bar,
    label=LABELS,
    progress=COUNTS,
    regression=COUNTS,
    waiting_progress=COUNTS,
    waiting_regression=COUNTS,
    missing=SHARES,
)
MANY = st.lists(BARS, max_size=30).map(tuple)
PART = "{http://www.w3.org/2000/svg}"


@st.composite
def lanes(draw: st.DrawFn) -> list[ChartLane]:
    length = draw(st.integers(1, 12))
    bars = st.lists(BARS, min_size=length, max_size=length).map(tuple)
    return draw(st.lists(st.builds(ChartLane, label=LABELS, bars=bars), max_size=4))


def points(root: Element) -> list[tuple[float, float]]:
    """The corners of all that is drawn; of words where they begin."""
    found = []
    for one in root.iter():
        if one.tag == f"{PART}rect" and one.get("x") is not None:
            x, y, width, height = (float(one.get(k, "0")) for k in ("x", "y", "width", "height"))
            assert width > 0 and height > 0
            found += [(x, y), (x + width, y + height)]
        if one.tag == f"{PART}polygon":
            numbers = [float(n) for n in NUMBER.findall(one.get("points", ""))]
            found += list(zip(numbers[::2], numbers[1::2], strict=True))
        if one.tag == f"{PART}text":
            found.append((float(one.get("x", "0")), float(one.get("y", "0"))))
    return found


def is_within(root: Element) -> bool:
    _, _, width, height = (float(n) for n in root.get("viewBox", "").split())
    slack = 0.02  # of rounding
    return all(
        -slack <= x <= width + slack and -slack <= y <= height + slack for x, y in points(root)
    )


def hatched(root: Element) -> list[Element]:
    fills = (one for one in root.iter(f"{PART}rect") if one.get("fill", "").startswith("url("))
    return list(fills)


@given(bars=MANY, title=LABELS)
def test_a_sparkline_is_well_formed_and_within_its_view(bars: tuple[Bar, ...], title: str) -> None:
    root = fromstring(sparkline(bars, name="s", title=title))
    assert is_within(root)
    assert {one.tag.removeprefix(PART) for one in root.iter()} <= {
        *("svg", "title", "desc", "defs", "pattern", "rect", "path"),
    }


@given(bars=MANY)
def test_what_is_missing_is_hatched_and_what_is_not_is_not(bars: tuple[Bar, ...]) -> None:
    root = fromstring(sparkline(bars, name="s", title="t"))
    assert len(hatched(root)) == sum(bar.missing > 0 for bar in bars)


@given(bars=MANY)
def test_whatever_was_told_is_drawn(bars: tuple[Bar, ...]) -> None:
    root = fromstring(sparkline(bars, name="s", title="t"))
    drawn = len([r for r in root.iter(f"{PART}rect") if r.get("x")]) - len(hatched(root))
    sides = ("progress", "regression", "waiting_progress", "waiting_regression")
    assert drawn == sum(getattr(bar, side) > 0 for bar in bars for side in sides)


@given(found=lanes(), width=st.sampled_from([320.0, 880.0]), label=LABELS, data=st.data())
def test_a_timeline_is_well_formed_and_within_its_view(
    found: list[ChartLane], width: float, label: str, data: st.DataObject
) -> None:
    length = len(found[0].bars) if found else 0
    moments = st.lists(st.builds(Moment, at=st.floats(0, length), label=LABELS), max_size=3)
    root = fromstring(
        timeline(
            found,
            lines=data.draw(moments),
            marks=data.draw(moments),
            width=width,
            name="t",
            title=label,
        )
    )
    assert is_within(root)
    assert "script" not in {one.tag.removeprefix(PART) for one in root.iter()}
    assert len(hatched(root)) == sum(bar.missing > 0 for lane in found for bar in lane.bars)


@given(share=SHARES)
def test_a_share_is_told_as_nothing_or_all_only_where_it_is(share: float) -> None:
    assert (percent(share) == "0 %") == (share == 0)
    assert (percent(share) == "100 %") == (share == 1)
