"""The API, as a program asks it."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from starlette.testclient import TestClient

from monitor.tokens import make_token
from monitor.web.app import make_app
from monitor.web.office import Office
from storage.contract import Store
from storage.records import Answer, Changes, FlagState, Implementation, Lane
from tests.factories import make_document, make_review, make_source_night, make_stored_document
from tests.monitor.flagging import FixedClock, make_flag, make_store
from tests.web.conftest import BASE, make_office

Program = Callable[..., TestClient]


@pytest.fixture
def program(office: Office, store: Store) -> Program:
    """A client with the token of a role, and nothing that a browser would send."""

    def make(role: str = "reviewer") -> TestClient:
        secret = make_token(store, role.title(), "program", FixedClock()).secret
        headers = {"authorization": f"Bearer {secret}"}
        return TestClient(make_app(office), base_url=BASE, headers=headers)

    return make


def pages(client: TestClient, address: str, key: str, cursor: str, **query: str) -> Iterator[Any]:
    following: int | None = None
    while True:
        more = {} if following is None else {cursor: following}
        told = client.get(address, params={"limit": 2} | query | more).json()
        yield from told[key]
        if (following := told["next"]) is None:
            return


def test_pages_of_flags_give_each_once_in_order(program: Program) -> None:
    told = pages(program(), "/api/v1/flags", "flags", "after")
    assert [flag["number"] for flag in told] == [1, 2, 3]


def test_a_flag_of_a_list_has_its_evidence(program: Program) -> None:
    flag = program().get("/api/v1/flags").json()["flags"][0]
    (evidence,) = flag["matches"][0]["evidence"]
    assert (evidence["field"], evidence["quote"]) == ("text", "освободил")
    text = program("editor").get(f"/api/v1/documents/{flag['document']}").json()["text"]
    assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"state": "answered"}, [2]),
        ({"state": "waiting"}, [1, 3]),
        ({"lane": "coming"}, []),
        ({"language": "ru"}, [1, 2, 3]),
        ({"tier": "official"}, []),
        ({"q": "ОСВОБОДИЛ редактор*"}, [1, 2, 3]),
        ({"q": "мост"}, []),
        ({"since": "2026-11-22", "until": "2026-11-22"}, [1, 2, 3]),
        ({"until": "2026-11-21"}, []),
    ],
)
def test_the_filters_are_those_of_the_queue(
    program: Program, store: Store, query: dict[str, str], numbers: list[int]
) -> None:
    store.add_review(make_review(2))
    told = program().get("/api/v1/flags", params=query).json()
    assert [flag["number"] for flag in told["flags"]] == numbers


@pytest.mark.parametrize(
    "query",
    [
        "lane=somewhere",
        "since=yesterday",
        "limit=0",
        "limit=1000",
        "after=-1",
        "langage=ru",
        "q=***",
    ],
)
def test_a_question_that_makes_no_sense_is_refused_and_not_widened(
    program: Program, query: str
) -> None:
    answer = program().get(f"/api/v1/flags?{query}")
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code


def test_an_answer_is_kept_under_the_owners_name(program: Program, store: Store) -> None:
    client = program()
    seen = client.get("/api/v1/flags/1").json()["seen"]
    sent = {"answer": "progress", "seen": seen, "note": "by a program"}
    answer = client.post("/api/v1/flags/1/reviews", json=sent)
    assert answer.status_code == 201
    kept = store.reviews(1)[0]
    assert (kept.answer, kept.reviewer, kept.note) == (Answer.PROGRESS, "Reviewer", "by a program")
    assert client.get("/api/v1/flags/1/reviews").json()["reviews"] == [answer.json()]


def test_an_answer_to_what_has_changed_is_refused_with_both(program: Program, store: Store) -> None:
    client = program()
    seen = client.get("/api/v1/flags/1").json()["seen"]
    store.add_review(make_review(1, Answer.REGRESSION))
    answer = client.post("/api/v1/flags/1/reviews", json={"answer": "progress", "seen": seen})
    told = answer.json()
    assert (answer.status_code, told["seen"]) == (409, "1.1")
    assert [review["answer"] for review in told["reviews"]] == ["regression"]
    assert len(store.reviews(1)) == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"answer": "undo", "seen": "0.1"},
        {"answer": "perhaps", "seen": "0.1"},
        {"answer": "progress"},
        {"answer": "progress", "seen": "0.1", "reviewer": "somebody else"},
        {"answer": "progress", "seen": "0.1", "note": "x" * 4001},
        ["progress"],
    ],
)
def test_an_answer_that_cannot_be_kept_says_why(
    program: Program, store: Store, sent: object
) -> None:
    answer = program().post("/api/v1/flags/1/reviews", json=sent)
    assert answer.status_code in (400, 422) and answer.json()["detail"]
    assert store.flag(1).state is FlagState.WAITING


def test_documents_are_searched_page_by_page(program: Program, store: Store) -> None:
    for number in range(1, 6):
        document = make_document(number, text="a bridge")
        kept = make_stored_document(number, document=document, story_id=None)
        store.apply(Changes(documents=(kept,)))
    found = pages(program(), "/api/v1/documents", "documents", "before", q="bridge")
    assert [document["id"] for document in found] == [f"document-{n}" for n in (5, 4, 3, 2, 1)]


def test_a_demand_tells_the_status_that_stands(program: Program, store: Store) -> None:
    for implementation in (Implementation.NOT_STARTED, Implementation.PARTLY):
        store.add_status(_status(implementation))
    told = program().get("/api/v1/recommendations/KZ-ZHA-1").json()
    assert told["clauses"][0]["status"]["implementation"] == "partly-done"
    assert program("editor").get("/api/v1/recommendations").json()["recommendations"] == [told]


def _status(implementation: Implementation) -> Any:
    from tests.factories import make_status

    return make_status(
        recommendation="KZ-ZHA-1", clause="release", implementation=implementation, rung=None
    )


def test_the_sources_of_the_last_night_are_told(program: Program, store: Store) -> None:
    from tests.factories import make_run

    store.open_run(make_run(1))
    store.add_source_night(make_source_night("herald"))
    told = program().get("/api/v1/sources").json()
    assert (told["run"], [one["name"] for one in told["sources"]]) == ("run-1", ["The Herald"])


@pytest.mark.parametrize(
    "path",
    ["flags/99", "flags/99/reviews", "documents/none", "recommendations/none", "nothing"],
)
def test_what_is_not_there_is_a_problem(program: Program, path: str) -> None:
    answer = program().get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["status"]) == (404, 404)


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30])
def test_no_number_breaks_it(program: Program, number: str) -> None:
    assert program().get(f"/api/v1/flags/{number}").status_code == 422


def test_a_signed_in_person_may_look(visitor: Callable[[str], TestClient]) -> None:
    assert visitor("reader").get("/api/v1/flags/1").status_code == 200


def test_a_bad_token_is_refused_though_a_cookie_would_do(
    visitor: Callable[[str], TestClient],
) -> None:
    headers = {"authorization": "Bearer recwatch_none"}
    assert visitor("administrator").get("/api/v1/flags", headers=headers).status_code == 401


def test_bad_tokens_are_slowed_down_and_good_ones_are_not(program: Program) -> None:
    client = program()
    bad = {"authorization": "Bearer recwatch_guess"}
    told = [client.get("/api/v1/flags", headers=bad) for _ in range(8)]
    assert told[0].status_code == 401
    assert told[-1].status_code == 429 and int(told[-1].headers["retry-after"]) > 0
    assert client.get("/api/v1/flags").status_code == 200


def test_a_revoked_token_opens_nothing(program: Program, store: Store) -> None:
    client = program()
    store.revoke_token("Reviewer", "program")
    assert client.get("/api/v1/flags").status_code == 401


def test_the_description_names_every_route_and_how_to_come_in(program: Program) -> None:
    told = program().get("/api/openapi.json").json()
    assert {"/api/v1/flags", "/api/v1/flags/{number}/reviews"} <= set(told["paths"])
    assert all(path.startswith("/api/v1/") for path in told["paths"])
    assert told["security"] == [{"token": []}]
    errors = told["paths"]["/api/v1/flags"]["get"]["responses"]["default"]["content"]
    assert list(errors) == ["application/problem+json"]


# -- CSV -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/queue.csv", "/api/v1/flags.csv"])
def test_a_sheet_has_every_flag_that_fits(
    visitor: Callable[[str], TestClient], address: str
) -> None:
    answer = visitor("reader").get(address, params={"language": "ru"})
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = list(csv.DictReader(StringIO(answer.text, newline="")))
    assert [(row["flag"], row["evidence"]) for row in rows] == [
        (str(number), "освободил") for number in (1, 2, 3)
    ]


def test_a_sheet_goes_on_beyond_one_reading_of_the_store() -> None:
    store = make_store(*(make_flag(number) for number in range(1, 451)))
    app = make_app(make_office(store, single_user="Bo"))
    told = TestClient(app, base_url=BASE).get("/queue.csv").text
    assert len(told.splitlines()) == 451


def test_a_sheet_is_of_one_lane_or_of_all(visitor: Callable[[str], TestClient]) -> None:
    client = visitor("reader")
    lines = [
        len(client.get("/queue.csv", params={"lane": lane}).text.splitlines())
        for lane in (Lane.COMING.value, "any")
    ]
    assert lines == [1, 4]


def test_a_sheet_begins_with_a_byte_order_mark_where_that_is_wished(
    visitor: Callable[[str], TestClient],
) -> None:
    client = visitor("reader")
    begins = [client.get(f"/queue.csv{more}").content[:3] for more in ("", "?bom=1")]
    assert begins == [b"fla", b"\xef\xbb\xbf"]


# -- tokens --------------------------------------------------------------------------------------
def test_a_token_is_made_shown_once_and_revoked(
    visitor: Callable[[str], TestClient], office: Office
) -> None:
    client = visitor("reader")
    page = client.post("/mine/tokens", data={"name": "sheet"}).text
    secret = page.split('class="secret">')[1].split("<")[0]
    outside = TestClient(
        make_app(office), base_url=BASE, headers={"authorization": f"Bearer {secret}"}
    )
    assert outside.get("/api/v1/flags").status_code == 200
    mine = client.get("/mine").text
    assert "sheet" in mine and secret not in mine
    client.post("/mine/tokens/revoke", data={"name": "sheet"})
    assert outside.get("/api/v1/flags").status_code == 401


def test_a_person_revokes_only_what_is_hers(
    visitor: Callable[[str], TestClient], store: Store
) -> None:
    make_token(store, "Editor", "sheet", FixedClock())
    visitor("reviewer").post("/mine/tokens/revoke", data={"name": "sheet"})
    assert len(store.tokens("Editor")) == 1


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_a_token_without_a_fit_name_is_not_made(
    visitor: Callable[[str], TestClient], store: Store, name: str
) -> None:
    assert visitor("reader").post("/mine/tokens", data={"name": name}).status_code == 400
    assert store.tokens() == ()
