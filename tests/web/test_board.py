"""The board and a recommendation's page, by plain requests as a browser without scripts makes."""

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from starlette.testclient import TestClient

from monitor.web.app import make_app
from rules.records import Life, LifeState
from storage.contract import Store
from storage.memory import MemoryStore
from storage.records import Answer, Heading, Implementation, Lane
from tests.factories import make_review, make_run, make_source_night, make_status
from tests.monitor.flagging import AT, make_flag, make_guide, make_recommendation, make_store
from tests.web.conftest import BASE, SAME, make_office

Visitor = Callable[[str], TestClient]
PLACE = "/recommendation/KZ-ZHA-1"
SPENT = Life(state=LifeState.FULFILLED, on=date(2010, 1, 1), why="he is free")


@pytest.fixture
def answered(store: Store) -> None:
    """Of three flags a person answered two, which a status may cite."""
    for number in (1, 2):
        store.add_review(make_review(number, Answer.PROGRESS))


ANSWERED = pytest.mark.usefixtures("answered")


def visited(store: Store, path: str, *, spent: bool = False) -> str:
    """A page over a store, of a desk for one."""
    office = make_office(store, single_user="aru")
    one = replace(make_recommendation(), life=SPENT) if spent else make_recommendation()
    app = make_app(replace(office, guide=make_guide(one)))
    return TestClient(app, base_url=BASE, headers=SAME).get(path).text


def words(page: str) -> str:
    """What a page says, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def seen(client: TestClient) -> str:
    found = re.search(r'name="seen" value="(\d+)"', client.get(PLACE).text)
    assert found is not None
    return found[1]


GIVEN = {"clause": "release", "implementation": "done", "rung": "released", "flags": "1"}


# -- the board -------------------------------------------------------------------------------------
def test_the_board_says_who_set_a_status_and_when() -> None:
    store = make_store(make_flag(1))
    store.add_status(
        make_status(recommendation="KZ-ZHA-1", clause="release", rung="eased", reviewer="ruslan")
    )
    assert "◑ partly done eased set by ruslan , 1 Mar 2026" in words(visited(store, "/board"))


def test_a_demand_of_which_nobody_spoke_has_no_status() -> None:
    assert "◌ no status set" in words(visited(MemoryStore(), "/board"))


def test_a_spent_demand_is_folded_away() -> None:
    page = visited(MemoryStore(), "/board", spent=True)
    assert "1 demand fulfilled or overtaken" in words(page)
    assert page.index('<details class="spent"') < page.index("Free the editor.")


def test_what_points_back_unfolds_a_spent_demand() -> None:
    store = make_store(make_flag(1, heading=Heading.REGRESSION))
    page = visited(store, "/board", spent=True)
    assert "something points back since then" in words(page)
    assert "fulfilled or overtaken" not in words(page)


def test_nothing_moved_counts_from_what_a_person_confirmed() -> None:
    store = make_store(make_flag(1), make_flag(2))
    assert "No step is confirmed." in words(visited(store, "/board"))
    store.add_review(make_review(1, Answer.PROGRESS))
    assert "Nothing moved since 2026-11-22" in words(visited(store, "/board"))


def test_a_confirmed_plan_moves_nothing() -> None:
    store = make_store(make_flag(1, lane=Lane.COMING))
    store.add_review(make_review(1, Answer.PROGRESS))
    assert "No step is confirmed." in words(visited(store, "/board"))


def test_the_board_counts_the_nights_that_ran() -> None:
    store = make_store(make_flag(1))
    store.open_run(make_run(1, started_at=AT))
    store.add_source_night(make_source_night("herald"))
    assert "A night ran on 1 of the 723 days" in words(visited(store, "/board"))


@pytest.mark.parametrize("years", ["2", "5", "all", "", "x"])
def test_any_span_that_is_asked_for_is_answered(years: str) -> None:
    page = visited(make_store(make_flag(1)), f"/board?years={years}")
    assert page.partition("How far back")[2].count('aria-current="page"') == 1


# -- a recommendation ------------------------------------------------------------------------------
def test_a_demand_that_the_register_has_not_is_not_here(visitor: Visitor) -> None:
    assert visitor("reader").get("/recommendation/KZ-XXX-9").status_code == 404


@ANSWERED
def test_an_editor_sets_a_status_and_cites_a_flag(visitor: Visitor, store: Store) -> None:
    client = visitor("editor")
    answer = client.post(f"{PLACE}/status", data=GIVEN | {"seen": seen(client), "flags": "2, 1"})
    assert answer.headers["location"] == f"{PLACE}#clause-release"
    (kept,) = store.statuses("KZ-ZHA-1")
    assert (kept.flags, kept.rung, kept.reviewer) == ((1, 2), "released", "Editor")


def test_a_reviewer_sets_no_status(visitor: Visitor) -> None:
    client = visitor("reviewer")
    assert "Set where it stands" not in client.get(PLACE).text
    assert client.post(f"{PLACE}/status", data=GIVEN | {"seen": "0"}).status_code == 403


@ANSWERED
def test_of_two_who_set_a_status_the_second_sees_both(visitor: Visitor, store: Store) -> None:
    first, second = visitor("editor"), visitor("administrator")
    was = seen(second)
    first.post(f"{PLACE}/status", data=GIVEN | {"seen": was})
    mine = {"implementation": "going-back", "note": "he was charged anew"}
    answer = second.post(f"{PLACE}/status", data=GIVEN | mine | {"seen": was})
    assert answer.status_code == 409
    assert "Somebody set this while you looked" in answer.text
    assert "he was charged anew" in answer.text and "set by Editor" in words(answer.text)
    assert [s.implementation for s in store.statuses()] == [Implementation.FULLY]


@ANSWERED
def test_the_second_may_set_hers_on_top(visitor: Visitor, store: Store) -> None:
    client = visitor("editor")
    for implementation in ("done", "unclear"):
        sent = GIVEN | {"implementation": implementation, "seen": seen(client)}
        assert client.post(f"{PLACE}/status", data=sent).status_code == 303
    assert [s.implementation.value for s in store.statuses()] == ["done", "unclear"]


@ANSWERED
def test_a_double_click_sets_a_status_once(visitor: Visitor, store: Store) -> None:
    client = visitor("editor")
    for _ in range(2):
        assert client.post(f"{PLACE}/status", data=GIVEN | {"seen": "0"}).status_code == 303
    assert len(store.statuses()) == 1


@ANSWERED
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"flags": "", "note": " "}, "cites a flag, or says in a note"),
        ({"flags": "1 two"}, "&#39;two&#39; is no number of a flag"),
        ({"flags": "99"}, "there is no flag 99"),
        ({"flags": "1 3"}, "flag 3 waits for an answer"),
        ({"flags": "9" * 30}, "is no number of a flag"),
        ({"implementation": "splendid"}, "choose how far"),
        ({"rung": "freed"}, "no rung"),
        ({"seen": ""}, "load it again"),
    ],
)
def test_a_status_that_can_t_be_kept_comes_back_with_the_reason_and_the_words(
    visitor: Visitor, store: Store, wrong: dict[str, str], said: str
) -> None:
    given = GIVEN | {"seen": "0", "note": "a note of some length"} | wrong
    answer = visitor("editor").post(f"{PLACE}/status", data=given)
    assert answer.status_code == 400
    assert said in answer.text and given["note"].strip() in answer.text
    assert store.statuses() == ()


def test_a_rung_that_confirmed_flags_reach_is_proposed_and_not_set() -> None:
    store = make_store(make_flag(1))
    store.add_review(make_review(1, Answer.PROGRESS))
    page = words(visited(store, PLACE))
    assert "released ◁ proposed" in page and "no status set" in page


def test_a_citation_says_how_a_clause_stood_on_its_day() -> None:
    store = MemoryStore()
    earlier = make_status(recommendation="KZ-ZHA-1", clause="release", rung=None)
    store.add_status(earlier)
    store.add_status(replace(earlier, implementation=Implementation.FULLY, at=AT))
    page = words(visited(store, f"{PLACE}?on=2026-06-01"))
    assert "On 2026-06-01: ◑ partly done" in page


def test_the_timeline_as_a_table_holds_flags_and_statuses(visitor: Visitor, store: Store) -> None:
    store.add_review(make_review(2, Answer.NOT_RELEVANT))
    store.add_status(make_status(recommendation="KZ-ZHA-1", clause="release", note="=HYPERLINK(1)"))
    answer = visitor("reader").get(f"{PLACE}/timeline.csv")
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert [(r["kind"], r["flag"], r["answer"]) for r in rows] == [
        ("flag", "1", "waiting"),
        ("flag", "2", "not-relevant"),
        ("flag", "3", "waiting"),
        ("status", "", "partly-done"),
    ]
    assert rows[3]["title"] == "'=HYPERLINK(1)"
    assert answer.headers["content-disposition"] == 'attachment; filename="KZ-ZHA-1.csv"'


def test_an_answer_is_on_the_board_at_once(visitor: Visitor, store: Store) -> None:
    client = visitor("reader")
    assert "3 waiting" in words(client.get("/board").text)
    store.add_review(make_review(1, Answer.PROGRESS))
    assert "2 waiting" in words(client.get("/board").text)
    store.add_status(make_status(recommendation="KZ-ZHA-1", clause="release", rung=None))
    assert "partly done set by aigul" in words(client.get("/board").text)
