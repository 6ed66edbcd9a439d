"""Row 68: a byte of evidence that changed, a row that is gone, words that moved: each is named."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.verifying import Finding, hashes, verify
from spiders.answers import Answer
from spiders.records import RecordWritten, Role
from spiders.warc import AnswerSpan, WarcWriter
from storage.memory import MemoryStore
from storage.records import Answer as Said
from storage.records import (
    Changes,
    DocumentMatches,
    MadeFrom,
    PageRecord,
    RunState,
    page_id,
)
from tests.factories import (
    at,
    hash_of,
    make_document,
    make_event,
    make_evidence,
    make_flag,
    make_match,
    make_review,
    make_run,
    make_stored_document,
)

Written = tuple[RecordWritten, ...]
Found = Callable[[MemoryStore], list[Finding]]

RUN = "run-1"
TITLE, TEXT = "A covenant", "Parliament ratified it."


def answer(number: int) -> Answer:
    return Answer(
        role=Role.ARTICLE,
        url=f"https://news.example/{number}",
        final_url=f"https://news.example/{number}",
        status=200,
        headers=(("Content-Type", "text/html"),),
        payload=b"<p>page</p>" * 40,
        body=b"",
        fetched_at=at(number),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / RUN / "run-1-001.warc.gz"


@pytest.fixture
def written(path: Path) -> Written:
    writer = WarcWriter(path, run_id=RUN)
    found = writer.append([AnswerSpan(source_id="news", answer=answer(n)) for n in (1, 2, 3)])
    writer.close()
    return found


def records(written: Written) -> list[PageRecord]:
    return [
        PageRecord(id=page_id(one.warc, one.offset), run_id=RUN, written=one) for one in written
    ]


def stored(pages: list[PageRecord], quote: str = "ratified", **given: object) -> MemoryStore:
    """A store with a finished run, its pages, and a flag with two answers on the first."""
    store = MemoryStore()
    store.open_run(make_run(1))
    store.close_run(RUN, at(9))
    store.add_pages(pages)
    document = make_document(1, title=TITLE, text=TEXT)
    fields = {"page_id": pages[0].id, "text_sha256": hash_of(f"{TITLE}\n{TEXT}")} | given
    shown = replace(make_stored_document(1), document=document, **fields)  # type: ignore[arg-type]
    start = TEXT.find("ratified")
    evidence = make_evidence(quote, field="text", start=start, end=start + len("ratified"))
    match = replace(make_match(), evidence=(evidence,))
    store.apply(
        Changes(
            documents=(shown,),
            matches=(DocumentMatches(document_id=document.id, matches=(match,)),),
            flags=(make_flag(1, document_id=document.id),),
            events=(make_event(1),),
        )
    )
    for said in (Said.UNSURE, Said.PROGRESS):
        store.add_review(make_review(1, said))
    return store


@pytest.fixture
def found(path: Path) -> Found:
    return lambda store: list(verify(store, path.parents[1]))


def test_what_is_as_it_was_is_not_named(written: Written, found: Found) -> None:
    assert found(stored(records(written))) == []


@pytest.mark.parametrize("number", [0, 1, 2])
def test_one_changed_byte_names_its_page_and_place(
    written: Written, found: Found, path: Path, number: int
) -> None:
    """Row 68."""
    pages = records(written)
    whole = bytearray(path.read_bytes())
    whole[pages[number].written.offset + pages[number].written.length // 2] ^= 1
    path.write_bytes(whole)
    (one,) = found(stored(pages))
    assert one.place == f"{path}, byte {pages[number].written.offset}"
    assert pages[number].id in one.says


def test_a_file_that_is_gone_names_every_page_it_backed(
    written: Written, found: Found, path: Path
) -> None:
    path.unlink()
    assert len(found(stored(records(written)))) == 3


def test_a_page_whose_row_is_gone_is_named_by_its_evidence(written: Written, found: Found) -> None:
    """Row 68."""
    pages = records(written)
    (one,) = found(stored(pages[:2]))
    assert "https://news.example/3 is gone" in one.says


def test_pages_on_the_way_to_the_database_are_not_missed(written: Written, found: Found) -> None:
    store = stored(records(written)[:2])
    store._runs[RUN] = replace(store._runs[RUN], state=RunState.RUNNING)
    assert found(store) == []


def test_a_quote_that_moved_is_named(written: Written, found: Found) -> None:
    (one,) = found(stored(records(written), quote="rejected"))
    assert (one.place, "'rejected' is not in the text" in one.says) == ("flag 1", True)


def test_a_text_that_changed_is_named(written: Written, found: Found) -> None:
    (one,) = found(stored(records(written), text_sha256=hash_of("another")))
    assert "not the one that was read" in one.says


def test_a_row_of_a_watched_page_has_the_hash_of_its_words(written: Written, found: Found) -> None:
    row = {"made_from": MadeFrom.FACT, "text_sha256": hash_of(TEXT)}
    assert found(stored(records(written), **row)) == []


def test_a_document_without_its_page_is_named(written: Written, found: Found) -> None:
    (one,) = found(stored(records(written), page_id="nowhere"))
    assert "the page nowhere of its document is gone" in one.says


def test_an_answer_that_is_gone_is_named_by_its_number(written: Written, found: Found) -> None:
    """Row 68."""
    store = stored(records(written))
    del store._reviews[0]
    (one,) = found(store)
    assert one == Finding(place="answer 1", says="it was kept once and is gone")


def test_hashes_are_those_of_the_bytes(written: Written) -> None:
    pages = records(written)
    assert dict(hashes(stored(pages))) == {page.id: page.written.sha256 for page in pages}
