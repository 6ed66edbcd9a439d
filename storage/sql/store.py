"""The store over a database: every call of the contract, as one unit.

What each promises is said in `storage.contract`; how it is asked, in the module it names.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from rules.records import Match
from spiders.records import KnownPage
from storage.contract import Store
from storage.post import Digest, Mail, MailState, Subscription
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
from storage.sql import (
    documents,
    flags,
    lease,
    letters,
    post,
    runs,
    settling,
    statuses,
    turns,
    versions,
)
from storage.sql import pages as page_rows
from storage.sql.board import SqlBoard
from storage.sql.desk import SqlDesk
from storage.sql.engine import database_file, make_engine
from storage.sql.found import SqlFound
from storage.sql.people import SqlPeople
from storage.sql.reading import SqlReading
from storage.sql.regrouping import SqlStories
from storage.sql.rulesets import SqlRules
from storage.sql.schema import check_whole, prepare
from storage.sql.search import SqlSearch
from storage.sql.tokens import SqlTokens
from storage.sql.units import Units
from storage.stories import Regroup, StoryDecision

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


def open_store(url: str, second_reading: float = 0.0) -> Store:
    """Open the database at `url`, brought to this version's schema.

    url: "sqlite:///PATH" (a file of mode 0600 is made) or "postgresql://HOST/NAME".
    second_reading: the share of flags that two people are to read, from 0 to 1.
    Raises StoreUnusable if it can't be reached, is damaged, or is newer than this code.
    """
    engine = make_engine(url)
    units = Units(engine)
    try:
        prepare(engine, units)
    except BaseException:
        units.close()
        raise
    return SqlStore(units, second_reading)


def check_store(url: str) -> None:
    """Read all of an SQLite database, which `open_store` does for small ones only.

    Raises StoreUnusable if a part is damaged. PostgreSQL checks itself.
    """
    engine = make_engine(url)
    units = Units(engine)
    try:
        if database_file(engine) is not None:
            units.read(check_whole)
    finally:
        units.close()


class SqlStore(
    SqlPeople,
    SqlTokens,
    SqlDesk,
    SqlBoard,
    SqlSearch,
    SqlRules,
    SqlReading,
    SqlStories,
    SqlFound,
):
    """A Store in SQLite or PostgreSQL; made by `open_store`."""

    def __init__(self, units: Units, second_reading: float) -> None:
        self._units = units
        self._second_reading = second_reading

    # -- the lease --------------------------------------------------------------------------
    def take_lease(self, holder: Holder, is_alive: Callable[[Holder], bool]) -> None:
        self._units.write(lease.take_lease, holder, is_alive)

    def drop_lease(self, holder: Holder) -> None:
        self._units.write(lease.drop_lease, holder)

    def lease_holder(self) -> Holder | None:
        return self._units.read(lease.lease_holder)

    # -- runs -------------------------------------------------------------------------------
    def open_run(self, run: Run) -> None:
        self._units.write(runs.open_run, run)

    def close_run(self, run_id: str, finished_at: datetime) -> None:
        self._units.write(runs.close_run, run_id, finished_at)

    def runs(self, limit: int = 50) -> tuple[Run, ...]:
        return self._units.read(runs.newest_runs, limit)

    def begin_turn(self, turn: Turn) -> bool:
        return self._units.write(turns.begin_turn, turn)

    def end_turn(self, job: str, local_date: date, ended_at: datetime) -> None:
        self._units.write(turns.end_turn, job, local_date, ended_at)

    def turns(self, job: str, limit: int = 50) -> tuple[Turn, ...]:
        return self._units.read(turns.turns_of, job, limit)

    def add_source_night(self, night: SourceNight) -> None:
        self._units.write(runs.add_source_night, night)

    def source_nights(self, run_id: str) -> tuple[SourceNight, ...]:
        return self._units.read(runs.nights_of, run_id)

    def source_histories(self, since: datetime, before: datetime) -> dict[str, SourceHistory]:
        return self._units.read(runs.histories, since, before)

    def documents_by_source(self, run_id: str) -> dict[str, int]:
        return self._units.read(runs.documents_by_source, run_id)

    def counts(self, run_id: str) -> dict[str, int]:
        return self._units.read(runs.totals, run_id)

    # -- pages ------------------------------------------------------------------------------
    def add_pages(self, pages: Sequence[PageRecord]) -> int:
        return self._units.write(page_rows.add_pages, tuple(pages))

    def page(self, page_id: str) -> PageRecord | None:
        return self._units.read(page_rows.page, page_id)

    def pages_of_run(self, run_id: str) -> tuple[PageRecord, ...]:
        return self._units.read(page_rows.pages_of_run, run_id)

    def pages_end(self, warc: str) -> int:
        return self._units.read(page_rows.pages_end, warc)

    def unassessed_pages(
        self, limit: int, source_ids: Sequence[str] | None = None
    ) -> tuple[PageRecord, ...]:
        return self._units.read(page_rows.unassessed_pages, limit, source_ids)

    def known_pages(self, source_id: str, recheck: Recheck) -> tuple[KnownPage, ...]:
        return self._units.read(page_rows.known_of, source_id, recheck)

    def failures(self, run_id: str) -> tuple[PageFailure, ...]:
        return self._units.read(page_rows.failures_of, run_id)

    # -- settling ---------------------------------------------------------------------------
    def apply(self, changes: Changes) -> None:
        self._units.write(settling.apply, changes)

    def regroup(self, wanted: Regroup) -> StoryDecision:
        return self._units.write(settling.regroup, wanted)

    def page_version(self, url: str) -> PageVersion | None:
        return self._units.read(versions.newest, url)

    def document_at(self, url: str) -> StoredDocument | None:
        return self._units.read(documents.document_at, url)

    def story_of_text(self, text_sha256: str) -> str | None:
        return self._units.read(documents.story_of_text, text_sha256)

    def similar(self, bands: Sequence[int]) -> tuple[Fingerprint, ...]:
        return self._units.read(documents.similar, tuple(bands))

    def story_flags(self, story_id: str) -> tuple[Flag, ...]:
        return self._units.read(flags.story_flags, story_id)

    def document_flags(self, document_id: str) -> tuple[Flag, ...]:
        return self._units.read(flags.document_flags, document_id)

    def last_flag_number(self) -> int:
        return self._units.read(flags.last_flag_number)

    # -- asking -----------------------------------------------------------------------------
    def page_versions(self, url: str, limit: int = 50) -> tuple[PageVersion, ...]:
        return self._units.read(versions.versions_at, url, limit)

    def watched_pages(self) -> tuple[PageVersion, ...]:
        return self._units.read(versions.newest_of_all)

    def document(self, document_id: str) -> StoredDocument | None:
        return self._units.read(documents.document, document_id)

    def documents_of_run(self, run_id: str) -> tuple[StoredDocument, ...]:
        return self._units.read(documents.documents_of_run, run_id)

    def documents_gone(self, since: datetime) -> tuple[StoredDocument, ...]:
        return self._units.read(documents.documents_gone, since)

    def story_documents(self, story_id: str) -> tuple[StoredDocument, ...]:
        return self._units.read(documents.story_documents, story_id)

    def matches(self, document_id: str) -> tuple[Match, ...]:
        return self._units.read(documents.matches_of, document_id)

    def timeline(self, recommendation: str, limit: int = 100) -> tuple[TimelineItem, ...]:
        return self._units.read(documents.timeline, recommendation, limit)

    def flag(self, number: int) -> Flag:
        return self._units.read(flags.flag, number)

    def flags(self, query: FlagQuery) -> tuple[Flag, ...]:
        return self._units.read(flags.fitting, query)

    def flag_events(self, number: int) -> tuple[FlagEvent, ...]:
        return self._units.read(flags.events, number)

    def flag_counts(self, run_id: str) -> tuple[FlagCount, ...]:
        return self._units.read(flags.counts, run_id)

    # -- reviews, digests, small facts ------------------------------------------------------
    def add_review(self, review: Review) -> Review:
        return self._units.write(flags.add_review, review, self._second_reading)

    def reviews(self, flag: int) -> tuple[Review, ...]:
        return self._units.read(flags.reviews_of, flag)

    def add_status(self, status: Status) -> Status:
        return self._units.write(statuses.add_status, status)

    def statuses(self, recommendation: str | None = None) -> tuple[Status, ...]:
        return self._units.read(statuses.statuses_of, recommendation)

    def add_digest(self, digest: Digest) -> bool:
        return self._units.write(letters.add_digest, digest)

    def digests(self, subscriber: str) -> tuple[Digest, ...]:
        return self._units.read(letters.digests_of, subscriber)

    def keep_subscription(self, subscription: Subscription) -> None:
        self._units.write(post.keep_subscription, subscription)

    def drop_subscription(self, address: str) -> bool:
        return self._units.write(post.drop_subscription, address)

    def subscriptions(self) -> tuple[Subscription, ...]:
        return self._units.read(post.subscriptions)

    def queue_mail(self, digest: Digest, mail: Mail) -> bool:
        return self._units.write(post.queue_mail, digest, mail)

    def claim_mails(
        self, now: datetime, stale_before: datetime, limit: int = 50
    ) -> tuple[Mail, ...]:
        return self._units.write(post.claim_mails, now, stale_before, limit)

    def close_mail(self, mail: Mail) -> None:
        self._units.write(post.close_mail, mail)

    def waiting_mails(self, address: str) -> tuple[Mail, ...]:
        return self._units.read(post.waiting_mails, address)

    def withdraw_mail(self, mail_id: str, now: datetime, said: str) -> bool:
        return self._units.write(post.withdraw_mail, mail_id, now, said)

    def mail(self, mail_id: str) -> Mail | None:
        return self._units.read(post.mail, mail_id)

    def mails(self, state: MailState | None = None, limit: int = 200) -> tuple[Mail, ...]:
        return self._units.read(post.newest_mails, state, limit)

    def fact(self, name: str) -> str | None:
        return self._units.read(letters.fact, name)

    def keep_fact(self, name: str, value: str) -> None:
        self._units.write(letters.keep_fact, name, value)

    def close(self) -> None:
        self._units.close()
