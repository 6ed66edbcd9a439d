"""What WARC files of ours hold that no store knows: of a killed run, or handed in as a file."""

import os
import shutil
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from spiders.heads import BadMember
from storage.archive import repair, spans
from storage.contract import Store
from storage.members import record_at
from storage.records import PageRecord, Run, RunState, page_id


def unfinished_runs(store: Store) -> tuple[Run, ...]:
    """The runs since the last finished one, newest first."""
    return tuple(takewhile(lambda run: run.state is not RunState.FINISHED, store.runs()))


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


def is_ours(path: Path) -> bool:
    """Whether a file says at its beginning that a crawl of ours wrote it. Raises OSError."""
    with path.open("rb") as file:
        try:
            first = record_at(file, 0)
        except BadMember:
            return False
    return first.type == "warcinfo" and b"software: recwatch\r\n" in first.block


def take_in_copy(store: Store, run: Run, file: Path, folder: Path) -> int:
    """Copy a file of ours into a run's folder and store its pages; those that are known already
    stay as they are. Gives how many were new. Raises OSError.
    """
    copy = folder / file.name
    with file.open("rb") as source, copy.open("xb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    return _take_in(store, run, copy)
