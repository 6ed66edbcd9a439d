import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.outcomes import REFUSALS_KEPT, Tally, outcome_of
from spiders.records import SourceState

COUNTS = st.integers(0, 5)
REASONS = st.dictionaries(st.sampled_from(["u1", "u2"]), st.text(min_size=1, max_size=5))


def state_of(**facts: object) -> SourceState:
    return outcome_of("s", Tally(points=2, **facts)).state  # type: ignore[arg-type]  # shorthand


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"news": 1}, SourceState.OK),
        ({"gone": 1}, SourceState.OK),
        ({}, SourceState.UNCHANGED),
        ({"failed": {"a": "x"}, "news": 1}, SourceState.PARTIAL),
        ({"failed": {"a": "x", "b": "x"}}, SourceState.FAILED),
        ({"failed": {"a": "x"}, "closed": {"b": "x"}}, SourceState.FAILED),
        ({"closed": {"a": "x", "b": "x"}}, SourceState.SKIPPED),
        ({"suspicious": {"a": "x"}, "news": 1}, SourceState.SUSPICIOUS),
        ({"challenges": 1, "news": 1}, SourceState.SUSPICIOUS),
        ({"stopped": "x", "news": 1, "read": 1}, SourceState.PARTIAL),
        ({"gaps": {"a": "x"}, "news": 1}, SourceState.PARTIAL),
        ({"stopped": "x", "begun": True}, SourceState.FAILED),
        ({"stopped": "x"}, SourceState.SKIPPED),
        ({"broken": "x", "news": 1}, SourceState.FAILED),
    ],
)
def test_the_state_follows_from_what_happened(facts: dict[str, object], state: SourceState):
    assert state_of(**facts) is state


@given(
    st.builds(
        Tally, points=st.just(2), failed=REASONS, suspicious=REASONS, closed=REASONS, read=COUNTS
    )
)
def test_every_outcome_has_a_sentence_of_reasonable_length(tally: Tally):
    tally.refuse("u", "why")
    assert 0 < len(outcome_of("s", tally).reason) < 500


def test_refusals_beyond_a_hundred_are_counted_only():
    tally = Tally(points=1)
    for number in range(REFUSALS_KEPT + 5):
        tally.refuse(str(number), "why")
    outcome = outcome_of("s", tally)
    assert (len(outcome.refusals), outcome.refused) == (REFUSALS_KEPT, REFUSALS_KEPT + 5)


def test_a_reason_that_holds_for_many_is_said_once():
    reason = outcome_of("s", Tally(points=2, failed={"a": "gone", "b": "gone"})).reason
    assert reason == "no entry point answered: gone (a and 1 more)"
