from datetime import timedelta

import pytest

from spiders.records import KnownPage, Role
from storage.contract import Store
from storage.records import Changes, PageFailure, PageRecord, Recheck
from tests.factories import at, hash_of, make_page_record

ALWAYS = Recheck(since=at(-1000), before=at(1000))
NEVER = Recheck(since=at(0), before=at(0))


def failure(page: PageRecord) -> PageFailure:
    return PageFailure(page_id=page.id, kind="NotAnArticle", reason="It holds no text.")


def known(store: Store, recheck: Recheck = NEVER, source_id: str = "news") -> tuple[KnownPage, ...]:
    return store.known_pages(source_id, recheck)


def test_a_page_comes_back_as_it_was_kept(store: Store) -> None:
    page = make_page_record(
        role=Role.ENTRIES,
        etag='"é"',
        last_modified="Sun, 01 Mar 2026 02:00:00 GMT",
        entry_keys=(("https://news.example/ә", hash_of("ә")), ("b", "")),
        fetched_at=at(1) + timedelta(microseconds=1),
    )
    store.add_pages([page])
    assert store.page(page.id) == page


def test_an_unknown_page_is_none(store: Store) -> None:
    assert store.page("nowhere") is None


def test_a_page_that_is_known_is_passed_over(store: Store) -> None:
    store.add_pages([make_page_record(1)])
    changed = make_page_record(1, status=500)
    assert store.add_pages([changed, make_page_record(2), make_page_record(2)]) == 1
    assert store.page(changed.id) == make_page_record(1)


def test_no_pages_are_no_trouble(store: Store) -> None:
    assert store.add_pages([]) == 0


def test_the_end_of_a_file_is_that_of_its_last_span(store: Store) -> None:
    store.add_pages([make_page_record(7), make_page_record(2), make_page_record(9, warc="other")])
    assert store.pages_end("night-001.warc.gz") == 8000
    assert store.pages_end("unknown") == 0


def test_waiting_pages_come_in_the_order_of_fetching(store: Store) -> None:
    pages = [
        make_page_record(1, url="https://b.example", fetched_at=at(1)),
        make_page_record(2, url="https://Ә.example", fetched_at=at(1)),
        make_page_record(3, url="https://B.example", fetched_at=at(1)),
        make_page_record(4, fetched_at=at(0)),
    ]
    store.add_pages(pages)
    assert store.unassessed_pages(10) == (pages[3], pages[2], pages[0], pages[1])
    assert store.unassessed_pages(1) == (pages[3],)


def test_an_assessed_page_waits_no_longer(store: Store) -> None:
    pages = [make_page_record(1), make_page_record(2)]
    store.add_pages(pages)
    store.apply(Changes(assessed=(pages[0].id,)))
    store.add_pages(pages)
    assert store.unassessed_pages(10) == (pages[1],)


def test_the_failures_of_a_run_come_by_page(store: Store) -> None:
    pages = [make_page_record(number) for number in (1, 2)]
    other = make_page_record(3, run_id="run-2")
    store.add_pages([*pages, other])
    failures = [failure(page) for page in (*pages, other)]
    store.apply(Changes(failures=tuple(failures)))
    assert store.failures("run-1") == tuple(sorted(failures[:2], key=lambda f: f.page_id))
    assert store.counts("run-1")["failures"] == 2


def test_the_newest_answer_of_each_url_and_role_is_known(store: Store) -> None:
    url = "https://news.example/a"
    store.add_pages(
        [
            make_page_record(1, url=url, etag='"new"', fetched_at=at(2)),
            make_page_record(2, url=url, etag='"old"', fetched_at=at(1)),
            make_page_record(3, url=url, role=Role.LISTING, fetched_at=at(3)),
            make_page_record(4, url=url, source_id="other"),
        ]
    )
    assert known(store) == (
        KnownPage(
            url=url,
            role=Role.ARTICLE,
            sha256=hash_of("payload 1"),
            etag='"new"',
            whole_at=at(2),
        ),
        KnownPage(url=url, role=Role.LISTING, sha256=hash_of("payload 3"), whole_at=at(3)),
    )


@pytest.mark.parametrize("status", [301, 403, 404, 500])
def test_only_an_answer_with_the_page_itself_is_known(store: Store, status: int) -> None:
    store.add_pages([make_page_record(1, status=status)])
    assert known(store) == ()


def test_a_page_that_failed_is_not_known(store: Store) -> None:
    page = make_page_record(1)
    store.add_pages([page])
    store.apply(Changes(assessed=(page.id,), failures=(failure(page),)))
    assert known(store) == ()


def test_a_page_before_one_that_failed_is_known(store: Store) -> None:
    url = "https://news.example/a"
    pages = [make_page_record(1, url=url), make_page_record(2, url=url)]
    store.add_pages(pages)
    store.apply(Changes(assessed=(pages[1].id,), failures=(failure(pages[1]),)))
    assert [page.sha256 for page in known(store)] == [hash_of("payload 1")]


def test_an_entry_is_known_by_its_newest_words(store: Store) -> None:
    url = "https://news.example/a"
    store.add_pages(
        [
            make_page_record(1, role=Role.ENTRIES, entry_keys=((url, "new"),), fetched_at=at(2)),
            make_page_record(2, role=Role.ENTRIES, entry_keys=((url, "old"),), fetched_at=at(1)),
        ]
    )
    assert known(store, ALWAYS) == (KnownPage(url=url, role=Role.ENTRIES, sha256="new"),)


def test_a_page_is_asked_again_within_the_period(store: Store) -> None:
    store.add_pages([make_page_record(number, fetched_at=at(number)) for number in range(4)])
    period = Recheck(since=at(1), before=at(3))
    assert [page.recheck for page in known(store, period)] == [False, True, True, False]


def test_an_unchanged_answer_moves_the_time_only(store: Store) -> None:
    url = "https://news.example/a"
    store.add_pages(
        [
            make_page_record(1, url=url, etag='"a"', fetched_at=at(1)),
            make_page_record(2, url=url, status=304, payload_sha256="", fetched_at=at(5)),
        ]
    )
    period = Recheck(since=at(4), before=at(6))
    expected = KnownPage(
        url=url,
        role=Role.ARTICLE,
        sha256=hash_of("payload 1"),
        etag='"a"',
        whole_at=at(1),
        recheck=True,
    )
    assert known(store, period) == (expected,)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_known_but_not_asked_again(store: Store, status: int) -> None:
    url = "https://news.example/a"
    store.add_pages(
        [
            make_page_record(1, url=url, fetched_at=at(1)),
            make_page_record(2, url=url, status=status, fetched_at=at(2)),
        ]
    )
    assert [page.recheck for page in known(store, ALWAYS)] == [False]


def test_a_page_that_came_back_is_asked_again(store: Store) -> None:
    url = "https://news.example/a"
    first = make_page_record(1, url=url, status=404, fetched_at=at(1))
    store.add_pages([first, make_page_record(2, url=url, fetched_at=at(2))])
    assert [page.recheck for page in known(store, ALWAYS)] == [True]


def test_a_refused_page_leaves_nothing_behind(store: Store) -> None:
    good, bad = make_page_record(1), make_page_record(2, url="https://news.example/\0")
    with pytest.raises(ValueError, match="url"):
        store.add_pages([good, bad])
    assert store.page(good.id) is None


def test_a_number_beyond_64_bits_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="offset"):
        store.add_pages([make_page_record(1, offset=2**70)])


def test_pages_of_other_sources_go_on_waiting(store: Store) -> None:
    mine, other = make_page_record(1, source_id="mine"), make_page_record(2, source_id="other")
    store.add_pages([mine, other])
    assert store.unassessed_pages(10, ["mine"]) == (mine,)


def test_the_pages_of_a_run_come_by_place(store: Store) -> None:
    pages = [make_page_record(n, warc=f"{n % 2}.warc.gz", offset=10 - n) for n in (1, 2, 3, 4)]
    store.add_pages([*pages, make_page_record(5, run_id="run-2")])
    assert store.pages_of_run("run-1") == tuple(pages[n] for n in (3, 1, 2, 0))
