"""Taking in what people found by hand: kept first, then fetched or read, assessed as any page is.

    a form ─► Find, stored ─► run of its own under the lease ─► document ─► matches, flags

What can't be taken in at once waits for the next night; nothing that was given is lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.contracts import Clock
from monitor.extract.charset import decoded
from monitor.extract.failures import Unreadable
from monitor.found import FoundFile, added_plan, added_source
from monitor.night import NightPlan, NightReport, Parts, add_found
from monitor.notes import BadAnswer, checked_name, checked_note
from monitor.printable import printable
from spiders.records import Entry, Source, Tier
from spiders.urls import canonical_url, is_fetchable
from storage.contract import Store
from storage.found import Find, FindState

TEXT_AT_MOST = 1_000_000  # characters; more is read of no page
WORDS_AT_MOST = 300  # of a title or an outlet
PLAIN, HTML = "text/plain", "text/html"
EARLIEST = date(1991, 1, 1)
_AT_ONCE = 1000
_MARKS = ("<!doctype html", "<html", "<head", "<body", "<article", "<p>", "<p ", "<div")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person says of what she found. published: a date as ISO 8601; "": not known."""

    tier: str
    address: str = ""
    outlet: str = ""
    title: str = ""
    published: str = ""
    country: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What taking in needs. plan: a night's, of whatever sources; its user agent is "" where no
    contact is set, and then no address is fetched. catalogue: how hosts may be fetched.
    """

    parts: Parts
    plan: NightPlan
    catalogue: Sequence[Source]


def keep_address(store: Store, told: Told, *, finder: str, clock: Clock) -> Find:
    """Keep an address that is to be fetched. Raises BadAnswer."""
    if not is_fetchable(told.address.strip()):
        raise BadAnswer("give a whole web address, https://…")
    return store.add_find(_find(told, "", "", "", finder=finder, clock=clock))


def keep_text(store: Store, told: Told, data: bytes, *, finder: str, clock: Clock) -> Find:
    """Keep a text or an HTML page that was given. Raises BadAnswer where it can't be read."""
    text = _text(data)
    if told.address.strip() and not is_fetchable(told.address.strip()):
        raise BadAnswer("give a whole web address, https://…, or leave it empty")
    kind = HTML if text[:2000].lstrip().lower().startswith(_MARKS) else PLAIN
    if kind == PLAIN and not told.title.strip():
        raise BadAnswer("a text without markup needs its title; the rules read it first")
    given = sha256(data).hexdigest()
    return store.add_find(_find(told, kind, text, given, finder=finder, clock=clock))


def _text(data: bytes) -> str:
    try:
        text = decoded(data).replace("\0", "").strip()
    except Unreadable as error:
        raise BadAnswer("the file is no text: save it as UTF-8 text or as HTML") from error
    if not text:
        raise BadAnswer("choose a file, or paste the text")
    if len(text) > TEXT_AT_MOST:
        raise BadAnswer(f"the text has {len(text):,} characters; at most {TEXT_AT_MOST:,} are read")
    return text.encode("utf-8", "replace").decode()


def _find(told: Told, kind: str, text: str, given: str, *, finder: str, clock: Clock) -> Find:
    if told.tier not in tuple(Tier):
        raise BadAnswer("choose who speaks there")
    now = clock.now()
    return Find(
        number=0,
        address=told.address.strip(),
        kind=kind,
        text=text,
        sha256=given,
        tier=Tier(told.tier),
        outlet=_line(told.outlet, "the outlet's name"),
        title=_line(told.title, "the title"),
        published=_day(told.published, now.date()),
        country=told.country,
        note=checked_note(told.note),
        finder=checked_name(finder),
        at=now,
    )


def _line(text: str, what: str) -> str:
    line = " ".join(printable(text).split())
    if len(line) > WORDS_AT_MOST:
        raise BadAnswer(f"{what} has {len(line)} characters; at most {WORDS_AT_MOST} are kept")
    return line


def _day(text: str, today: date) -> date | None:
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadAnswer("the day of publication is to be written as 2026-03-01") from error
    if not EARLIEST <= day <= today:
        raise BadAnswer(f"no page was published on {day}")
    return day


# -- taking in -------------------------------------------------------------------------------------


def take_in_finds(taking: Taking) -> Iterator[Find]:
    """Take in all that waits, oldest first, a run each. Raises LeaseHeld.

    Gives each find as it then stands; one for which something is lacking goes on waiting.
    """
    store, seen = taking.parts.store, set[int]()
    while waiting := [f for f in store.finds(FindState.WAITING, _AT_ONCE) if f.number not in seen]:
        for find in reversed(waiting):
            seen.add(find.number)
            closed = _taken(taking, find)
            store.close_find(closed)
            yield closed


def _taken(taking: Taking, find: Find) -> Find:
    if find.kind:
        return _take_text(taking, find)
    if not taking.plan.user_agent:
        return replace(find, said="no contact is set for the sites that are asked: recwatch init")
    source = added_source(find.address, find.country, taking.catalogue, find.tier)
    plan = replace(taking.plan, sources=(source,))
    return _became(taking, find, add_found(taking.parts, plan, added_plan(source, find.address)))


def _take_text(taking: Taking, find: Find) -> Find:
    source = added_source("", find.country, (), find.tier)
    plan = replace(taking.plan, sources=(source,))
    with TemporaryDirectory(prefix="recwatch-") as folder:
        # Its number makes the address "file:…" one of its own.
        path = Path(folder) / f"found-{find.number}.{'html' if find.kind == HTML else 'txt'}"
        path.write_text(find.text, encoding="utf-8", newline="")
        published = find.published.isoformat() if find.published else ""
        entry = Entry(url=find.address, title=find.title, published=published)
        wanted = FoundFile(path=path, kind=f"{find.kind}; charset=utf-8", entry=entry)
        report = add_found(taking.parts, plan, wanted)
    return _became(taking, find, report)


def _became(taking: Taking, find: Find, report: NightReport) -> Find:
    """What the run made of it: a document, one that was there already, or a reason."""
    store = taking.parts.store
    pages = store.pages_of_run(report.run.id)
    ids = {page.id for page in pages}
    own = [one for one in report.documents if one.page_id in ids]
    if own:
        said = "" if not find.kind or own[0].document.published else "the day is not known"
        return replace(find, state=FindState.TAKEN, said=said, document_id=own[0].document.id)
    known = (store.document_at(canonical_url(page.written.final_url)) for page in pages)
    there = next((one for one in known if one is not None), None)
    reasons = _reasons(store, report)
    if there is not None and not reasons:
        said, document = "this text was stored already", there.document.id
        return replace(find, state=FindState.TAKEN, said=said, document_id=document)
    said = "; ".join(reasons) or "the site gave no text"
    return replace(find, state=FindState.FAILED, said=printable(said)[:500])


def _reasons(store: Store, report: NightReport) -> list[str]:
    failed = [failure.reason for failure in store.failures(report.run.id)]
    refused = [n.outcome.reason for n in report.nights if not n.outcome.state.is_good]
    return [reason for reason in dict.fromkeys((*failed, *refused)) if reason]
