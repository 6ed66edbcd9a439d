"""Working through the queue by plain forms, as a browser without scripts does."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.testclient import TestClient

from monitor.web.app import make_app
from storage.contract import Store
from storage.memory import MemoryStore
from storage.records import Answer, FlagState, Lane
from tests.monitor.flagging import make_flag, make_match, make_store
from tests.web.conftest import BASE, SAME, make_office

Visitor = Callable[[str], TestClient]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def answer(client: TestClient, number: int, value: str = "progress", **more: str) -> Any:
    seen = hidden(client.get(f"/flags/{number}").text, "seen")
    return client.post(f"/flags/{number}/answer", data={"answer": value, "seen": seen} | more)


def test_the_queue_has_a_row_a_story(visitor: Visitor) -> None:
    page = visitor("reader").get("/queue").text
    assert re.findall(r'href="/flags/(\d+)"', page) == ["1", "2", "3"]


def test_an_answer_is_kept_and_leads_to_the_next_flag(visitor: Visitor, store: Store) -> None:
    led = answer(visitor("reviewer"), 1, note="as the court says").headers["location"]
    assert led == "/flags/2?told=1"
    kept = store.reviews(1)[0]
    assert (kept.answer, kept.note, kept.reviewer) == (
        Answer.PROGRESS, "as the court says", "Reviewer",
    )  # fmt: skip


def test_the_last_answer_leads_back_to_the_queue(visitor: Visitor) -> None:
    client = visitor("reviewer")
    led = [answer(client, number).headers["location"] for number in (1, 2, 3)]
    assert led[-1] == "/queue?told=3"
    assert "Nothing waits" in client.get("/queue").text or "No night" in client.get("/queue").text


def test_an_answer_is_taken_back(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    answer(client, 1)
    assert client.post("/undo", data={"answer": "1.1"}).headers["location"] == "/flags/1"
    assert store.flag(1).state is FlagState.WAITING


def test_ten_answers_are_taken_back_one_by_one() -> None:
    store = make_store(*(make_flag(number) for number in range(1, 12)))
    app = make_app(make_office(store, single_user="aru"))
    client = TestClient(app, base_url=BASE, headers=SAME, follow_redirects=False)
    for number in range(1, 12):
        answer(client, number)
    for _ in range(10):
        pair = hidden(client.get("/mine").text, "answer")
        assert client.post("/undo", data={"answer": pair}).status_code == 303
    assert sum(store.flag(n).state is FlagState.WAITING for n in range(1, 12)) == 10


def test_another_persons_answer_is_not_taken_back_by_a_reviewer(
    visitor: Visitor, store: Store
) -> None:
    answer(visitor("editor"), 1)
    assert visitor("reviewer").post("/undo", data={"answer": "1.1"}).status_code == 409
    assert visitor("editor").post("/undo", data={"answer": "1.1"}).status_code == 303


def test_a_note_is_added_after_the_answer_and_goes_with_it(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    answer(client, 1)
    answer(client, 1, note="deposit confirmed")
    assert "deposit confirmed" in client.get("/flags/1").text
    client.post("/undo", data={"answer": "1.2"})
    assert store.flag(1).state is FlagState.WAITING


def test_row98_the_second_of_two_sees_both_answers_and_nothing_is_lost(
    visitor: Visitor, store: Store
) -> None:
    one, two = visitor("reviewer"), visitor("editor")
    seen = hidden(two.get("/flags/1").text, "seen")
    answer(one, 1, "progress", note="first")
    sent = {"answer": "regression", "seen": seen, "note": "second"}
    met = two.post("/flags/1/answer", data=sent)
    assert met.status_code == 409
    assert "first" in met.text and "second" in met.text
    assert len(store.reviews(1)) == 1
    again = two.post("/flags/1/answer", data=sent | {"seen": hidden(met.text, "seen")})
    assert again.status_code == 303
    assert [r.note for r in store.reviews(1)] == ["first", "second"]


def test_row98_a_double_click_is_one_answer(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    sent = {"answer": "progress", "seen": hidden(client.get("/flags/1").text, "seen")}
    codes = [client.post("/flags/1/answer", data=sent).status_code for _ in range(2)]
    assert codes == [303, 303] and len(store.reviews(1)) == 1


def test_who_comes_second_sees_who_is_looking(visitor: Visitor) -> None:
    visitor("reviewer").post("/flags/1/look")
    assert "<bdi>Reviewer</bdi> is looking" in visitor("editor").get("/flags/1").text
    assert "<bdi>Reviewer</bdi> is looking" in visitor("editor").get("/queue").text


def test_what_a_colleague_looks_at_is_passed_over(visitor: Visitor) -> None:
    visitor("editor").post("/flags/2/look")
    assert answer(visitor("reviewer"), 1).headers["location"] == "/flags/3?told=1"


def test_many_are_answered_with_the_exact_number_and_taken_back(
    visitor: Visitor, store: Store
) -> None:
    client = visitor("reviewer")
    asked = client.post("/bulk", data={"all": "1"}).text
    assert "Answer 3 flags" in asked
    seen = re.findall(r'name="seen" value="([^"]*)"', asked)
    done = client.post("/bulk/answer", data={"seen": seen, "answer": "not-relevant"}).text
    assert "3 answered" in done
    pairs = re.findall(r'name="answer" value="([^"]*)"', done)
    assert client.post("/undo", data={"answer": pairs}).status_code == 303
    assert all(store.flag(n).state is FlagState.WAITING for n in (1, 2, 3))


def test_a_bulk_answer_leaves_what_changed_meanwhile(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    seen = re.findall(
        r'name="seen" value="([^"]*)"', client.post("/bulk", data={"flag": ["1", "2"]}).text
    )
    answer(visitor("editor"), 2, "regression")
    done = client.post("/bulk/answer", data={"seen": seen, "answer": "not-relevant"}).text
    assert "1 answered" in done and "1 had changed" in done
    assert store.reviews(2)[-1].answer is Answer.REGRESSION


def test_filters_narrow_and_are_kept(visitor: Visitor) -> None:
    client = visitor("reviewer")
    assert "Nothing fits" in client.get("/queue?way=regression").text
    client.post("/filters", data={"way": "regression", "name": "bad news"})
    assert "bad news" in client.get("/queue").text
    client.post("/filters", data={"forget": "bad news"})
    assert "bad news" not in client.get("/queue").text


def test_a_filter_of_nonsense_is_no_filter(visitor: Visitor) -> None:
    address = "/queue?lane=x&state=%00&since=99&tier=zz&after=x.y"
    assert 'href="/flags/1"' in visitor("reader").get(address).text


def test_pages_follow_each_other_without_a_gap() -> None:
    store = make_store(*(make_flag(number) for number in range(1, 61)))
    client = TestClient(make_app(make_office(store, single_user="aru")), base_url=BASE)
    found, address = [], "/queue"
    while address:
        page = client.get(address).text
        found += re.findall(r'data-row href="/flags/(\d+)"', page)
        further = re.search(r'href="(/queue\?[^"]*after=[^"]*)"', page)
        address = further[1].replace("&amp;", "&") if further else ""
    assert found == [str(number) for number in range(1, 61)]


def test_row97_hostile_words_stay_words(visitor: Visitor, store: Store) -> None:
    bad = "<script>alert(1)</script>\u202e<img src=x onerror=alert(1)>"
    client = visitor("reviewer")
    answer(client, 1, note=bad)
    page = client.get("/flags/1").text
    assert "<script>alert" not in page and "<img" not in page and "\u202e" not in page
    assert "&lt;script&gt;" in page


def test_the_copy_says_when_its_evidence_is_gone(visitor: Visitor) -> None:
    answered = visitor("reader").get("/flags/1/copy/d1")
    assert (
        "could not be read" in answered.text
        and "sandbox" in answered.headers["content-security-policy"]
    )


def test_a_copy_of_another_story_is_not_shown(visitor: Visitor) -> None:
    assert visitor("reader").get("/flags/1/copy/d2").status_code == 404


def test_what_is_not_there_is_said_on_a_page(visitor: Visitor) -> None:
    client = visitor("reader")
    for address, code in (("/flags/99", 404), ("/nowhere", 404), ("/flags/x", 422)):
        answered = client.get(address)
        assert answered.status_code == code and "<h1>" in answered.text


def test_an_empty_lane_says_where_something_waits() -> None:
    store = make_store(make_flag(1, lane=Lane.COMING))
    client = TestClient(make_app(make_office(store, single_user="aru")), base_url=BASE)
    assert "Coming" in client.get("/queue").text
    assert client.get("/queue?lane=coming").text.count("data-row") == 1


def test_the_ladder_marks_the_furthest_rung_and_a_clause_is_named_once(
    visitor: Visitor, store: Store
) -> None:
    found = tuple(replace(make_match(), rung=rung) for rung in ("eased", "released"))
    assert isinstance(store, MemoryStore)
    store._matches["d1"] = found
    page = visitor("reader").get("/flags/1").text
    assert re.findall(r'aria-current="step">(\w+)', page) == ["released"]
    assert page.count("Clause: ") == 1
