"""What a killed run left behind: whole WARC records that nobody had time to store."""

from collections.abc import Sequence
from pathlib import Path

from storage.archive import repair, spans
from storage.contract import Store
from storage.records import PageRecord, Run, page_id


def take_in_leftovers(store: Store, warc_folder: Path, runs: Sequence[Run]) -> int:
    """Cut torn last records of these runs' files and store whole ones; gives how many were new."""
    return sum(
        _take_in(store, run, path)
        for run in runs
        for path in sorted((warc_folder / run.id).glob("*.warc.gz"))
    )


def _take_in(store: Store, run: Run, path: Path) -> int:
    repair(path, acknowledged=store.pages_end(path.name))
    found = tuple(
        PageRecord(id=page_id(written.warc, written.offset), run_id=run.id, written=written)
        for written in spans(path, store.pages_end(path.name))
    )
    return store.add_pages(found)
