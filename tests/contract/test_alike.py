"""Whatever is done to them, in whatever order, the stores give the same answers."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spiders.records import Role
from storage.contract import Store
from storage.memory import MemoryStore
from storage.records import (
    Answer,
    Changes,
    DocumentMatches,
    FlagQuery,
    FlagState,
    PageFailure,
    Recheck,
)
from tests.contract.conftest import Kept
from tests.factories import (
    at,
    make_event,
    make_fingerprint,
    make_flag,
    make_match,
    make_page_record,
    make_review,
    make_stored_document,
    make_version,
)

Step = Callable[[Store], object]
SMALL = st.integers(1, 4)
ADDRESSES = st.sampled_from(["https://б.example/", "https://a.example/", "https://B.example/"])


@st.composite
def page_steps(draw: st.DrawFn) -> Step:
    number, address = draw(SMALL), draw(ADDRESSES)
    role = draw(st.sampled_from([Role.ARTICLE, Role.FEED, Role.ENTRIES]))
    page = make_page_record(
        number,
        run_id=f"run-{draw(SMALL)}",
        url=address,
        role=role,
        status=draw(st.sampled_from([200, 304, 404])),
        fetched_at=at(draw(SMALL)),
        entry_keys=((address, f"key-{number}"),) if role is Role.ENTRIES else (),
    )
    return lambda store: store.add_pages([page])


@st.composite
def change_steps(draw: st.DrawFn) -> Step:
    number = draw(SMALL)
    page = make_page_record(draw(SMALL)).id
    document = make_stored_document(
        number,
        url=draw(ADDRESSES),
        story_id=draw(st.sampled_from([None, "story-1", "story-2"])),
        text_sha256=draw(st.sampled_from(["same", "other"])),
        gone_at=draw(st.sampled_from([None, at(5)])),
    )
    what = draw(st.sampled_from(["raised", "reopened", "noted"]))
    flag = make_flag(number, story_id="story-1", state=draw(st.sampled_from(FlagState)))
    with_document = draw(st.booleans())
    changes = Changes(
        assessed=(page,),
        failures=draw(st.sampled_from([(), (PageFailure(page_id=page, kind="K", reason="r"),)])),
        versions=((make_version(draw(SMALL), url=draw(ADDRESSES)),) if draw(st.booleans()) else ()),
        documents=(document,) if with_document else (),
        matches=(
            (DocumentMatches(document_id=document.document.id, matches=(make_match(),)),)
            if draw(st.booleans())
            else ()
        ),
        fingerprints=(make_fingerprint(number),) if with_document else (),
        superseded=((f"document-{draw(SMALL)}", document.document.id),) if with_document else (),
        flags=(flag,),
        events=(make_event(draw(SMALL), what, reason=f"because {draw(SMALL)}"),),
    )
    return lambda store: store.apply(changes)


@st.composite
def review_steps(draw: st.DrawFn) -> Step:
    review = make_review(draw(SMALL), draw(st.sampled_from(Answer)))
    return lambda store: store.add_review(review)


STEPS = st.lists(st.one_of(page_steps(), change_steps(), review_steps()), max_size=14)


def outcome(store: Store, step: Step) -> object:
    """What a step gave, or the name of what it raised."""
    try:
        return step(store)
    except Exception as error:
        return type(error).__name__


def everything(store: Store) -> list[object]:
    """All that can be asked."""
    recheck = Recheck(since=at(2), before=at(4))
    numbers = range(1, 5)
    return [
        store.unassessed_pages(10),
        store.known_pages("news", recheck),
        store.pages_end("night-001.warc.gz"),
        store.flags(FlagQuery()),
        store.documents_gone(at(0)),
        store.similar((2, 3)),
        store.story_of_text("same"),
        store.story_documents("story-1"),
        store.story_flags("story-1"),
        [store.documents_of_run(f"run-{n}") for n in numbers],
        [store.counts(f"run-{n}") for n in numbers],
        [store.failures(f"run-{n}") for n in numbers],
        [store.matches(f"document-{n}") for n in numbers],
        [store.flag_events(n) for n in numbers],
        [store.reviews(n) for n in numbers],
        [store.document_at(address) for address in ("https://б.example/", "https://a.example/")],
        store.flag_counts("run-1"),
        store.tallies(date(2026, 3, 1)),
        store.tallies(date(2026, 1, 1), yearly=True),
        store.told_flags(),
        store.watched_pages(),
        [store.page_versions(page.url) for page in store.watched_pages()],
    ]


def same_answers(store: Store, steps: list[Step]) -> None:
    memory = MemoryStore()
    assert [outcome(store, s) for s in steps] == [outcome(memory, s) for s in steps]
    assert everything(store) == everything(memory)


# The fixtures are the session's, so nothing is left over from one example to the next.
QUICK = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@QUICK
@given(steps=STEPS)
def test_sqlite_answers_as_memory_does(sqlite_store: Kept, steps: list[Step]) -> None:
    """Row 67."""
    same_answers(sqlite_store.emptied(), steps)


@QUICK
@given(steps=STEPS)
def test_postgresql_answers_as_memory_does(postgres_store: Kept, steps: list[Step]) -> None:
    """Row 67."""
    same_answers(postgres_store.emptied(), steps)


@pytest.mark.prove
@pytest.mark.timeout(900)
@settings(parent=QUICK, max_examples=1500)
@given(steps=STEPS)
def test_all_three_answer_alike_over_many_nights(
    sqlite_store: Kept, postgres_store: Kept, steps: list[Step]
) -> None:
    """Row 67."""
    same_answers(sqlite_store.emptied(), steps)
    same_answers(postgres_store.emptied(), steps)
