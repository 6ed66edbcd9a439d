"""Flags that two people read: the second sees nothing of the first's answer, then both do."""

import json
import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from monitor.answering import answer_seen, read_version
from monitor.away.page import away_flags, make_page
from monitor.away.sheet import Fate, SheetRow, take_in
from monitor.cli.flagpage import flag_as_json
from monitor.flagviews import view_flag
from monitor.pseudonyms import pseudonyms
from monitor.reviews import record_answer, undo
from storage.contract import NothingToUndo, Store
from storage.memory import MemoryStore
from storage.queue import FlagVersion
from storage.records import Answer, FlagQuery, FlagState
from tests.factories import make_review
from tests.monitor.flagging import AT, FixedClock, make_flag, make_guide, make_store
from tests.web.routes import API, GETS
from tests.web.test_review import answer, hidden

Visitor = Callable[[str], TestClient]
FILTERS = ("", "unsure", "settle", "answered", "any")
PAGES = [
    *(way.address for way in (*GETS, *API) if way.method == "GET"),
    *("/api/v1/flags?state=waiting", "/queue.csv?lane=any", "/api/v1/flags.csv"),
    *(f"/queue?state={state}" for state in FILTERS),
    *(f"/queue?given={given}" for given in ("me", "nobody", "Reviewer")),
    "/flags/1?told=1",
    "/queue?told=1",
]
OTHERS = ("reader", "editor", "administrator")


@pytest.fixture
def store() -> Store:
    flags = (make_flag(number) for number in range(1, 4))
    return make_store(*flags, store=MemoryStore(second_reading=1.0))


def pages(client: TestClient) -> dict[str, str]:
    return {address: client.get(address).text for address in PAGES}


def by_doors(store: Store) -> list[str]:
    """What is handed on by other doors to whoever has not answered."""
    flags = store.flags(FlagQuery(asks="Editor"))
    guide = make_guide()
    away = away_flags(store, guide, flags, reader="Editor")
    views = [view_flag(store, guide, flag) for flag in flags]
    return [
        make_page(away, title="Review", made_at=AT, names=True),
        json.dumps([flag_as_json(view) for view in views]),
    ]


def test_nothing_that_others_see_changes_by_the_first_answer(
    visitor: Visitor, store: Store
) -> None:
    clients = {role: visitor(role) for role in OTHERS}
    before = {role: pages(client) for role, client in clients.items()}, by_doors(store)
    answer(visitor("reviewer"), 1, note="what the court says")
    after = {role: pages(client) for role, client in clients.items()}, by_doors(store)
    assert after == before


def test_the_first_reader_sees_that_a_second_one_is_awaited(visitor: Visitor) -> None:
    client = visitor("reviewer")
    assert answer(client, 1).headers["location"] == "/flags/2?told=1"
    assert "A second person reads it" in client.get("/flags/2?told=1").text
    assert "You answered: <strong>Progress" in client.get("/flags/1").text
    assert re.findall(r'data-row href="/flags/(\d+)', client.get("/queue").text) == ["2", "3"]


def test_two_who_agree_have_answered(visitor: Visitor, store: Store) -> None:
    answer(visitor("reviewer"), 1)
    answer(visitor("editor"), 1)
    assert store.flag(1).state is FlagState.ANSWERED
    told = visitor("editor").get("/flags/2?told=1").text
    assert "<bdi>Reviewer</bdi> answered: <strong>Progress</strong>" in told


def test_two_who_differ_are_shown_both_and_an_editor_settles(
    visitor: Visitor, store: Store
) -> None:
    answer(visitor("reviewer"), 1, note="the first")
    answer(visitor("administrator"), 1, "regression", note="the second")
    page = visitor("reviewer").get("/flags/1").text
    assert "the first" in page and "the second" in page
    assert 'class="answers"' not in page
    assert "to settle" in visitor("editor").get("/queue").text
    assert 'href="/flags/1"' not in visitor("reviewer").get("/queue").text
    answer(visitor("editor"), 1, "progress")
    assert store.flag(1).state is FlagState.ANSWERED


def test_what_differs_is_settled_by_no_reviewer_and_his_words_are_not_lost(
    visitor: Visitor, store: Store
) -> None:
    late = visitor("reviewer")
    seen = hidden(late.get("/flags/1").text, "seen")
    answer(visitor("editor"), 1)
    answer(visitor("administrator"), 1, "regression")
    sent = {"answer": "progress", "seen": seen, "note": "a third view"}
    met = late.post("/flags/1/answer", data=sent)
    assert met.status_code == 409 and "a third view" in met.text
    assert len(store.reviews(1)) == 2
    done = late.post("/bulk/answer", data={"answer": "progress", "seen": f"1:{seen}"})
    assert "1 had changed" in done.text and len(store.reviews(1)) == 2


def test_a_page_that_was_opened_before_the_first_answer_gives_the_second(
    visitor: Visitor, store: Store
) -> None:
    second = visitor("editor")
    seen = hidden(second.get("/flags/1").text, "seen")
    answer(visitor("reviewer"), 1)
    sent = {"answer": "regression", "seen": seen}
    codes = [second.post("/flags/1/answer", data=sent).status_code for _ in range(2)]
    assert codes == [303, 303]  # and a double click is one answer
    assert [r.reviewer for r in store.reviews(1)] == ["Reviewer", "Editor"]


@pytest.mark.parametrize("pair", ["1.1", "1.2"])
def test_an_answer_that_is_hidden_is_nobody_elses_to_take_back(
    visitor: Visitor, store: Store, pair: str
) -> None:
    answer(visitor("reviewer"), 1)
    assert visitor("administrator").post("/undo", data={"answer": pair}).status_code == 409
    with pytest.raises(NothingToUndo):
        undo(store, 1, "Administrator", FixedClock())
    assert len(store.reviews(1)) == 1
    assert visitor("reviewer").post("/undo", data={"answer": "1.1"}).status_code == 303


def test_a_sheet_from_before_the_first_answer_gives_the_second(store: Store) -> None:
    (away,) = away_flags(store, make_guide(), [store.flag(1)])
    first = read_version(away.version)
    answer_seen(store, 1, Answer.PROGRESS, seen=first, note="", reviewer="aru", clock=FixedClock())
    row = SheetRow(line=2, flag=1, version=away.version, answer=Answer.REGRESSION, note="")
    taken = [take_in(store, [row], reviewer="dana", clock=FixedClock())[0] for _ in range(2)]
    assert [one.fate for one in taken] == [Fate.KEPT, Fate.SAME]
    assert away.version == "0.1" and first == FlagVersion(review=0, raised=1)
    assert [r.reviewer for r in store.reviews(1)] == ["aru", "dana"]


def test_agreement_is_shown_of_complete_pairs_only(visitor: Visitor) -> None:
    assert "No flag has been read by two people" in visitor("reader").get("/agreement").text
    for number, second in ((1, "progress"), (2, "regression")):
        answer(visitor("reviewer"), number)
        answer(visitor("editor"), number, second)
    answer(visitor("reviewer"), 3)
    page = visitor("reader").get("/agreement").text
    assert "They agree on 1 (50 %); too few to say" in page
    assert "1 ×: first Progress, then Regression" in page


def test_an_export_calls_people_by_pseudonyms_that_stay(store: Store) -> None:
    for reviewer in ("dana", "aru"):
        record_answer(store, 1, Answer.PROGRESS, note="", reviewer=reviewer, clock=FixedClock())
    store.add_review(make_review(2, Answer.UNSURE, reviewer="aru"))
    names = pseudonyms(store)
    away = away_flags(store, make_guide(), [store.flag(1), store.flag(2)], names=names)
    made = make_page(away, title="Review", made_at=AT, names=True)
    assert names == {"dana": "reviewer 1", "aru": "reviewer 2"}
    assert "reviewer 1" in made and "aru" not in made and "dana" not in made
