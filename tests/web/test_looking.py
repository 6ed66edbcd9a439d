"""Looking takes nothing; claims, skips, what one was unsure about, and flags given to people."""

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from monitor.web.app import make_app
from storage.contract import Store
from storage.records import Answer, FlagState
from tests.monitor.flagging import AT, make_flag, make_store
from tests.web.conftest import BASE, make_office
from tests.web.routes import GETS
from tests.web.test_review import answer

Visitor = Callable[[str], TestClient]


def rows(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-row href="/flags/(\d+)', page)]


def test_row92_who_only_follows_links_takes_no_claim_and_gives_none_back(
    visitor: Visitor, store: Store
) -> None:
    client = visitor("administrator")
    client.post("/flags/3/look")
    for way in GETS:
        for number in (1, 2, 3):
            client.get(way.address.replace("/1", f"/{number}"))
    assert [claim.flag for claim in store.claims(AT)] == [3]


def test_looking_is_said_and_ends_with_a_skip(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    led = client.post("/flags/1/look", data={"lane": "happened", "told": "2"})
    assert led.headers["location"] == "/flags/1?told=2"
    assert [(c.flag, c.account) for c in store.claims(AT)] == [(1, "Reviewer")]
    assert client.post("/flags/1/skip").headers["location"] == "/flags/2"
    assert store.claims(AT) == ()


def test_what_one_was_unsure_about_comes_to_colleagues_only(visitor: Visitor) -> None:
    client = visitor("reviewer")
    assert answer(client, 1, "unsure").headers["location"] == "/flags/2?told=1"
    assert rows(client.get("/queue").text) == [2, 3]
    assert rows(client.get("/queue?state=unsure").text) == [1]
    assert rows(visitor("editor").get("/queue").text) == [1, 2, 3]


def test_an_empty_queue_says_what_waits_for_others_and_takes_the_last_answer_back() -> None:
    store = make_store(make_flag(1))
    client = TestClient(make_app(make_office(store, single_user="aru")), base_url=BASE)
    client.headers["sec-fetch-site"] = "same-origin"
    page = answer(client, 1, "unsure").text
    assert rows(page) == [] and 'href="/queue?state=unsure"' in page
    pair = re.search(r'<button[^>]*name="answer" value="(1\.1)"', page)
    assert pair is not None
    client.post("/undo", data={"answer": pair[1]})
    assert [r.answer for r in store.reviews(1)] == [Answer.UNSURE, Answer.UNDO]


def test_a_flag_is_given_to_a_colleague_who_finds_it(visitor: Visitor) -> None:
    led = visitor("reviewer").post("/assign", data={"flag": "2", "to": "Editor", "back": "flag"})
    assert led.headers["location"] == "/flags/2"
    assert rows(visitor("editor").get("/queue?given=me").text) == [2]
    assert rows(visitor("editor").get("/queue?given=nobody").text) == [1, 3]
    assert "for <bdi>Editor</bdi>" in visitor("reader").get("/queue").text


def test_all_that_fit_are_given_at_once(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    page = client.post("/bulk", data={"all": "1"}).text
    flags = re.findall(r'name="flag" value="(\d+)"', page)
    client.post("/assign", data={"flag": flags, "to": "Reviewer"})
    assert [one.account for one in store.assignments([1, 2, 3])] == ["Reviewer"] * 3
    assert all(store.flag(n).state is FlagState.WAITING for n in (1, 2, 3))


def test_a_flag_is_nobodys_again(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    for person in ("Editor", ""):
        client.post("/assign", data={"flag": "1", "to": person})
    assert store.assignments([1]) == ()


@pytest.mark.parametrize("person", ["Nobody", "Reader"])
def test_nothing_is_given_to_who_answers_no_flags(visitor: Visitor, person: str) -> None:
    sent = {"flag": "1", "to": person}
    assert visitor("reviewer").post("/assign", data=sent).status_code == 400
