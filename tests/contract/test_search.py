"""Searching, on every store: the same words find the same documents."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.searching import read_terms
from storage.contract import Store
from storage.memory import MemoryStore
from storage.queue import QueueQuery
from storage.records import Changes
from storage.sql import words
from tests.contract.conftest import Kept
from tests.factories import make_document, make_flag, make_stored_document

TEXTS = (
    "The court in Oral freed the activist. She had asked for a retrial.",
    "Суд в Уральске освободил активиста; её адвокат заявил о пересмотре.",
    "Сот белсендіні босатты. Қазақстан Республикасы.",
    "A bridge was closed; the court-house too.",
)


def keep(store: Store, *texts: str, language: str = "en", **stored: object) -> Store:
    for number, text in enumerate(texts, start=1):
        document = make_document(number, title=f"No {number}", text=text, language=language)
        one = make_stored_document(number, document=document, **stored)
        store.apply(Changes(documents=(one,)))
    return store


def found(store: Store, query: str, **paging: int) -> list[str]:
    documents = store.search(read_terms(query), **paging)
    return [one.stored.document.id.removeprefix("document-") for one in documents]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("court", "41"),
        ("COURT freed", "1"),
        ("freed bridge", ""),
        ('"the court"', "41"),
        ('"court the"', ""),
        ("court-house", "4"),
        ("активист*", "2"),
        ("актив", ""),
        ("АДВОКАТ ее", "2"),
        ("ещё", ""),
        ("казакстан", "3"),
        ("Qazaqstan", "3"),
        ('"Қазақстан респ*"', "3"),
        ("«в Уральске»", "2"),
        ("no", "4321"),
        ('"no 3"', "3"),
        ('"2 суд"', ""),
        ("с*", ""),
        ("", ""),
        ('"', ""),
        ("* OR NOT ) ' \\ : & | !", ""),
    ],
)
def test_what_was_typed_finds_what_holds_it(store: Store, query: str, numbers: str) -> None:
    assert "".join(found(keep(store, *TEXTS), query)) == numbers


def test_kazakh_in_latin_letters_is_found_by_cyrillic_ones(store: Store) -> None:
    keep(store, "Qazaqstan Prezidenti jańa zańǵa qol qoıdy.", language="kk")
    assert found(store, "президенті заңға") == ["1"]


def test_a_page_of_findings_goes_on_behind_the_last_one(store: Store) -> None:
    keep(store, *["court"] * 5)
    first = store.search(read_terms("court"), limit=2)
    assert [one.stored.document.id for one in first] == ["document-5", "document-4"]
    assert found(store, "court", before=first[-1].place, limit=2) == ["3", "2"]


def test_what_was_superseded_is_not_found(store: Store) -> None:
    keep(store, "court", "court")
    store.apply(Changes(superseded=(("document-1", "document-2"),)))
    assert found(store, "court") == ["2"]


def test_a_finding_tells_the_flags_of_its_story(store: Store) -> None:
    keep(store, "court", "court", story_id="s")
    store.apply(Changes(flags=(make_flag(3, story_id="s"), make_flag(2, story_id="s"))))
    flags = [[flag.number for flag in one.flags] for one in store.search(read_terms("court"))]
    assert flags == [[2, 3], [2, 3]]


def test_a_document_without_a_story_has_no_flags(store: Store) -> None:
    keep(store, "court", story_id=None)
    store.apply(Changes(flags=(make_flag(1),)))
    assert [one.flags for one in store.search(read_terms("court"))] == [()]


def test_the_end_of_a_very_long_document_is_not_looked_at(store: Store) -> None:
    keep(store, " ".join(f"w{n}" for n in range(17_000)))
    assert found(store, "w15900") == ["1"]
    assert found(store, "w16100") == []


def test_a_word_of_endless_repetition_makes_no_phrase_further_down(store: Store) -> None:
    keep(store, f"{'the ' * 300} court")
    assert found(store, "the court") == ["1"]
    assert found(store, '"the court"') == []


# -- the queue ---------------------------------------------------------------------------------
def test_the_queue_is_narrowed_to_what_its_documents_hold(store: Store) -> None:
    keep(store, *TEXTS)
    store.apply(Changes(flags=tuple(make_flag(number) for number in range(1, 5))))
    query = QueueQuery(terms=read_terms("court"))
    assert [one.flag.number for one in store.queue(query)] == [1, 4]
    assert store.queue_numbers(query, 10) == (1, 4)
    assert sum(store.queue_counts(query).values()) == 2


# -- laws --------------------------------------------------------------------------------------
LETTERS = "aбBқкiіеёe '\"*-·ʼ́𐐨ẞ·_9\n"
WORDY = st.text(LETTERS, max_size=24) | st.text(max_size=12)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(WORDY.map(lambda text: text.replace("\0", "")), max_size=3), data=st.data())
def test_every_store_finds_the_same(
    texts: list[str], data: st.DataObject, sqlite_store: Kept, postgres_store: Kept
) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    query = data.draw(WORDY | st.sampled_from([*texts, ""]) | st.sampled_from(texts or [""]))
    stores = (MemoryStore(), sqlite_store.emptied(), postgres_store.emptied())
    answers = [found(keep(one, *texts), query) for one in stores]
    assert answers[0] == answers[1] == answers[2]


@given(st.text(max_size=300))
def test_no_query_raises(query: str) -> None:
    read_terms(query)


@pytest.mark.parametrize("stretches", [(1, 2), (2, 3, 5), ()])
def test_what_lies_far_back_is_found_in_its_order(
    store: Store, stretches: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "_WINDOWS", stretches)
    monkeypatch.setattr(words, "_READ_WHOLE", 2)
    keep(store, *("a bridge" if number % 3 else "a court" for number in range(1, 13)))
    pages, before = [], None
    while page := store.search(read_terms("court"), before, 2):
        pages.append([one.place for one in page])
        before = page[-1].place
    assert pages == [[12, 9], [6, 3]]
