"""The Store: what every store promises, whatever lies beneath.

Threads: a store may be used from any number of threads; each call is a unit of its own.
Durability: when a call that writes returns, what it wrote survives a killed process and a cut
of power; when it raises, nothing of it was written. Time: every datetime in and out is UTC and
aware; a naive one is refused with ValueError. Text: what a database can't hold (NUL, lone
surrogates) is refused with ValueError before anything is written; callers clean first.
Order: every tuple comes in the order its docstring names, never in the database's mood.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol

from rules.records import Match
from spiders.records import KnownPage
from storage.board import KeepsBoard
from storage.found import KeepsFound
from storage.people import KeepsPeople
from storage.post import Digest, Mail, MailState, Subscription
from storage.queue import KeepsQueue
from storage.reading import KeepsReading
from storage.records import (
    Changes,
    Fingerprint,
    Flag,
    FlagCount,
    FlagEvent,
    FlagQuery,
    Holder,
    PageFailure,
    PageRecord,
    PageVersion,
    Recheck,
    Review,
    Run,
    SourceHistory,
    SourceNight,
    Status,
    StoredDocument,
    TimelineItem,
    Turn,
)
from storage.rulesets import KeepsRules
from storage.searching import KeepsWords
from storage.stories import KeepsStories
from storage.tokens import KeepsTokens


class LeaseHeld(Exception):
    """Another live process holds the lease: leave it alone (exit code 3)."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(f"process {holder.pid} on {holder.host} is running a night")
        self.holder = holder


class StoreUnusable(Exception):
    """The database can't be opened or read: a person must look (exit code 2)."""


class UnknownFlag(KeyError):
    """No flag has this number: say so to whoever typed it."""


class NothingToUndo(Exception):
    """The flag has no answer that stands: say so."""


class Store(
    KeepsPeople,
    KeepsTokens,
    KeepsQueue,
    KeepsBoard,
    KeepsWords,
    KeepsRules,
    KeepsFound,
    KeepsReading,
    KeepsStories,
    Protocol,
):
    """What recwatch remembers. See the module's text for the promises that hold for every call."""

    # -- the lease -------------------------------------------------------------------------------
    def take_lease(self, holder: Holder, is_alive: Callable[[Holder], bool]) -> None:
        """Take the one lease for `holder`, or keep it if it is his already.

        A lease whose holder is not alive (asked of `is_alive`) falls to the new one at once.
        Raises LeaseHeld. Of two callers at the same moment exactly one gets it.
        """

    def drop_lease(self, holder: Holder) -> None:
        """Give the lease back; nothing happens if it isn't `holder`'s."""

    def lease_holder(self) -> Holder | None:
        """Who holds the lease, alive or not; None where it is free."""

    # -- runs ------------------------------------------------------------------------------------
    def open_run(self, run: Run) -> None:
        """Add a run; every earlier one that was still RUNNING becomes INTERRUPTED.

        Raises ValueError if there is one of this id.
        """

    def close_run(self, run_id: str, finished_at: datetime) -> None:
        """Make a run FINISHED. Raises ValueError if it was never opened."""

    def runs(self, limit: int = 50) -> tuple[Run, ...]:
        """The newest runs, newest first."""

    def begin_turn(self, turn: Turn) -> bool:
        """Keep a try of a job's turn, in the place of an earlier try of that date.

        False, and nothing kept, where that turn has ended. Raises ValueError for a turn that
        has an end already.
        """

    def end_turn(self, job: str, local_date: date, ended_at: datetime) -> None:
        """A turn has ended well; the first end stands. Raises ValueError if it never began."""

    def turns(self, job: str, limit: int = 50) -> tuple[Turn, ...]:
        """A job's turns, the newest local date first."""

    def add_source_night(self, night: SourceNight) -> None:
        """Keep a source's outcome; one per run and source, the later replaces the earlier."""

    def source_nights(self, run_id: str) -> tuple[SourceNight, ...]:
        """The outcomes of a run, by source id."""

    def source_histories(self, since: datetime, before: datetime) -> dict[str, SourceHistory]:
        """What sources did in runs that began before `before`, by source id.

        Nights and documents are counted from `since` on; a night counts unless it was failed,
        skipped or unproven. A source without a night is missing.
        """

    def documents_by_source(self, run_id: str) -> dict[str, int]:
        """How many versions a run brought, by source id; a source without any is missing."""

    # -- pages -----------------------------------------------------------------------------------
    def add_pages(self, pages: Sequence[PageRecord]) -> int:
        """Keep pages; one that is known by id is passed over. Gives the number that were new.

        Also keeps each page's `written.entry_keys` for `known_pages`.
        """

    def page(self, page_id: str) -> PageRecord | None:
        """A page by id, None if there is none."""

    def pages_of_run(self, run_id: str) -> tuple[PageRecord, ...]:
        """The pages that a run fetched, by (warc, offset)."""

    def pages_end(self, warc: str) -> int:
        """The end (offset + length) of the last known span of a WARC file; 0 for an unknown one."""

    def unassessed_pages(
        self, limit: int, source_ids: Sequence[str] | None = None
    ) -> tuple[PageRecord, ...]:
        """Pages not yet in any `Changes.assessed`, by (fetched_at, url, payload_sha256, id).

        source_ids: only pages of these sources; None: of all.
        """

    def known_pages(self, source_id: str, recheck: Recheck) -> tuple[KnownPage, ...]:
        """What the next crawl of a source should know, by (url, role).

        For each url and role the newest page that has status 200 (its validators and payload
        hash; a 304 after it only moves its time), except pages with a failure; and for each
        entry key the newest. `recheck` is set on pages of every other role last fetched (200 or
        304) in the given period, unless the newest answer of that url was 404 or 410.
        """

    # -- settling --------------------------------------------------------------------------------
    def apply(self, changes: Changes) -> None:
        """Store what settling decided: all of it or nothing.

        New documents, stories, flags and page versions must be new (by id, id, number, and by url
        and number); a flag whose number is known replaces that flag's projection, except that one
        with no other event here than "noted" keeps its state: a person may have answered since
        settling read it. What is not new, and matches or events of nothing stored, are refused
        with ValueError. Applying the same changes twice changes nothing.

        What people decided of stories goes before what settling had read (`storage.stories`): a
        document goes where its address was put, or to the story that took in the one it was meant
        for; a known flag stays in its story; a flag that is raised here under a number given
        meanwhile gets the next free one.
        """

    def page_version(self, url: str) -> PageVersion | None:
        """The newest version of a watched page at a canonical address; None if it has none."""

    def document_at(self, url: str) -> StoredDocument | None:
        """The standing version (superseded_by None) at a canonical address, gone or not."""

    def story_of_text(self, text_sha256: str) -> str | None:
        """The story of the earliest document that has this text and a story; None if none has."""

    def similar(self, bands: Sequence[int]) -> tuple[Fingerprint, ...]:
        """Fingerprints that share at least one band, by document id."""

    def story_flags(self, story_id: str) -> tuple[Flag, ...]:
        """Every flag of a story, by number."""

    def document_flags(self, document_id: str) -> tuple[Flag, ...]:
        """Every flag that shows this version, by number."""

    def last_flag_number(self) -> int:
        """The highest number given so far; 0 before the first flag."""

    # -- asking ----------------------------------------------------------------------------------
    def page_versions(self, url: str, limit: int = 50) -> tuple[PageVersion, ...]:
        """The newest versions of a watched page at a canonical address, newest first."""

    def watched_pages(self) -> tuple[PageVersion, ...]:
        """The newest version of every watched page, by url."""

    def document(self, document_id: str) -> StoredDocument | None:
        """A version by its id."""

    def documents_of_run(self, run_id: str) -> tuple[StoredDocument, ...]:
        """The versions that a run brought, in the order they were settled."""

    def documents_gone(self, since: datetime) -> tuple[StoredDocument, ...]:
        """Versions with gone_at at or after `since`, by url."""

    def story_documents(self, story_id: str) -> tuple[StoredDocument, ...]:
        """The documents of a story in the order they were settled."""

    def matches(self, document_id: str) -> tuple[Match, ...]:
        """The matches of a version, in the matcher's order."""

    def timeline(self, recommendation: str, limit: int = 100) -> tuple[TimelineItem, ...]:
        """Demands, denials and look-backs of standing versions.

        Newest publication first, unknown dates last; of one day as they were settled.
        """

    def failures(self, run_id: str) -> tuple[PageFailure, ...]:
        """The failures of a run's pages, by page id."""

    def flag(self, number: int) -> Flag:
        """A flag by its number. Raises UnknownFlag."""

    def flags(self, query: FlagQuery) -> tuple[Flag, ...]:
        """The flags that fit, by number, at most `query.limit`."""

    def flag_events(self, number: int) -> tuple[FlagEvent, ...]:
        """What runs did to a flag, in the order it happened."""

    def flag_counts(self, run_id: str) -> tuple[FlagCount, ...]:
        """Flags raised or reopened in a run, by (recommendation, lane, heading)."""

    def counts(self, run_id: str) -> dict[str, int]:
        """Totals of a run: "pages" (records), "documents", "failures"."""

    # -- reviews ---------------------------------------------------------------------------------
    def add_review(self, review: Review) -> Review:
        """Append an answer and make the flag ANSWERED; gives it with its number.

        UNDO takes back the newest answer that stands and was given after any reopening; the flag is
        WAITING again unless an earlier answer stands. UNSURE leaves it WAITING, and so does the
        first answer to a flag that is read twice (`storage.reading`).
        Raises UnknownFlag, NothingToUndo.
        """

    def reviews(self, flag: int) -> tuple[Review, ...]:
        """Every answer to a flag, undone ones and UNDOs too, in the order given."""

    # -- statuses --------------------------------------------------------------------------------
    def add_status(self, status: Status) -> Status:
        """Append where a clause stands; gives it with its number. Raises UnknownFlag."""

    def statuses(self, recommendation: str | None = None) -> tuple[Status, ...]:
        """Every status that was set, in the order given. None: of all recommendations."""

    # -- digests ---------------------------------------------------------------------------------
    def add_digest(self, digest: Digest) -> bool:
        """Keep a handed-over letter; False if one of this id is kept already."""

    def digests(self, subscriber: str) -> tuple[Digest, ...]:
        """A person's letters, oldest first."""

    # -- post ------------------------------------------------------------------------------------
    def keep_subscription(self, subscription: Subscription) -> None:
        """Keep what a person wants; it takes the place of what is kept under the address."""

    def drop_subscription(self, address: str) -> bool:
        """Forget what a person wants; False if nothing is kept under the address."""

    def subscriptions(self) -> tuple[Subscription, ...]:
        """What everybody wants, by address."""

    def queue_mail(self, digest: Digest, mail: Mail) -> bool:
        """Keep a digest and, with it, the mail that tells it; False if the digest is known.

        From then on its flags are told, whatever becomes of the mail.
        """

    def claim_mails(
        self, now: datetime, stale_before: datetime, limit: int = 50
    ) -> tuple[Mail, ...]:
        """Mails that are WAITING and due, made SENDING, by (due_at, id); no caller gets one twice.

        Those that are SENDING since before `stale_before` become UNSURE: whoever had them is gone.
        """

    def close_mail(self, mail: Mail) -> None:
        """Keep what became of a mail. Raises ValueError for an unknown one."""

    def waiting_mails(self, address: str) -> tuple[Mail, ...]:
        """The mails to an address that are WAITING, by (due_at, id)."""

    def withdraw_mail(self, mail_id: str, now: datetime, said: str) -> bool:
        """Make a mail that is WAITING WITHDRAWN; False if it is not WAITING (any more).

        Of this and `claim_mails` at the same moment one has the mail.
        """

    def mail(self, mail_id: str) -> Mail | None:
        """A mail by its id; None if there is none."""

    def mails(self, state: MailState | None = None, limit: int = 200) -> tuple[Mail, ...]:
        """The mails whose state changed last, newest first."""

    # -- small facts -----------------------------------------------------------------------------
    def fact(self, name: str) -> str | None:
        """A small fact by name (for example "baseline"); None if it was never kept."""

    def keep_fact(self, name: str, value: str) -> None:
        """Keep a small fact; the first value stands, a later one is refused silently."""

    def close(self) -> None:
        """Give back what the store holds open. Any other call after it is an error."""
