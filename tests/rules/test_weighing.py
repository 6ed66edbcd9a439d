"""What signals found is weighed by what else the page speaks of, where that was learnt."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.explain import Finding, explain
from rules.matcher import Matcher
from rules.records import Toward
from rules.register import load_rulebook
from rules.weighing.scale import SCALE, Scale, read_scale, write_scale
from rules.weighing.signs import signs
from tests.rules.books import DULL, compiled, make_document, told, write_book

FREED = "The court released the politician on Friday."
TABS = """kept from\t0.2
speaks\tT-1:progress=0
title @arrest\tT-1:progress=-6
case told\t1
case page\t1
"""


def weighed(folder: Path, scale: str = TABS) -> Matcher:
    """The tiny rules with a scale beside the register."""
    write_book(folder)
    (folder / "registers" / "tiny" / SCALE).write_text(scale, encoding="utf-8")
    return compiled(folder)


def _findings(matcher: Matcher, text: str, title: str = "") -> list[Finding]:
    answer = explain(matcher, make_document(text, title=title))
    return [finding for signal in answer.signals for finding in signal.findings]


def test_what_the_rest_of_a_page_speaks_against_is_left_out(tmp_path: Path) -> None:
    matcher = weighed(tmp_path)
    plain = make_document(FREED, title="News of the day")
    beside = make_document(FREED, title="The arrest")
    assert told(matcher.match(plain)) == [("freed", "actual")]
    assert told(matcher.match(beside)) == []
    assert told(matcher.unweighed.match(beside)) == [("freed", "actual")]


def test_explain_says_what_weighed_against_it(tmp_path: Path) -> None:
    (finding,) = _findings(weighed(tmp_path), FREED, "The arrest")
    assert not finding.reported
    assert finding.why_not == (
        "left out by weight: 1% likely, and a flag needs 20%; "
        "against it speaks “to detain” in the title"
    )


@pytest.mark.parametrize(
    "text",
    [
        "The court did not release the politician.",
        "The court will release the politician.",
        "The politician was released five years ago.",
    ],
)
def test_what_a_signal_does_not_tell_as_done_is_never_flagged_by_weight(
    tmp_path: Path, text: str
) -> None:
    matcher = weighed(tmp_path, TABS.replace("=-6", "=9"))
    document = make_document(text, title="The arrest")
    assert matcher.match(document) == matcher.unweighed.match(document)


# 73 of 100 that the court's release is an event; what stands against the arrest is learnt.
BOTH = """kept from\t0.2
clear by\t0.25
speaks\tT-1:progress=0 T-1:regression=0
title @zhakiyanov\tT-1:regression=WEIGHT
case told\t1
case page\t1
"""
FREED_AND_HELD = f"{FREED} Police arrested another politician."


@pytest.mark.parametrize(("weight", "left"), [("-1", ["freed", "held"]), ("-2", ["freed"])])
def test_of_both_directions_the_clearly_less_likely_one_gives_way(
    tmp_path: Path, weight: str, left: list[str]
) -> None:
    matcher = weighed(tmp_path, BOTH.replace("WEIGHT", weight))
    document = make_document(FREED_AND_HELD, title="Word of Zhakiyanov")
    assert [name for name, _ in told(matcher.match(document))] == left


def test_explain_says_that_the_other_direction_is_likelier(tmp_path: Path) -> None:
    matcher = weighed(tmp_path, BOTH.replace("WEIGHT", "-2"))
    findings = _findings(matcher, FREED_AND_HELD, "Word of Zhakiyanov")
    assert [finding.why_not for finding in findings if not finding.reported] == [
        "left out by weight: 27% likely, and the other direction 73%; "
        "against it speaks “Galymzhan Zhakiyanov” in the title"
    ]


def test_without_a_scale_nothing_is_weighed(matcher: Matcher) -> None:
    assert matcher.weigher.scale is None
    assert told(matcher.match(make_document(FREED, title="The arrest"))) == [("freed", "actual")]


def test_signs_are_concepts_by_place_and_none_of_other_paragraphs(matcher: Matcher) -> None:
    document = make_document(f"A release. {DULL}\n{DULL}\nAn arrest.", title="The politician")
    reading = matcher.read(document)
    assert reading is not None
    assert signs(reading, (), dict(enumerate(matcher.vocabulary.ids))) == {
        "title @politician", "story @politician", "lead @release", "story @release"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "line", "said"),
    [
        ("kept from\t2", 1, "2 is no share of one"),
        ("case told", 3, "has no tab"),
        ("case told\tnan", 3, "nan is no weight"),
        ("title @court\tT-1:sideways=1", 3, "is not a valid Toward"),
        ("title @court\tT-1:progress=much", 3, "could not convert"),
    ],
)
def test_a_bad_line_is_told_with_its_place_and_the_remedy(
    broken: str, line: int, said: str
) -> None:
    text = "\n".join(["kept from\t0.2", "speaks\tT-1:progress=0", broken])
    if broken.startswith("kept"):
        text = text.replace("kept from\t0.2", broken).removesuffix(f"\n{broken}")
    loaded = read_scale(text, "weighing.tsv")
    assert loaded.item is None
    complaint = loaded.complaints[0]
    assert (complaint.place.file, complaint.place.line) == ("weighing.tsv", line)
    assert said in complaint.message
    assert "recwatch rules learn" in complaint.remedy


def test_a_bad_scale_keeps_the_register_from_loading(tmp_path: Path) -> None:
    write_book(tmp_path)
    (tmp_path / "registers" / "tiny" / SCALE).write_text("nonsense\n", encoding="utf-8")
    loaded = load_rulebook("tiny", shipped=tmp_path)
    assert loaded.item is None
    assert {one.place.file.rpartition("/")[2] for one in loaded.errors} == {SCALE}


_weights = st.floats(-9, 9).map(lambda weight: round(weight, 2) + 0.0)
_abouts = st.tuples(st.from_regex(r"[A-Z]{2,3}-[0-9]", fullmatch=True), st.sampled_from(Toward))
_rows = st.dictionaries(_abouts, _weights, min_size=1, max_size=4)
_scales = st.builds(
    Scale,
    kept_from=st.sampled_from([0.0, 0.2, 1.0]),
    clear_by=st.sampled_from([0.0, 0.25, 1.0]),
    speaks=_rows,
    signs=st.dictionaries(st.from_regex(r"(title|lead) @[a-z]{1,8}", fullmatch=True), _rows),
    cases=st.dictionaries(st.from_regex(r"(told|page|asked [A-Z])", fullmatch=True), _weights),
)


@given(_scales)
def test_a_scale_is_read_as_it_was_written(scale: Scale) -> None:
    loaded = read_scale(write_scale(scale, "a test"), "weighing.tsv")
    assert loaded.complaints == ()
    assert loaded.item == scale


@given(_scales, st.sets(st.from_regex(r"(title|lead) @[a-z]{1,8}", fullmatch=True)))
def test_a_weight_is_a_probability_whatever_was_learnt(scale: Scale, found: set[str]) -> None:
    for about in scale.speaks:
        page = scale.page(about, found)
        assert page is not None
        assert 0 <= scale.probability({"told": 1.0, "page": page}) <= 1
