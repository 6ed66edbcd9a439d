"""Joining, splitting and taking back from a flag's page."""

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from storage.contract import Store
from storage.records import FlagState
from tests.web.test_review import answer

Visitor = Callable[[str], TestClient]


def rows(page: str) -> list[str]:
    return re.findall(r'data-row href="/flags/(\d+)', page)


def test_two_flags_of_one_event_become_one_row_that_one_answer_covers(
    visitor: Visitor, store: Store
) -> None:
    client = visitor("reviewer")
    led = client.post("/flags/1/join", data={"other": "2", "lane": "happened"})
    assert led.headers["location"] == "/flags/1"
    page = client.get("/flags/1").text
    assert 'href="/flags/2"' in page and 'class="answers"' not in page
    assert "joined the story of flag 1 to that of flag 2" in page
    assert rows(client.get("/queue").text) == ["2", "3"]
    answer(client, 2)
    assert rows(client.get("/queue").text) == ["3"]


def test_before_joining_both_flags_and_what_follows_are_shown_and_nothing_is_done(
    visitor: Visitor, store: Store
) -> None:
    client = visitor("reviewer")
    answer(client, 1)
    page = client.get("/flags/1/join?other=2").text
    assert 'aria-label="Flag 1"' in page and 'aria-label="Flag 2"' in page
    assert "The answer to flag 1 then counts for flag 2, too." in page
    assert store.story_decisions(1) == ()


def test_which_flag_is_the_same_is_chosen_from_those_near_it(
    visitor: Visitor, store: Store
) -> None:
    page = visitor("reviewer").get("/flags/1/join?lane=happened").text
    assert re.findall(r'href="(/flags/1/join\?other=\d+[^"]*)"', page) == [
        "/flags/1/join?other=2",
        "/flags/1/join?other=3",
    ]


def test_why_two_answers_are_wanted_is_said_before_joining(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    for number in (1, 2):
        answer(client, number)
    page = client.get("/flags/1/join?other=2").text
    assert "Both flags stay, each with an answer of its own: both are answered." in page


@pytest.mark.parametrize(
    ("other", "code", "says"),
    [
        ("1", 400, "of one story already"),
        ("99", 404, "no flag 99"),
        ("two", 400, "write the number of a flag"),
    ],
)
def test_a_slip_in_the_number_keeps_the_page(
    visitor: Visitor, other: str, code: int, says: str
) -> None:
    answered = visitor("reviewer").get(f"/flags/1/join?other={other}")
    assert answered.status_code == code and says in answered.text
    assert 'name="other"' in answered.text


def test_a_join_is_taken_back_from_either_page(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    client.post("/flags/1/join", data={"other": "2"})
    pressed = re.search(r'name="decision" value="(\d+)"', client.get("/flags/2").text)
    assert pressed is not None
    client.post("/flags/2/regroup-undo", data={"decision": pressed[1]})
    assert rows(client.get("/queue").text) == ["1", "2", "3"]
    assert "took back decision 1" in client.get("/flags/1").text


def test_what_is_not_the_same_story_gets_a_flag_of_its_own(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    client.post("/flags/1/join", data={"other": "2"})
    page = client.get("/flags/2").text
    assert "Not the same story" in page
    client.post("/flags/2/split", data={"document": "d1"})
    assert rows(client.get("/queue").text) == ["1", "2", "3"]
    assert store.flag(1).state is FlagState.WAITING


@pytest.mark.parametrize(
    ("address", "sent", "code"),
    [
        ("/flags/1/join", {"other": "1"}, 400),
        ("/flags/1/join", {"other": "99"}, 404),
        ("/flags/1/join", {"other": "two"}, 400),
        ("/flags/1/split", {"document": "d1"}, 400),
        ("/flags/1/split", {"document": "d2"}, 400),
        ("/flags/1/regroup-undo", {"decision": "1"}, 400),
        ("/flags/99/split", {"document": "d1"}, 404),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(
    visitor: Visitor, store: Store, address: str, sent: dict[str, str], code: int
) -> None:
    answered = visitor("reviewer").post(address, data=sent)
    assert answered.status_code == code and "<h1>" in answered.text
    assert store.story_decisions(1) == ()


def test_a_decision_that_was_overtaken_is_told_and_not_taken_back(
    visitor: Visitor, store: Store
) -> None:
    client = visitor("reviewer")
    client.post("/flags/1/join", data={"other": "2"})
    client.post("/flags/2/join", data={"other": "3"})
    assert 'value="1">Take decision' not in client.get("/flags/1").text
    late = client.post("/flags/1/regroup-undo", data={"decision": "1"})
    assert late.status_code == 409 and "meanwhile" in late.text
