"""`recwatch pages`, and a flag that shows a passage of a watched page."""

import json
from datetime import timedelta

import pytest

from storage.contract import Store
from storage.records import Changes, MadeFrom, PageVersion, Passage
from tests.factories import make_event, make_stored_document, make_version
from tests.factories import make_flag as make_any_flag
from tests.monitor.doors.said import Command
from tests.monitor.flagging import AT

URL = "https://register.example/parties"
TEXTS = (
    "Auyl needs forty thousand members.",
    "Auyl needs five thousand members.\x1b[31m",
)


def version(number: int, *texts: str) -> PageVersion:
    passages = tuple(Passage(key=f"p{n}", text=text) for n, text in enumerate(texts))
    seen_at = AT + timedelta(days=number)
    return make_version(number, title="Register", passages=passages, seen_at=seen_at)


@pytest.fixture
def pages(store: Store) -> Store:
    store.apply(
        Changes(
            versions=(version(1, TEXTS[0], "It goes."), version(2, TEXTS[1]), version(3, TEXTS[1]))
        )
    )
    return store


def test_the_list_names_each_watched_page_once(recwatch: Command, pages: Store) -> None:
    said = recwatch("pages", "list")
    assert [line.split("\t")[:3] for line in said.out.splitlines()] == [[URL, "register", "3"]]


def test_no_page_is_said_in_words(recwatch: Command, store: Store) -> None:
    assert "No page is watched yet" in recwatch("pages", "list").err


@pytest.mark.parametrize("name", [URL, "register"])
def test_a_page_is_shown_with_the_words_that_differ(
    recwatch: Command, pages: Store, name: str
) -> None:
    lines = recwatch("pages", "show", name).out.splitlines()
    assert "  was: Auyl needs [forty] thousand [members.]" in lines
    assert "  now: Auyl needs [five] thousand [members.[31m]" in lines
    assert "  went: It goes." in lines


def test_a_program_is_given_the_differences_as_they_are(recwatch: Command, pages: Store) -> None:
    (third, second, first) = json.loads(recwatch("pages", "show", URL, "--json").out)
    assert (third["changed"], first["changed"]) == ([], None)
    assert [(d["what"], d["after"]) for d in second["changed"]] == [
        ("changed", TEXTS[1]),
        ("went", ""),
    ]


def test_a_page_that_nobody_watches_is_bad_input(recwatch: Command, pages: Store) -> None:
    said = recwatch("pages", "show", "https://elsewhere.example/")
    assert (said.code, "is not watched" in said.err) == (2, True)


def test_an_accepted_text_is_kept_by_its_name(recwatch: Command, store: Store) -> None:
    assert recwatch("pages", "accept", "0123456789abcdef").code == 0
    assert store.fact("accepted-page:0123456789abcdef")


@pytest.mark.parametrize("name", ["", "0123", "0123456789abcdeg", "0123456789ABCDEF"])
def test_what_is_no_name_is_not_accepted(recwatch: Command, store: Store, name: str) -> None:
    assert recwatch("pages", "accept", name).code == 2


def test_a_flag_shows_how_its_passage_changed(recwatch: Command, pages: Store) -> None:
    shown = make_stored_document(9, url=f"{URL}#p0", made_from=MadeFrom.PASSAGE)
    number = pages.last_flag_number() + 1
    flag = make_any_flag(number, document_id=shown.document.id, story_id=shown.story_id)
    pages.apply(
        Changes(
            documents=(shown,),
            flags=(flag,),
            events=(make_event(number),),
        )
    )
    out = recwatch("review", "show", str(number)).out
    assert "On this page, newest first:" in out
    assert "now: Auyl needs [five] thousand" in out
    assert "It goes." not in out
