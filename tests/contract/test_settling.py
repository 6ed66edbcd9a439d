from datetime import date, datetime, timedelta, timezone

import pytest

from rules.records import Factuality
from storage.contract import Store
from storage.records import Changes, DocumentMatches, FlagState, Story, TimelineItem
from tests.factories import (
    at,
    hash_of,
    make_document,
    make_event,
    make_evidence,
    make_fingerprint,
    make_flag,
    make_match,
    make_page_record,
    make_review,
    make_stored_document,
)


def stored(store: Store, *numbers: int) -> None:
    store.apply(Changes(documents=tuple(make_stored_document(n) for n in numbers)))


def test_a_document_comes_back_as_it_was_settled(store: Store) -> None:
    text = "Қазақстан ратификациялады — 𝄞\n\n<b>\"'\\;\t" + "ж" * 5000
    document = make_document(text=text, url=None, published=None, country=None)
    original = make_stored_document(document=document, story_id=None, gone_at=at(9))
    store.apply(Changes(documents=(original,)))
    assert store.document("document-1") == original


def test_an_unknown_document_is_none(store: Store) -> None:
    assert store.document("nowhere") is None
    assert store.document_at("https://nowhere.example") is None


def test_matches_keep_the_order_of_the_matcher(store: Store) -> None:
    matches = (
        make_match("Z", rung=None, evidence=(make_evidence("қол", field="title", start=3),)),
        make_match("A", factuality=Factuality.DENIED),
        make_match("A"),
    )
    changes = Changes(
        documents=(make_stored_document(),),
        matches=(DocumentMatches(document_id="document-1", matches=matches),),
    )
    store.apply(changes)
    assert store.matches("document-1") == matches


def test_the_version_that_stands_is_at_the_address(store: Store) -> None:
    stored(store, 1)
    newer = make_stored_document(2, url=make_stored_document(1).url)
    store.apply(Changes(documents=(newer,), superseded=(("document-1", "document-2"),)))
    assert store.document_at(newer.url) == newer
    before = store.document("document-1")
    assert before is not None
    assert before.superseded_by == "document-2"


def test_a_version_that_is_gone_still_stands(store: Store) -> None:
    stored(store, 1)
    store.apply(Changes(gone=(("document-1", at(7)),)))
    expected = make_stored_document(1, gone_at=at(7))
    assert store.document_at(expected.url) == expected


def test_what_went_lately_comes_by_address(store: Store) -> None:
    documents = [
        make_stored_document(1, url="b", gone_at=at(5)),
        make_stored_document(2, url="a", gone_at=at(6)),
        make_stored_document(3, url="c", gone_at=at(4)),
        make_stored_document(4, url="d"),
    ]
    store.apply(Changes(documents=tuple(documents)))
    assert store.documents_gone(at(5)) == (documents[1], documents[0])


def test_the_documents_of_a_run_come_as_they_were_settled(store: Store) -> None:
    stored(store, 3, 1)
    stored(store, 2)
    other = make_stored_document(4, run_id="run-2")
    store.apply(Changes(documents=(other,)))
    ids = [found.document.id for found in store.documents_of_run("run-1")]
    assert ids == ["document-3", "document-1", "document-2"]
    assert store.counts("run-1")["documents"] == 3


def test_the_documents_of_a_story_come_as_they_were_settled(store: Store) -> None:
    documents = [make_stored_document(n, story_id="story-1") for n in (2, 1)]
    store.apply(Changes(documents=(*documents, make_stored_document(3))))
    assert store.story_documents("story-1") == tuple(documents)


def test_the_story_of_a_text_is_that_of_its_first_document_with_one(store: Store) -> None:
    text = hash_of("same")
    for number, story in ((1, None), (2, "first"), (3, "second")):
        document = make_stored_document(number, text_sha256=text, story_id=story)
        store.apply(Changes(documents=(document,)))
    assert store.story_of_text(text) == "first"
    assert store.story_of_text(hash_of("another")) is None


def test_fingerprints_are_found_by_any_band(store: Store) -> None:
    prints = (
        make_fingerprint(2, bands=(5, -(2**63), 5)),
        make_fingerprint(1, bands=(2**63 - 1, 7)),
        make_fingerprint(3, bands=(8,)),
    )
    store.apply(Changes(fingerprints=prints))
    assert store.similar((-(2**63), 7, 7, 99)) == (prints[1], prints[0])
    assert store.similar(()) == ()


def test_the_timeline_holds_what_raised_no_flag_newest_first(store: Store) -> None:
    demanded = make_match(factuality=Factuality.DEMANDED)
    denied = make_match(factuality=Factuality.DENIED)
    past = make_match(factuality=Factuality.PAST)
    published = {1: date(2026, 1, 1), 2: None, 3: date(2026, 2, 1), 4: date(2026, 2, 1)}
    found = {1: (past,), 2: (demanded,), 3: (make_match(), denied), 4: (demanded, denied)}
    store.apply(
        Changes(
            documents=tuple(
                make_stored_document(n, document=make_document(n, published=day))
                for n, day in published.items()
            ),
            matches=tuple(
                DocumentMatches(document_id=f"document-{n}", matches=m) for n, m in found.items()
            ),
        )
    )
    assert store.timeline("KZ-TRE-1", limit=4) == tuple(
        TimelineItem(document_id=f"document-{n}", published=published[n], match=match)
        for n, match in ((3, denied), (4, demanded), (4, denied), (1, past))
    )
    assert store.timeline("KZ-TRE-1")[-1].published is None


def test_the_timeline_leaves_out_versions_that_were_replaced(store: Store) -> None:
    group = DocumentMatches(
        document_id="document-1", matches=(make_match(factuality=Factuality.DEMANDED),)
    )
    old = make_stored_document(1, superseded_by="document-2")
    store.apply(Changes(documents=(old,), matches=(group,)))
    assert store.timeline("KZ-TRE-1") == ()


def test_the_same_changes_twice_change_nothing(store: Store) -> None:
    page = make_page_record()
    store.add_pages([page])
    changes = Changes(
        assessed=(page.id,),
        documents=(make_stored_document(),),
        matches=(DocumentMatches(document_id="document-1", matches=(make_match(),)),),
        stories=(Story(id="story-1", document_id="document-1", run_id="run-1"),),
        fingerprints=(make_fingerprint(),),
        flags=(make_flag(),),
        events=(make_event(),),
    )
    store.apply(changes)
    store.add_review(make_review())
    store.apply(changes)
    assert store.flag(1).state is FlagState.ANSWERED
    assert store.flag_events(1) == (make_event(),)
    assert len(store.documents_of_run("run-1")) == 1


def test_a_document_that_is_there_already_stores_nothing_of_its_batch(store: Store) -> None:
    stored(store, 1)
    changed = make_stored_document(1, story_id="another")
    with pytest.raises(ValueError, match="already"):
        store.apply(Changes(documents=(make_stored_document(2), changed), flags=(make_flag(),)))
    assert store.document("document-2") is None
    assert store.last_flag_number() == 0


def test_matches_of_no_document_are_refused(store: Store) -> None:
    group = DocumentMatches(document_id="nowhere", matches=(make_match(),))
    with pytest.raises(ValueError, match="nothing stored"):
        store.apply(Changes(documents=(make_stored_document(1),), matches=(group,)))
    assert store.document("document-1") is None


def test_changes_without_anything_in_them_are_no_trouble(store: Store) -> None:
    store.apply(Changes())


@pytest.mark.parametrize("bad", ["a\0b", "a\ud800b", "\udfff"])
def test_text_that_no_database_holds_is_refused_before_anything_is_written(
    store: Store, bad: str
) -> None:
    good = make_stored_document(1)
    poisoned = make_stored_document(2, document=make_document(2, title=bad))
    with pytest.raises(ValueError, match="title"):
        store.apply(Changes(documents=(good, poisoned)))
    assert store.document("document-1") is None


@pytest.mark.parametrize(
    "moment",
    [datetime(2026, 3, 1), datetime(2026, 3, 1, tzinfo=timezone(timedelta(hours=5)))],  # noqa: DTZ001 - naive on purpose
    ids=["naive", "another zone"],
)
def test_a_moment_that_is_not_utc_is_refused(store: Store, moment: datetime) -> None:
    with pytest.raises(ValueError, match="UTC"):
        store.apply(Changes(documents=(make_stored_document(1, fetched_at=moment),)))
    with pytest.raises(ValueError, match="UTC"):
        store.documents_gone(moment)


def test_a_question_with_text_that_no_database_holds_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="NUL"):
        store.document("a\0b")
