"""What a crawl should know of a source: the reduction of all its answers, shared by every store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from spiders.records import KnownPage, Role
from storage.records import PageRecord, Recheck

_FETCHED = 200
_NOT_MODIFIED = 304
_GONE = frozenset({404, 410})


class Answered(NamedTuple):
    """One answer of a source. failed: no document came of it. A tuple, for there are many."""

    url: str
    role: str
    status: int
    fetched_at: datetime
    payload_sha256: str
    etag: str | None
    last_modified: str | None
    failed: bool


def answered(page: PageRecord, *, failed: bool) -> Answered:
    """A page as one of its source's answers."""
    written = page.written
    return Answered(
        url=written.url,
        role=written.role.value,
        status=written.status,
        fetched_at=written.fetched_at,
        payload_sha256=written.payload_sha256,
        etag=written.etag,
        last_modified=written.last_modified,
        failed=failed,
    )


@dataclass(slots=True)
class _Address:
    """What is known of one url in one role while reducing."""

    page: Answered | None = None
    seen_at: datetime | None = None


def known_pages(
    answers: Iterable[Answered], entries: Mapping[str, str], recheck: Recheck
) -> tuple[KnownPage, ...]:
    """By (url, role). answers: oldest first. entries: the newest hash of each entry's url."""
    addresses: dict[tuple[str, str], _Address] = {}
    newest_status: dict[str, int] = {}
    for answer in answers:
        if answer.role != Role.ENTRIES:
            _take(addresses.setdefault((answer.url, answer.role), _Address()), answer)
        newest_status[answer.url] = answer.status
    known = [
        _known_page(address.page, address.seen_at, newest_status[url] in _GONE, recheck)
        for (url, _), address in addresses.items()
        if address.page is not None and address.seen_at is not None
    ]
    known += [KnownPage(url=url, role=Role.ENTRIES, sha256=key) for url, key in entries.items()]
    return tuple(sorted(known, key=lambda page: (page.url, page.role.value)))


def _take(address: _Address, answer: Answered) -> None:
    if answer.status in (_FETCHED, _NOT_MODIFIED):
        address.seen_at = answer.fetched_at
    if answer.status == _FETCHED and not answer.failed:
        address.page = answer


def _known_page(page: Answered, seen_at: datetime, gone: bool, recheck: Recheck) -> KnownPage:
    return KnownPage(
        url=page.url,
        role=Role(page.role),
        sha256=page.payload_sha256,
        etag=page.etag,
        last_modified=page.last_modified,
        whole_at=page.fetched_at,
        recheck=recheck.since <= seen_at < recheck.before and not gone,
    )
