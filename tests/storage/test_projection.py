"""Laws of what follows from answers."""

from hypothesis import given
from hypothesis import strategies as st

from storage.projection import outcome_of, standing_answers
from storage.reading import Need, is_read_twice
from storage.records import Answer, FlagState, Review
from tests.factories import at

PEOPLE = ("aigul", "ruslan", "dana")
SAID = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(list(Answer))), max_size=8)


def reviews(said: list[tuple[str, Answer]]) -> tuple[Review, ...]:
    return tuple(
        Review(number=n, flag=1, answer=answer, note="", reviewer=reviewer, at=at(n))
        for n, (reviewer, answer) in enumerate(said, 1)
    )


@given(SAID)
def test_a_flag_that_is_read_twice_is_never_answered_by_one_person(
    said: list[tuple[str, Answer]],
) -> None:
    given_ = reviews(said)
    outcome = outcome_of(given_, twice=True)
    people = {r.reviewer for r in standing_answers(given_) if r.answer is not Answer.UNSURE}
    assert outcome.state is not FlagState.ANSWERED or len(people) >= 2


@given(SAID)
def test_a_pair_is_of_two_people(said: list[tuple[str, Answer]]) -> None:
    pair = outcome_of(reviews(said), twice=True).pair
    assert pair is None or pair[0].reviewer != pair[1].reviewer


@given(SAID, st.booleans())
def test_there_is_always_somebody_to_ask(said: list[tuple[str, Answer]], twice: bool) -> None:
    outcome = outcome_of(reviews(said), twice=twice)
    assert (outcome.state is FlagState.WAITING) or outcome.need is Need.ANSWER
    assert "a newcomer" not in outcome.spoken


@given(SAID)
def test_what_is_read_once_is_hidden_from_nobody(said: list[tuple[str, Answer]]) -> None:
    outcome = outcome_of(reviews(said), twice=False)
    assert outcome.need not in (Need.SECOND, Need.SETTLING) and outcome.pair is None


@given(st.integers(1, 10**9), st.floats(0, 1), st.floats(0, 1))
def test_a_greater_share_holds_a_smaller(flag: int, one: float, other: float) -> None:
    small, great = sorted((one, other))
    assert is_read_twice(flag, great) or not is_read_twice(flag, small)


def test_a_share_is_about_so_many_flags() -> None:
    chosen = sum(is_read_twice(number, 0.2) for number in range(1, 10_001))
    assert 1_850 < chosen < 2_150
    assert not is_read_twice(1, 0) and is_read_twice(1, 1)
