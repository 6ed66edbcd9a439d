"""A process that is killed: says on stdout what was acknowledged, until it is gone."""

import sys

from storage.contract import Store
from storage.records import Changes
from storage.sql.store import open_store
from tests.factories import (
    make_event,
    make_flag,
    make_page_record,
    make_review,
    make_stored_document,
)

DOCUMENTS_A_BATCH = 20


def batch(number: int) -> Changes:
    """A page's assessment, its documents, and a flag."""
    first = number * DOCUMENTS_A_BATCH
    return Changes(
        assessed=(make_page_record(number).id,),
        documents=tuple(
            make_stored_document(n, page_id=f"batch-{number}", run_id=f"batch-{number}")
            for n in range(first, first + DOCUMENTS_A_BATCH)
        ),
        flags=(make_flag(number),),
        events=(make_event(number),),
    )


def work(store: Store, first: int) -> None:
    """Write on and on; a number is said once everything of it is acknowledged."""
    for number in range(first, sys.maxsize):
        store.add_pages([make_page_record(number)])
        store.apply(batch(number))
        store.add_review(make_review(number))
        print(number, flush=True)  # noqa: T201 - this is what the parent reads


def main() -> None:
    """Open the database, and write from the given number on if there is one."""
    url, *first = sys.argv[1:]
    print("ready", flush=True)  # noqa: T201 - this is what the parent waits for
    store = open_store(url)
    if first:
        work(store, int(first[0]))


if __name__ == "__main__":
    main()
