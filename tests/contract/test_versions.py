"""What every store keeps of watched pages."""

import pytest

from storage.contract import Store
from storage.records import Changes
from tests.factories import make_version

URL = "https://register.example/parties"


def test_a_version_comes_back_as_it_was_kept(store: Store) -> None:
    version = make_version(1, "Әділет was registered.", "“quoted”\tand a tab", "")
    store.apply(Changes(versions=(version,)))
    assert store.page_version(URL) == version


def test_a_page_that_nobody_watched_has_no_version(store: Store) -> None:
    assert (store.page_version(URL), store.page_versions(URL), store.watched_pages()) == (
        None,
        (),
        (),
    )


def test_versions_come_newest_first(store: Store) -> None:
    versions = [make_version(number, str(number)) for number in range(1, 12)]
    store.apply(Changes(versions=tuple(versions)))
    assert store.page_versions(URL) == tuple(reversed(versions))
    assert store.page_versions(URL, limit=2) == (versions[-1], versions[-2])
    assert store.page_version(URL) == versions[-1]


def test_each_watched_page_is_shown_by_its_newest_version(store: Store) -> None:
    others = [make_version(n, url=url) for url in ("https://Ә.example/", "b:") for n in (1, 2)]
    store.apply(Changes(versions=(make_version(1), *others)))
    assert store.watched_pages() == (others[3], make_version(1), others[1])


def test_a_version_that_is_there_is_refused_and_nothing_of_its_batch_is_kept(store: Store) -> None:
    store.apply(Changes(versions=(make_version(1, "a"),)))
    with pytest.raises(ValueError, match="there already"):
        store.apply(Changes(versions=(make_version(2, "b"), make_version(1, "other"))))
    assert store.page_version(URL) == make_version(1, "a")


def test_the_same_batch_twice_changes_nothing(store: Store) -> None:
    changes = Changes(versions=(make_version(1, "a"),))
    store.apply(changes)
    store.apply(changes)
    assert store.page_versions(URL) == changes.versions
