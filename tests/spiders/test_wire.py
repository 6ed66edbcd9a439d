import json
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.records import (
    CrawlPlan,
    KnownPage,
    RecordWritten,
    Refusal,
    SourceOutcome,
    SourcePlan,
)
from spiders.wire import Nonsense, decode_message, decode_plan, encode_message, encode_plan

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))

MOMENTS = st.datetimes(timezones=st.just(UTC))
RECORDS = st.builds(RecordWritten, fetched_at=MOMENTS)
OUTCOMES = st.builds(SourceOutcome, refusals=st.lists(st.builds(Refusal), max_size=2).map(tuple))
KNOWN = st.builds(KnownPage, whole_at=st.none() | MOMENTS)
PLANS = st.builds(
    CrawlPlan,
    sources=st.lists(
        st.builds(SourcePlan, known=st.lists(KNOWN, max_size=2).map(tuple)),
        max_size=2,
    ).map(tuple),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(RECORDS | OUTCOMES)
def test_a_message_comes_out_as_it_went_in(message: RecordWritten | SourceOutcome):
    assert decode_message(encode_message(message)) == message


@given(PLANS)
def test_a_plan_comes_out_as_it_went_in(plan: CrawlPlan):
    assert decode_plan(encode_plan(plan)) == plan


@given(RECORDS | OUTCOMES)
def test_a_message_is_one_line_of_ascii(message: RecordWritten | SourceOutcome):
    line = encode_message(message)
    assert line.isascii() and "\n" not in line


@given(st.text(max_size=40) | JSON.map(json.dumps))
def test_anything_else_is_nonsense_and_nothing_worse(line: str):
    with pytest.raises(Nonsense):
        decode_message(line)


@given(RECORDS | OUTCOMES, st.data())
def test_a_message_with_one_wrong_value_is_nonsense(message: Any, data: st.DataObject):
    found = json.loads(encode_message(message))
    found[data.draw(st.sampled_from(sorted(found)))] = {"not": "this"}
    with pytest.raises(Nonsense):
        decode_message(json.dumps(found))


def test_deep_nesting_is_nonsense():
    with pytest.raises(Nonsense):
        decode_message("[" * 100_000)


def test_a_moment_without_a_zone_is_nonsense():
    record = RecordWritten(
        source_id="a",
        role="feed",  # type: ignore[arg-type]  # as it stands on the wire
        url="",
        final_url="",
        status=200,
        fetched_at="2026-01-01T00:00:00",  # type: ignore[arg-type]  # likewise
        warc="",
        offset=0,
        length=0,
        sha256="",
        payload_sha256="",
    )
    with pytest.raises(Nonsense):
        decode_message(encode_message(record))
