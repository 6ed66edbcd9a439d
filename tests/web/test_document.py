"""A document's page: what was found, and what should have been."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from monitor.extract.language import guess_language
from monitor.web.app import make_app
from monitor.workbench import AskedText, ReadText, TookTooLong, read_text
from rules.matcher import Matcher
from rules.records import Toward
from storage.contract import Store
from storage.memory import MemoryStore
from storage.records import Changes
from tests.monitor.flagging import make_document, make_guide, make_recommendation
from tests.rules.books import make_matcher
from tests.web.bench import NearBench
from tests.web.conftest import BASE, SAME, make_office

Visitor = Callable[[str], TestClient]
MISSED = {"recommendation": "KZ-ZHA-1", "toward": "progress", "note": "he walked out"}


@pytest.fixture
def store() -> Store:
    """One document in which no rule found anything."""
    kept = MemoryStore()
    kept.apply(Changes(documents=(replace(make_document(1), story_id=None),)))
    return kept


def test_a_document_without_a_flag_has_a_page(visitor: Visitor) -> None:
    page = visitor("reader").get("/document/d1").text
    assert "No rule found anything in it." in page and "None was raised." in page
    assert "В понедельник прошло заседание." in page


@pytest.mark.parametrize("path", ["/document/d9", "/document/d9/copy"])
def test_a_document_that_is_not_there_is_said_to_be_so(visitor: Visitor, path: str) -> None:
    assert visitor("reader").get(path).status_code == 404


def test_the_copy_of_any_document_may_do_nothing(visitor: Visitor) -> None:
    answer = visitor("reader").get("/document/d1/copy")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert 'href="/document/d1"' in answer.text


def test_a_reviewer_says_what_should_have_been_flagged(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    for _ in range(2):  # a double click is one
        answer = client.post("/document/d1/missed", data=MISSED)
        assert answer.headers["location"] == "/document/d1#missed"
    (kept,) = store.misses()
    assert (kept.recommendation, kept.toward, kept.reviewer, kept.note) == (
        *("KZ-ZHA-1", Toward.PROGRESS, "Reviewer", "he walked out"),
    )
    assert "▲ progress" in client.get("/document/d1").text


def test_what_was_said_is_taken_back_and_stays_in_the_store(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    client.post("/document/d1/missed", data=MISSED)
    client.post("/document/d1/missed", data=MISSED | {"toward": "none", "note": ""})
    assert "Take back" not in client.get("/document/d1").text
    assert [one.toward for one in store.misses()] == [Toward.PROGRESS, None]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"recommendation": "KZ-XXX-9"}, "Choose the recommendation"),
        ({"recommendation": ""}, "Choose the recommendation"),
        ({"toward": "sideways"}, "progress or of regression"),
    ],
)
def test_what_names_nothing_is_not_kept(
    visitor: Visitor, store: Store, wrong: dict[str, str], said: str
) -> None:
    answer = visitor("reviewer").post("/document/d1/missed", data=MISSED | wrong)
    assert answer.status_code == 400
    assert said.lower() in answer.text.lower()
    assert store.misses() == ()


# -- why -------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("tiny"))


class SmallBench(NearBench):
    """A bench with a small register's rules, or one whose process was ended."""

    def __init__(self, matcher: Matcher | None) -> None:
        super().__init__(MemoryStore())
        self._matcher = matcher

    def read(self, asked: AskedText) -> ReadText:
        if self._matcher is None:
            raise TookTooLong
        return read_text(self._matcher, asked, guess_language)


def explained(matcher: Matcher | None, text: str, recommendation: str = "T-1") -> str:
    """The page of a document with this text, explained by a small register's rules."""
    kept = MemoryStore()
    stored = make_document(1, title="", text=text, language="en", country="KZ")
    kept.apply(Changes(documents=(replace(stored, story_id=None),)))
    office = make_office(kept, single_user="aru")
    guide = make_guide(make_recommendation("T-1"))
    app = make_app(replace(office, guide=guide, bench=SmallBench(matcher)))
    client = TestClient(app, base_url=BASE, headers=SAME)
    return client.get(f"/document/d1?recommendation={recommendation}").text


def test_what_lacks_a_piece_is_told_with_the_piece(matcher: Matcher) -> None:
    page = explained(matcher, "The court released him.")
    assert "Nearly matched" in page
    assert "nothing in the same sentence says “a politician” (@politician)" in page


def test_what_was_held_back_is_told_with_the_reason(matcher: Matcher) -> None:
    page = explained(matcher, "The court will release the politician.")
    assert "Held back" in page and "read as planned because of “will”" in page


def test_what_is_not_there_at_all_is_said_to_be_so(matcher: Matcher) -> None:
    assert "Nothing of it is there" in explained(matcher, "It rained.")


def test_a_text_too_long_to_wait_for_names_the_command() -> None:
    assert "On the server: recwatch explain d1" in explained(None, "A text.")


def test_a_demand_that_the_rules_do_not_have_is_said_to_be_so(matcher: Matcher) -> None:
    assert "rules have no such recommendation" in explained(matcher, "A text.", "KZ-XXX-9")
