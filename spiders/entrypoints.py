"""Reads a source's entry points, with the further pages they lead to, into entries."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from spiders.answers import Answer, Refused, RobotsRefused
from spiders.desk import Desk
from spiders.kinds.apis import read_api
from spiders.kinds.archives import PATHS_NAME, read_cdx, read_paths
from spiders.kinds.feeds import read_feed
from spiders.kinds.listings import read_listing
from spiders.kinds.reading import Reading, Unreadable, gathered, make_entry
from spiders.kinds.sitemaps import read_sitemap
from spiders.kinds.statuspages import read_status_page
from spiders.records import Entry, EntryPoint, Kind, Role
from spiders.safety.challenges import challenge_in
from spiders.urls import canonical_url
from spiders.warc import NOT_MODIFIED

SITEMAPS_AT_MOST = 50  # of one index, newest first
INDEX_PAGES_AT_MOST = 50  # of one archive's list of captures, as many rows each as were asked for
_PAGED = frozenset({Kind.LISTING, Kind.API})


async def read_entry_points(desk: Desk) -> tuple[Entry, ...]:
    """Every entry once, those of one point in its order. What failed is in the tally.

    Two spellings of one address are one entry: the first that has a title.
    """
    entries: dict[str, Entry] = {}
    for point in desk.source.entry_points:
        for entry in await _read_point(desk, point):
            address = canonical_url(entry.url)
            known = entries.get(address)
            # Of a feed and a sitemap that list one article, the one that says more is kept.
            if known is None or (not known.title and entry.title):
                entries[address] = entry
    return tuple(entries.values())


async def _read_point(desk: Desk, point: EntryPoint) -> list[Entry]:
    entries: list[Entry] = []
    waiting, seen = deque([point.url]), {point.url}
    pages_left = _pages_at_most(point)
    while waiting and pages_left and desk.may_go_on():
        url = waiting.popleft()
        pages_left -= 1
        reading = await _read_page(desk, point, url)
        entries.extend(reading.entries)
        further = [each for each in _further(desk, point, reading) if each not in seen]
        waiting.extend(further)
        seen.update(further)
    desk.tally.left += len(waiting)
    return entries


def _pages_at_most(point: EntryPoint) -> int:
    if point.kind is Kind.ARCHIVE:
        return INDEX_PAGES_AT_MOST
    return 1 + SITEMAPS_AT_MOST if point.kind is Kind.SITEMAP else point.pages_at_most


def _further(desk: Desk, point: EntryPoint, reading: Reading) -> tuple[str, ...]:
    """A listing or an API is followed only as long as it shows something new; what its file does
    not want tells nothing of that.
    """
    is_old = point.kind in _PAGED and not any(_unknown(desk, reading))
    return () if is_old and not reading.unwanted else reading.more


async def _read_page(desk: Desk, point: EntryPoint, url: str) -> Reading:
    """What one address gives; nothing, and a count, where it gives nothing."""
    if point.fallback is not None and url == point.url:
        return await _read_either(desk, point, point.fallback)
    tally, is_first = desk.tally, url == point.url
    try:
        return await _reading(desk, point, url)
    except RobotsRefused as refused:
        _note(desk, url, refused.reason, tally.closed if is_first else None)
    except Refused as refused:
        _note(desk, url, refused.reason, tally.failed if is_first else None)
    except Unreadable as error:
        # Past the last page of a listing most sites show an empty one.
        if is_first or point.kind is not Kind.LISTING:
            _note(desk, url, str(error), tally.suspicious if is_first else None)
    return Reading()


async def _read_either(desk: Desk, point: EntryPoint, second: str) -> Reading:
    """What the first address gives, or else the second."""
    try:
        return await _reading(desk, point, point.url)
    except (Refused, Unreadable) as error:
        why, failures = desk.masked(str(error)), desk.tally.refused
        reading = await _read_page(desk, replace(point, url=second, fallback=None), second)
        if desk.tally.refused == failures:
            desk.tally.stood_in[point.url] = why
        else:
            desk.tally.refuse(point.url, why)
        return reading


def _note(desk: Desk, url: str, why: str, points: dict[str, str] | None) -> None:
    reason = desk.masked(why)
    desk.tally.refuse(url, reason)
    if points is not None:
        points[url] = reason


async def _reading(desk: Desk, point: EntryPoint, url: str) -> Reading:
    role = Role(point.kind.value)
    answer = await desk.fetch(url, role, api=point.api)
    if answer.status == NOT_MODIFIED:
        desk.tally.unchanged += 1
        return Reading()
    challenge = challenge_in(answer.status, answer.headers, answer.body)
    if answer.status != 200:
        # Kept already, as every answer is that is no plain page.
        raise Unreadable(challenge) if challenge else Refused(f"HTTP {answer.status}")
    return _kept_reading(desk, point, answer, challenge)


def _kept_reading(desk: Desk, point: EntryPoint, answer: Answer, challenge: str | None) -> Reading:
    try:
        if challenge:
            raise Unreadable(challenge)
        reading = _without_key(desk, _read(desk, point, answer))
    except Unreadable:
        # Without validators: a 304 tomorrow would make "unchanged" of what nobody could read.
        desk.keep(answer, keep_validators=False)
        raise
    _compare(desk, answer)
    _note_gap(desk, point, reading)
    desk.tally.cut += reading.cut
    desk.keep(answer, keep_validators=not _must_be_seen_again(desk, reading))
    return reading


def _without_key(desk: Desk, reading: Reading) -> Reading:
    """With addresses that may be written down."""
    return replace(
        reading,
        entries=tuple(replace(entry, url=desk.keyless(entry.url)) for entry in reading.entries),
        more=tuple(desk.keyless(url) for url in reading.more),
    )


def _note_gap(desk: Desk, point: EntryPoint, reading: Reading) -> None:
    """A full list that shows nothing known: what came in between may have left it unseen.

    On a source's first night everything is new, and nothing is between.
    """
    listed = len(reading.entries) + reading.cut + reading.nameless
    is_full = 0 < point.lists_at_most <= listed
    if (
        is_full
        and desk.known_urls
        and len(reading.entries) == sum(1 for _ in _unknown(desk, reading))
    ):
        desk.tally.gaps[point.url] = (
            f"it lists {point.lists_at_most} at most and all were new: others may have been missed"
        )


def _must_be_seen_again(desk: Desk, reading: Reading) -> bool:
    """Whether a 304 tomorrow would hide something: pages that tonight can't visit, or what
    changes behind an index that itself stays as it is.
    """
    unvisited = sum(1 for _ in _unknown(desk, reading))
    return bool(reading.more) or unvisited > desk.pages_to_come // 2


def _compare(desk: Desk, answer: Answer) -> None:
    known = desk.known.get((answer.role, answer.url))
    if known is not None and known.sha256 == answer.payload_sha256:
        desk.tally.unchanged += 1
    elif answer.role is Role.STATUS_PAGE:
        desk.tally.news += 1


def _unknown(desk: Desk, reading: Reading) -> Iterator[Entry]:
    return (e for e in reading.entries if canonical_url(e.url) not in desk.known_urls)


def _read(desk: Desk, point: EntryPoint, answer: Answer) -> Reading:
    """Raises Unreadable."""
    content_type = answer.header("content-type") or ""
    if point.kind is Kind.FEED:
        return read_feed(answer.body, base=answer.final_url, content_type=content_type)
    if point.kind is Kind.SITEMAP:
        return read_sitemap(
            answer.body, base=answer.final_url, unpacked_at_most=desk.limits.unpacked_bytes
        )
    if point.api is not None:
        return read_api(answer.body, base=answer.final_url, shape=point.api)
    if point.listing is not None:
        return read_listing(
            answer.body, base=answer.final_url, shape=point.listing, content_type=content_type
        )
    if point.kind is Kind.ARCHIVE:
        return _read_archive(desk, point, answer)
    return read_status_page(
        answer.body,
        base=answer.final_url,
        content_type=content_type,
        links=point.links,
        rows_at_least=min((t.rows_at_least for t in desk.source.status_tables), default=0),
    )


def _read_archive(desk: Desk, point: EntryPoint, answer: Answer) -> Reading:
    """Captures to fetch, or WARC files to read. Raises Unreadable."""
    if not point.url.endswith(PATHS_NAME):
        return read_cdx(answer.body, base=answer.final_url)
    unpacked = desk.limits.unpacked_bytes
    files = read_paths(answer.body, base=answer.final_url, unpacked_at_most=unpacked)
    first, beyond = point.wish.files if point.wish is not None else (0, 0)
    wanted = files[first:beyond]
    if not wanted:
        raise Unreadable(f"the list names {len(files)} WARC files, none of those asked for")
    return gathered(make_entry(answer.final_url, url, "") for url in wanted)
