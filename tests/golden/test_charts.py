"""Charts as they were looked at and found right, letter for letter.

UPDATE_CHARTS=1 pytest tests/golden/test_charts.py     writes them anew: look before committing
"""

import os
from pathlib import Path

import pytest

from monitor.charts.bars import Bar
from monitor.charts.sparkline import sparkline
from monitor.charts.timeline import NARROW, WIDE, ChartLane, Moment, timeline

FOLDER = Path(__file__).parent / "charts"
BARS = (
    Bar(label="Jan 2026", progress=2, waiting_progress=1),
    Bar(label="Feb 2026", regression=1, missing=0.5),
    Bar(label="Mar 2026", missing=1.0),
    Bar(label="Apr 2026", progress=1, regression=4, waiting_regression=3, missing=0.01),
    Bar(label="May 2026"),
)
LANES = (
    ChartLane(label="official", bars=BARS),
    ChartLane(label="independent media <&>", bars=BARS[::-1]),
)
LINES = (Moment(at=0.5, label="report"), Moment(at=0.8, label="fulfilled"))
MARKS = (Moment(at=4.9, label="2026-05-28: release done"),)
CHARTS = {
    "sparkline": sparkline(BARS, name="s", title="Flags of A"),
    "sparkline-of-nothing": sparkline((), name="s", title="Flags of A"),
    "timeline": timeline(LANES, lines=LINES, marks=MARKS, width=WIDE, name="t", title="Told of A"),
    "timeline-narrow": timeline(LANES, lines=LINES, width=NARROW, name="t", title="Told of A"),
}


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_a_chart_is_drawn_as_it_was_found_right(name: str) -> None:
    path = FOLDER / f"{name}.svg"
    if os.environ.get("UPDATE_CHARTS"):
        path.write_text(CHARTS[name] + "\n")
    assert path.read_text() == CHARTS[name] + "\n"
