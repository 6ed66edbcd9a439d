"""The rules in the browser: how they did, a text held against them, a change tried."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from monitor.flagviews import make_guide
from monitor.web.app import make_app
from monitor.workbench import AskedChange, AskedText, Busy, ReadText, TookTooLong, TriedChange
from rules.complaints import Complaint
from storage.contract import Store
from storage.records import Answer, Changes
from tests.factories import make_review, make_run
from tests.monitor.flagging import make_document, make_flag, make_source, make_store
from tests.monitor.test_rulehistory import keep as keep_set
from tests.monitor.test_rulehistory import make_set, night
from tests.monitor.tiny import RECOMMENDATION
from tests.web.bench import NearBench, tiny_rulebook
from tests.web.conftest import BASE, SAME, make_office

FREED = "The court has freed the editor."
NARROWER = RECOMMENDATION.replace("@release NEAR/6 @editor", "@release NEAR/6 bicycle")
HOSTILE = "<script>alert(1)</script>\u202e<img src=x onerror=alert(2)> {{7*7}}"


@pytest.fixture
def store() -> Store:
    """Three flags of one rule, and one document of a source on the country."""
    kept = make_store(*(make_flag(number) for number in range(1, 4)))
    kept.apply(Changes(documents=(make_document(9, country="KZ"),)))
    return kept


def make_client(store: Store, bench: NearBench | None = None) -> TestClient:
    office = make_office(store, single_user="aru")
    own = replace(
        office,
        guide=make_guide(tiny_rulebook(), [make_source()]),
        bench=bench or NearBench(store),
    )
    app = make_app(own)
    return TestClient(app, base_url=BASE, headers=SAME, follow_redirects=False)


@pytest.fixture
def page(store: Store) -> Callable[..., str]:
    """The words of a page, with the status that it should have."""
    client = make_client(store)

    def ask(path: str, status: int = 200, **fields: str) -> str:
        answer = client.post(path, data=fields) if fields else client.get(path)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    return ask


Page = Callable[..., str]


def test_the_list_counts_answers_by_recommendation(store: Store, page: Page) -> None:
    store.add_review(make_review(1, Answer.NOT_RELEVANT))
    words = page("/rules")
    row = words[words.index('href="/rules/KZ-ZHA-1"') :].partition("</tr>")[0]
    cells = re.findall(r'data-name="([^"]+)">([^<·]+)<', row)
    assert cells == [("Signals", "2"), ("Flags", "3"), ("Not relevant", "1")]


def test_a_rule_tells_what_was_rejected_and_by_which_words(store: Store, page: Page) -> None:
    store.add_review(make_review(1, Answer.NOT_RELEVANT))
    store.add_review(make_review(2, Answer.PROGRESS))
    words = page("/rules/KZ-ZHA-1")
    assert "Of 2 answered flags that rest on it, reviewers rejected 1" in words
    assert '<th scope="row">@release</th><td data-name="means">to set free</td>' in words
    assert "SENT(@release NEAR/6 @editor)" in words


def test_a_signal_that_is_mostly_rejected_is_warned_of(store: Store) -> None:
    flags = [make_flag(number) for number in range(1, 7)]
    many = make_store(*flags)
    for flag in flags:
        many.add_review(make_review(flag.number, Answer.NOT_RELEVANT))
    words = make_client(many).get("/rules/KZ-ZHA-1").text
    assert "reviewers rejected 6 of 6 flags of KZ-ZHA-1/released (100 %)" in words


def test_lints_warnings_stand_at_the_rule_they_are_about(store: Store) -> None:
    (one,) = tiny_rulebook().register.recommendations
    own = Complaint(place=replace(one.place, line=13), message="a dead part", remedy="mend it")
    other = Complaint(place=replace(one.place, file="other.yml"), message="no", remedy="no")
    bench = NearBench(store, [own, other])
    words = make_client(store, bench).get("/rules/KZ-ZHA-1").text
    assert "<strong>Line 13</strong>: a dead part" in words and "other" not in words


def test_a_text_is_shown_with_its_words_marked_and_every_piece_of_the_rule(page: Page) -> None:
    words = page("/rules/read", text=FREED, recommendation="KZ-ZHA-1", country="1")
    assert "The court has <mark>freed</mark> the <mark>editor</mark>." in words
    assert "✓ KZ-ZHA-1/released (progress)" in words
    assert "✗ KZ-ZHA-1/arrested (regression)" in words


def test_without_a_country_it_is_said_why_nothing_matched(page: Page) -> None:
    words = page("/rules/read", text=FREED)
    assert "Nothing matched" in words
    assert "Read as of no one country" in words and "not known to concern KZ" in words


def test_a_text_that_nearly_matches_says_what_it_lacks(page: Page) -> None:
    words = page("/rules/read", text="The court has freed the driver.", country="1")
    assert "“freed” (to set free)" in words.partition("Nearly matched")[2]
    assert "nothing in the same sentence says “the editor” (@editor)" in words


@pytest.mark.parametrize("name", ["1", "d9"], ids=["flag", "document"])
def test_a_stored_document_is_read_by_its_flag_or_its_id(page: Page, name: str) -> None:
    words = page("/rules/read", document=name)
    assert "заседание" in words


@pytest.mark.parametrize(
    "fields",
    [
        {"document": "77"},
        {"document": "no such"},
        {"document": "9" * 30},
        {"text": " "},
        {"text": FREED, "recommendation": "KZ-NO-1"},
        {"text": FREED, "language": "<b>"},
        {"text": FREED, "published": "yesterday"},
    ],
    ids=["flag", "document", "number", "nothing", "recommendation", "language", "day"],
)
def test_what_can_not_be_read_is_said_in_a_sentence(page: Page, fields: dict[str, str]) -> None:
    assert "Not understood" in page("/rules/read", 400, **fields)


def test_hostile_words_are_shown_as_words(page: Page) -> None:
    raw = page("/rules/read", text=f"{HOSTILE} {FREED}", title=HOSTILE, country="1")
    assert "\u202e" not in raw.partition("<form")[0]
    client = make_client(make_store())
    sent = {"text": f"{HOSTILE} {FREED}", "title": HOSTILE, "country": "1", "document": ""}
    text = client.post("/rules/read", data=sent).text
    assert "<script>alert" not in text and "<img src=x" not in text and "{{7*7}}" in text


def test_a_change_is_held_against_stored_documents(store: Store, page: Page) -> None:
    words = page("/rules/try", file=NARROWER)
    assert "No night has brought documents yet" in words
    store.open_run(make_run(1, id="run1"))
    words = page("/rules/try", file=NARROWER)
    assert "would have flagged 0 of the last night's 4 documents: 0 new, 1 gone" in words
    assert "<mark>освободил</mark>" in words


def test_a_change_begins_with_the_rule_as_the_last_night_had_it(store: Store, page: Page) -> None:
    name, asked = "registers/r/KZ-ZHA-1.yml", "/rules/try?recommendation=KZ-ZHA-1"
    assert _field(page(asked)) == ""
    ours = make_set("ours", (name, False, "id: ships"), (name, True, "id: the team's"))
    tried = make_set("theirs", (name, False, "id: tried for a night"))
    theirs = replace(tried, first_seen=tried.first_seen + timedelta(days=2))
    keep_set(store, ours, "id: ships", "id: the team's")
    keep_set(store, theirs, "id: tried for a night")
    for number, rules in enumerate(("ours", "theirs", "ours"), 1):
        night(store, number, rules)
    assert _field(page(asked)) == "id: the team's"
    assert _field(page("/rules/try?recommendation=NO-1")) == ""
    assert f'href="{asked}"' in page("/rules/KZ-ZHA-1")


def _field(words: str) -> str:
    """What stands in the field for a rule file."""
    found = re.search(r'<textarea name="file"[^>]*>([^<]*)</textarea>', words)
    assert found is not None
    return found[1]


def test_a_faulty_change_is_told_with_line_and_remedy(page: Page) -> None:
    words = page("/rules/try", 400, file=RECOMMENDATION.replace("@editor", "@nobody"))
    assert "'nobody' is not a concept" in words
    assert words.index("your file:13:32") < words.index("report.yml:10:9")


def test_a_change_without_effect_is_said_to_have_none(page: Page) -> None:
    assert "alters no verdict" in page("/rules/try", file=RECOMMENDATION)


def test_what_is_no_rule_file_is_refused_with_a_sentence(page: Page) -> None:
    assert "is no rule file" in page("/rules/try", 400, file="just: words")
    assert "paste the text" in page("/rules/try", 400, file=" ").lower()


class Overtaxed(NearBench):
    """A bench whose process was ended, or is at somebody else's text."""

    def __init__(self, store: Store, error: Exception) -> None:
        super().__init__(store)
        self._error = error

    def read(self, asked: AskedText) -> ReadText:
        raise self._error

    def try_(self, asked: AskedChange) -> TriedChange:
        raise self._error


@pytest.mark.parametrize(
    ("error", "said"), [(TookTooLong(), "took longer"), (Busy(), "Try again in a moment")]
)
def test_what_takes_too_long_is_said_and_the_text_is_still_there(
    store: Store, error: Exception, said: str
) -> None:
    client = make_client(store, Overtaxed(store, error))
    answer = client.post("/rules/read", data={"text": FREED})
    assert answer.status_code == 503
    assert said in answer.text and FREED in answer.text


def test_a_text_may_be_longer_than_other_forms_and_not_without_end(store: Store) -> None:
    client = make_client(store)
    long = "The court met. " * 20_000
    assert client.post("/rules/read", data={"text": long}).status_code == 200
    assert client.post("/rules/read", data={"text": long * 4}).status_code == 413
    assert client.post("/filters", data={"name": long}).status_code == 413


def test_the_history_is_a_page_of_its_own(page: Page) -> None:
    assert "No night has run yet" in page("/rules/history")
