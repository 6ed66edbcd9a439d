"""Agreement of two readers: figures, and what may be said of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.agreement import agreements, kappa_of
from storage.reading import SecondReading
from storage.records import Answer
from tests.factories import make_review

P, R, N = Answer.PROGRESS, Answer.REGRESSION, Answer.NOT_RELEVANT
ANSWERS = st.sampled_from([P, R, N, Answer.NO_CHANGE])
PAIRS = st.lists(st.tuples(ANSWERS, ANSWERS), min_size=1, max_size=60)


def readings(pairs: list[tuple[Answer, Answer]], name: str = "KZ-TRE-1") -> list[SecondReading]:
    return [
        SecondReading(recommendation=name, first=make_review(1, a), second=make_review(1, b))
        for a, b in pairs
    ]


def test_kappa_is_cohens() -> None:
    # 20 and 15 equal, 5 and 10 crossed: 0.7 agree, 0.5 by chance.
    pairs = [(P, P)] * 20 + [(P, R)] * 5 + [(R, P)] * 10 + [(R, R)] * 15
    found = kappa_of(pairs)
    assert found is not None
    assert found.value == pytest.approx(0.4)
    assert (found.low, found.high) == (
        pytest.approx(0.1247, abs=1e-3),
        pytest.approx(0.618, abs=1e-3),
    )


@given(PAIRS)
def test_kappa_lies_in_its_interval_and_never_above_one(pairs: list[tuple[Answer, Answer]]) -> None:
    found = kappa_of(pairs)
    assert found is None or found.low - 1e-9 <= found.value <= found.high + 1e-9 <= 1 + 2e-9


@given(PAIRS)
def test_who_was_first_changes_no_figure(pairs: list[tuple[Answer, Answer]]) -> None:
    turned = kappa_of([(b, a) for a, b in pairs])
    found = kappa_of(pairs)
    assert (found is None) == (turned is None)
    assert found is None or turned is None or turned.value == pytest.approx(found.value)


def test_all_alike_in_a_dozen_pairs_is_no_certainty() -> None:
    found = kappa_of([(P, P)] * 6 + [(R, R)] * 6)
    assert found is not None and found.value == 1 and found.low < 0.6


def test_nine_pairs_are_too_few() -> None:
    (one,) = agreements(readings([(P, R)] * 9)).each
    assert one.kappa is None and "too few" in one.sentence


def test_where_every_answer_was_the_same_kappa_says_nothing() -> None:
    found = agreements(readings([(P, P)] * 12)).together
    assert found.share == 1 and "says nothing" in found.sentence


def test_recommendations_are_counted_apart_and_together() -> None:
    found = agreements([*readings([(P, P), (P, R)]), *readings([(N, P)], "KZ-ZHA-1")])
    assert [(a.recommendation, a.pairs, a.agreed) for a in found.each] == [
        ("KZ-TRE-1", 2, 1),
        ("KZ-ZHA-1", 1, 0),
    ]
    assert (found.together.pairs, found.together.agreed) == (3, 1)
    assert found.crossed == ((N, P, 1), (P, R, 1))
