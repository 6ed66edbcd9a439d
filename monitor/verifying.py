"""Holding what is kept against itself: evidence files, the pages they back, quotes, answers.

    WARC files ─► every span has its page, every page its bytes, by the hash of the acknowledgement
    flags      ─► the text has its hash, every quote stands where the match says
    answers    ─► numbered without a gap

Nothing is mended. A change that somebody makes to file and database together is not seen: copy
the hashes elsewhere to be safe from that (`recwatch verify --hashes`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor.fingerprint import text_hash
from rules.records import Evidence, Match
from storage.archive import Archive, DamagedRecord, spans
from storage.archive import verify as verify_file
from storage.contract import Store
from storage.records import (
    Flag,
    FlagQuery,
    PageRecord,
    Run,
    RunState,
    StoredDocument,
    page_id,
)

_ALL_RUNS = 1_000_000
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something kept that is not as it was. place: a file with its byte, a page, a flag."""

    place: str
    says: str


def verify(store: Store, warc_folder: Path) -> Iterator[Finding]:
    """Everything that is not as it was when it was kept: evidence first, then flags, then answers.

    Raises OSError where the folder of evidence itself can't be read.
    """
    for run in store.runs(_ALL_RUNS):
        yield from _evidence(store, warc_folder, run)
    numbers: list[int] = []
    for flag in _flags(store):
        yield from _flag(store, flag)
        numbers.extend(review.number for review in store.reviews(flag.number))
    yield from _gaps("answer", numbers)
    yield from _gaps("status", [status.number for status in store.statuses()])


def hashes(store: Store) -> Iterator[tuple[str, str]]:
    """(page id, SHA-256 of its bytes) of all evidence, to be kept where nobody else writes."""
    for run in store.runs(_ALL_RUNS):
        for page in store.pages_of_run(run.id):
            yield page.id, page.written.sha256


# -- evidence --------------------------------------------------------------------------------------
def _evidence(store: Store, warc_folder: Path, run: Run) -> Iterator[Finding]:
    pages = store.pages_of_run(run.id)
    archive = Archive(warc_folder)
    for page in pages:
        try:
            archive.read(page)
        except DamagedRecord as error:
            yield Finding(place=_spot(error), says=f"{error.why}; it backs page {page.id}")
    for path in sorted((warc_folder / run.id).glob("*.warc.gz")):
        yield from _file(path, [page for page in pages if page.written.warc == path.name], run)


def _file(path: Path, pages: list[PageRecord], run: Run) -> Iterator[Finding]:
    """What of a file no page backs: damage between them, and whole spans without one."""
    backed = [(p.written.offset, p.written.offset + p.written.length) for p in pages]
    for damage in verify_file(path):
        if not any(start <= damage.offset < end for start, end in backed):
            yield Finding(place=_spot(damage), says=damage.why)
    if run.state is RunState.RUNNING:
        return  # its last spans may be on the way to the database
    known = {page.id for page in pages}
    for written in spans(path):
        if page_id(path.name, written.offset) not in known:
            yield Finding(
                place=f"{path}, byte {written.offset}",
                says=f"the database knows of no such page: its row of {written.url} is gone",
            )


def _spot(damage: DamagedRecord) -> str:
    return f"{damage.file}, byte {damage.offset}"


# -- flags and answers -----------------------------------------------------------------------------
def _flags(store: Store) -> Iterator[Flag]:
    after = 0
    while some := store.flags(FlagQuery(after=after, limit=_AT_ONCE)):
        yield from some
        after = some[-1].number


def _flag(store: Store, flag: Flag) -> Iterator[Finding]:
    place = f"flag {flag.number}"
    stored = store.document(flag.document_id)
    if stored is None:
        yield Finding(place=place, says=f"the document {flag.document_id} that it shows is gone")
        return
    if store.page(stored.page_id) is None:
        yield Finding(place=place, says=f"the page {stored.page_id} of its document is gone")
    kept = stored.document
    if text_hash(stored.made_from, kept.title, kept.text) != stored.text_sha256:
        yield Finding(place=place, says="the text of its document is not the one that was read")
    for match in store.matches(flag.document_id):
        yield from _match(place, stored, match)


def _match(place: str, stored: StoredDocument, match: Match) -> Iterator[Finding]:
    for piece in match.evidence:
        if not _stands(piece, stored):
            says = f"{piece.quote!r} is not in the {piece.field} at {piece.start} to {piece.end}"
            yield Finding(place=place, says=says)


def _stands(piece: Evidence, stored: StoredDocument) -> bool:
    text = stored.document.title if piece.field == "title" else stored.document.text
    return text[piece.start : piece.end] == piece.quote


def _gaps(what: str, numbers: list[int]) -> Iterator[Finding]:
    for missing in sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers)):
        yield Finding(place=f"{what} {missing}", says="it was kept once and is gone")
