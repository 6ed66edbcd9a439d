"""APIs: entries by their paths, and answers that no honest one gives."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.kinds.apis import ENTRIES_AT_MOST, filled, read_api, value_at
from spiders.kinds.reading import Unreadable
from spiders.shapes import ApiShape

BASE = "https://api.example/list?page=1"
SHAPE = ApiShape(items="data.items", link="https://site.example/{id}", title="{title}", date="{on}")
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def answer(*items: Any, **more: Any) -> bytes:
    return json.dumps({"data": {"items": list(items)}, **more}).encode()


def test_entries_come_in_the_order_of_the_answer() -> None:
    found = read_api(
        answer({"id": 2, "title": "Two"}, {"id": 1, "title": "One"}), base=BASE, shape=SHAPE
    )
    assert [one.url for one in found.entries] == [
        "https://site.example/2",
        "https://site.example/1",
    ]


def test_only_entries_with_a_wanted_word_count() -> None:
    shape = replace(SHAPE, wanted=("қазақстан",))
    items = ({"id": 1, "title": "ҚАЗАҚСТАН туралы"}, {"id": 2, "title": "Fish"})
    assert [e.title for e in read_api(answer(*items), base=BASE, shape=shape).entries] == [
        "ҚАЗАҚСТАН туралы"
    ]


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{a.b}", "inner"),
        ("{list.0}", "x"),
        ("{list|list}", "x, 7"),
        ("{path|last}", "TA-1"),
        ("{all.*.name|list}", "m, n"),
        ("{missing}", ""),
        ("{a.b}: {missing}", "inner:"),
        ("https://s.example/{missing}", ""),
        ("https://s.example/{a.b}/{missing}", ""),
        ("{flag}{null}{a}", ""),
        ("plain", "plain"),
    ],
)
def test_a_template_is_filled_from_the_entry(template: str, says: str) -> None:
    item = {
        "a": {"b": "inner"},
        "list": ["x", 7],
        "path": "eli/doc/TA-1",
        "all": [{"name": "m"}, {}, {"name": "n"}],
        "flag": True,
        "null": None,
    }
    assert filled(template, item) == says


@pytest.mark.parametrize(
    ("more", "shape", "following"),
    [
        ({"next": "/list?page=2"}, {"next_page": "next"}, "https://api.example/list?page=2"),
        ({"next": None}, {"next_page": "next"}, None),
        ({"next": "javascript:1"}, {"next_page": "next"}, None),
        ({"next": BASE}, {"next_page": "next"}, None),
        ({}, {"page_parameter": "page"}, "https://api.example/list?page=2"),
        ({}, {"page_parameter": "os", "page_step": 50}, f"{BASE}&os=50"),
        ({}, {}, None),
    ],
)
def test_the_following_answer_is_found(
    more: dict[str, Any], shape: dict[str, Any], following: str | None
) -> None:
    found = read_api(answer({"id": 1}, **more), base=BASE, shape=replace(SHAPE, **shape))
    assert found.more == ((following,) if following else ())


def test_an_empty_list_is_no_fault_and_leads_nowhere() -> None:
    found = read_api(answer(), base=BASE, shape=replace(SHAPE, page_parameter="page"))
    assert (found.entries, found.more) == ((), ())


def test_entries_beyond_the_cap_are_counted() -> None:
    items = [{"id": n, "title": "t"} for n in range(ENTRIES_AT_MOST + 3)]
    found = read_api(answer(*items), base=BASE, shape=SHAPE)
    assert (len(found.entries), found.cut) == (ENTRIES_AT_MOST, 3)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "no JSON"),
        (b"You ask too often, wait five seconds.", "You ask too often"),
        (b"<!doctype html><html><body>Just a moment", "a web page came"),
        (b'{"data": {"items": [{"id": 1}', "no JSON"),
        (b'{"data": {"items": [{"id": NaN}]}}', "no JSON"),
        (b'{"data": {"items": [1' + b"0" * 5000 + b"]}}", "no JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"data": "\xff"}', "not UTF-8"),
        (b'{"error": {"code": 403, "message": "key missing"}}', "key missing"),
        (b'{"data": {"items": [{"id": 1e999}]}}', "no JSON"),
        (b'{"data": {"items": []}, "error": "busy"}', "busy"),
        (b'{"data": {"items": 5}}', 'no list at "data.items"'),
        (b'{"data": []}', 'no list at "data.items"'),
        (b'"text"', 'no list at "data.items"'),
    ],
)
def test_what_is_no_answer_is_named(body: bytes, says: str) -> None:
    """Rows 28, 38 and 50."""
    with pytest.raises(Unreadable, match=says):
        read_api(body, base=BASE, shape=SHAPE)


@given(st.lists(JSON))
def test_any_entries_are_read_or_passed_over(items: list[Any]) -> None:
    """Row 50."""
    found = read_api(answer(*items), base=BASE, shape=SHAPE)
    assert all(one.url.startswith("https://site.example/") for one in found.entries)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_named(body: bytes) -> None:
    try:
        read_api(body, base=BASE, shape=replace(SHAPE, items=""))
    except Unreadable as error:
        assert str(error)


@given(JSON, st.lists(st.sampled_from(["a", "0", "*", "items"]), min_size=1, max_size=4))
def test_a_path_leads_somewhere_or_nowhere(value: Any, names: list[str]) -> None:
    value_at(value, ".".join(names))
