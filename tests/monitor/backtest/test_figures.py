"""The figures are those of a person with a tally sheet."""

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from monitor.backtest.figures import Share, measure
from monitor.backtest.records import Expected, Pair
from rules.records import Toward

RECOMMENDATIONS = ("A-1", "A-2", "B-1")
DOCUMENTS = tuple(f"d{n}" for n in range(8))
LANGUAGES = ("en", "ru", "kk")
answers = st.frozensets(st.sampled_from(list(Toward)))
labels = st.none() | st.sampled_from(list(Expected))


@st.composite
def runs(draw: st.DrawFn) -> list[Pair]:
    """Some documents with labels and answers; what has neither is no pair."""
    pairs = []
    for document in draw(st.lists(st.sampled_from(DOCUMENTS), unique=True)):
        language = draw(st.sampled_from(LANGUAGES))
        for name in RECOMMENDATIONS:
            expected, answered = draw(labels), draw(answers)
            if expected is not None or answered:
                pairs.append(
                    Pair(
                        document=document,
                        language=language,
                        recommendation=name,
                        expected=expected,
                        answered=answered,
                    )
                )
    return pairs


@given(runs())
def test_pairs_are_counted_as_on_a_tally_sheet(pairs: list[Pair]) -> None:
    found = missed = false = 0
    for pair in pairs:
        if pair.expected in ("progress", "regression", "mixed"):
            if len(pair.answered) > 0:
                found += 1
            else:
                missed += 1
        elif pair.expected is None:
            false += 1
    counted = measure(pairs).pairs
    assert (counted.found, counted.missed, counted.false) == (found, missed, false)


@given(runs())
def test_statements_count_neither_way(pairs: list[Pair]) -> None:
    without = [pair for pair in pairs if pair.expected != "statement"]
    assert measure(pairs).pairs == measure(without).pairs
    taken = [p for p in pairs if p.expected == "statement" and p.answered]
    assert measure(pairs).statements.count == len(taken)


@given(runs())
def test_parts_add_up_to_the_whole(pairs: list[Pair]) -> None:
    figures = measure(pairs)
    for groups in (figures.recommendations, figures.languages):
        assert sum(c.found for _, c in groups) == figures.pairs.found
        assert sum(c.missed for _, c in groups) == figures.pairs.missed
        assert sum(c.false for _, c in groups) == figures.pairs.false


@given(runs())
def test_a_direction_is_right_when_it_is_the_only_one(pairs: list[Pair]) -> None:
    right = total = 0
    for pair in pairs:
        if pair.expected not in (None, "statement") and pair.answered:
            total += 1
            if pair.expected == "mixed" or [a.value for a in pair.answered] == [pair.expected]:
                right += 1
    assert measure(pairs).direction == Share(count=right, of=total)


@given(runs())
def test_the_rare_pairs_are_those_that_are_no_regressions(pairs: list[Pair]) -> None:
    rare = [pair for pair in pairs if pair.expected in ("progress", "mixed")]
    found = [pair for pair in rare if pair.answered]
    assert measure(pairs).other == Share(count=len(found), of=len(rare))


@given(runs())
def test_a_document_is_found_when_anything_was_put_before_a_person(pairs: list[Pair]) -> None:
    found = missed = false = 0
    for document in {pair.document for pair in pairs}:
        own = [pair for pair in pairs if pair.document == document]
        wanted = [p for p in own if p.expected in ("progress", "regression", "mixed")]
        stated = [p for p in own if p.expected == "statement"]
        raised = any(p.answered for p in own)
        if wanted:
            found, missed = found + raised, missed + (not raised)
        elif raised and not stated:
            false += 1
    counted = measure(pairs).documents
    assert (counted.found, counted.missed, counted.false) == (found, missed, false)


@given(runs())
def test_the_mean_recall_leaves_out_what_has_few_pairs(pairs: list[Pair]) -> None:
    recalls = []
    for name in RECOMMENDATIONS:
        events = [
            p for p in pairs if p.recommendation == name and p.expected not in (None, "statement")
        ]
        if len(events) >= 3:
            recalls.append(sum(bool(p.answered) for p in events) / len(events))
    macro = measure(pairs).macro
    assert macro is None if not recalls else isclose(macro or 0, sum(recalls) / len(recalls))


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_its_share(count: int, more: int) -> None:
    share = Share(count=count, of=count + more)
    if share.value is None or share.interval is None:
        assert share.of == 0
        return
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-9 and share.value - 1e-9 <= high <= 1


def test_an_interval_is_wilsons() -> None:
    # Worked by hand: 8 of 10, z = 1.96.
    assert [round(end, 3) for end in Share(count=8, of=10).interval or ()] == [0.49, 0.943]
