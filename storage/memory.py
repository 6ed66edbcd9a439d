"""A store in memory, for tests and trials: the same promises except that it dies with its process.

Settled order is the order of insertion, which a dict keeps.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from rules.records import OFF_FLAGS, Match
from storage.contract import LeaseHeld
from storage.histories import histories
from storage.memory_found import MemoryFound
from storage.memory_pages import MemoryPages
from storage.memory_post import Post
from storage.memory_rules import MemoryRules
from storage.memory_search import MemorySearch
from storage.memory_stories import MemoryStories
from storage.memory_tokens import MemoryTokens
from storage.memory_unit import unit
from storage.post import Digest, Mail, MailState, Subscription
from storage.projection import REOPENING, batch_id, only_noted
from storage.records import (
    Changes,
    Fingerprint,
    Flag,
    FlagCount,
    FlagEvent,
    Holder,
    PageVersion,
    Run,
    RunState,
    SourceHistory,
    SourceNight,
    StoredDocument,
    TimelineItem,
    Turn,
)

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.

T = TypeVar("T")


class MemoryStore(MemoryPages, MemoryTokens, MemoryFound, MemoryStories, MemorySearch, MemoryRules):
    """A Store that keeps everything in dicts. second_reading: the share of flags read twice."""

    def __init__(self, second_reading: float = 0.0) -> None:
        super().__init__()
        self._second_reading = second_reading
        self._holder: Holder | None = None
        self._turns: dict[tuple[str, date], Turn] = {}
        self._batches: set[str] = set()
        self._versions: dict[str, list[PageVersion]] = {}  # by url, oldest first
        self._digests: dict[str, Digest] = {}
        self._post = Post()
        self._facts: dict[str, str] = {}

    # -- the lease -------------------------------------------------------------------------------
    @unit
    def take_lease(self, holder: Holder, is_alive: Callable[[Holder], bool]) -> None:
        current = self._holder
        if current is not None and current != holder and is_alive(current):
            raise LeaseHeld(current)
        self._holder = holder

    @unit
    def drop_lease(self, holder: Holder) -> None:
        if self._holder == holder:
            self._holder = None

    @unit
    def lease_holder(self) -> Holder | None:
        return self._holder

    # -- runs ------------------------------------------------------------------------------------
    @unit
    def open_run(self, run: Run) -> None:
        _must_be_new([run.id], self._runs)
        for earlier in self._runs.values():
            if earlier.state is RunState.RUNNING:
                self._runs[earlier.id] = replace(earlier, state=RunState.INTERRUPTED)
        self._runs[run.id] = run

    @unit
    def close_run(self, run_id: str, finished_at: datetime) -> None:
        if run_id not in self._runs:
            raise ValueError(f"there is no run {run_id} to close")
        self._runs[run_id] = replace(
            self._runs[run_id], state=RunState.FINISHED, finished_at=finished_at
        )

    @unit
    def runs(self, limit: int = 50) -> tuple[Run, ...]:
        newest_first = sorted(
            self._runs.values(), key=lambda run: (run.started_at, run.id), reverse=True
        )
        return tuple(newest_first[:limit])

    @unit
    def begin_turn(self, turn: Turn) -> bool:
        if turn.ended_at is not None:
            raise ValueError("a turn begins without an end")
        earlier = self._turns.get((turn.job, turn.local_date))
        if earlier is not None and earlier.ended_at is not None:
            return False
        self._turns[turn.job, turn.local_date] = turn
        return True

    @unit
    def end_turn(self, job: str, local_date: date, ended_at: datetime) -> None:
        if (turn := self._turns.get((job, local_date))) is None:
            raise ValueError(f"there is no turn of {job} on {local_date} to end")
        kept = replace(turn, ended_at=turn.ended_at or ended_at)
        self._turns[job, local_date] = kept

    @unit
    def turns(self, job: str, limit: int = 50) -> tuple[Turn, ...]:
        own = [turn for turn in self._turns.values() if turn.job == job]
        return tuple(sorted(own, key=lambda turn: turn.local_date, reverse=True)[:limit])

    @unit
    def add_source_night(self, night: SourceNight) -> None:
        self._nights[night.run_id, night.outcome.source_id] = night

    @unit
    def source_nights(self, run_id: str) -> tuple[SourceNight, ...]:
        nights = (n for n in self._nights.values() if n.run_id == run_id)
        return tuple(sorted(nights, key=lambda n: n.outcome.source_id))

    @unit
    def source_histories(self, since: datetime, before: datetime) -> dict[str, SourceHistory]:
        begun = {r.id: r.started_at for r in self._runs.values() if r.started_at < before}
        nights = ((begun[n.run_id], n) for n in self._nights.values() if n.run_id in begun)
        return histories(nights, since)

    @unit
    def documents_by_source(self, run_id: str) -> dict[str, int]:
        found = (d.source_id for d in self._documents.values() if d.run_id == run_id)
        return dict(sorted(Counter(found).items()))

    @unit
    def counts(self, run_id: str) -> dict[str, int]:
        return {
            "pages": sum(p.run_id == run_id for p in self._pages.values()),
            "documents": sum(d.run_id == run_id for d in self._documents.values()),
            "failures": len(self.failures(run_id)),
        }

    # -- settling --------------------------------------------------------------------------------
    @unit
    def apply(self, changes: Changes) -> None:
        batch = batch_id(changes)
        if batch in self._batches:
            return
        changes = self._as_decided(changes)
        self._refuse_misfits(changes)  # before anything changes: all or nothing
        self._batches.add(batch)
        self._apply_pages(changes)
        for version in changes.versions:
            self._versions.setdefault(version.url, []).append(version)
        self._apply_documents(changes)
        self._apply_flags(changes)

    def _refuse_misfits(self, changes: Changes) -> None:
        known = [(v.url, v.number) for versions in self._versions.values() for v in versions]
        _must_be_new([(v.url, v.number) for v in changes.versions], known)
        documents = [stored.document.id for stored in changes.documents]
        _must_be_new(documents, self._documents)
        _must_be_new([story.id for story in changes.stories], self._stories)
        _must_be_new([f.document_id for f in changes.fingerprints], self._prints)
        matched = [group.document_id for group in changes.matches]
        _must_be_new(matched, self._matches)
        _must_be_known(matched, {*self._documents, *documents})
        numbers = [flag.number for flag in changes.flags]
        _must_be_known([event.flag for event in changes.events], {*self._flags, *numbers})

    def _apply_documents(self, changes: Changes) -> None:
        known = self._documents
        known.update({stored.document.id: stored for stored in changes.documents})
        self._matches.update({group.document_id: group.matches for group in changes.matches})
        for old, new in changes.superseded:
            if old in known:
                known[old] = replace(known[old], superseded_by=new)
        for document_id, at in changes.gone:
            if document_id in known:
                known[document_id] = replace(known[document_id], gone_at=at)
        self._stories.update({story.id: story for story in changes.stories})
        self._prints.update({f.document_id: f for f in changes.fingerprints})

    def _apply_flags(self, changes: Changes) -> None:
        noted = only_noted(changes)
        for flag in map(self._kept_story, changes.flags):
            before = self._flags.get(flag.number)
            keeps_state = before is not None and flag.number in noted
            self._flags[flag.number] = (
                replace(flag, state=before.state) if before and keeps_state else flag
            )
            self._ranks.pop(flag.number, None)
            if before is not None and not keeps_state:
                self._forget_readers(flag.number)
        self._tell(changes.flags)
        newest = len(self._reviews)
        self._events.extend((event, newest) for event in changes.events)

    @unit
    def page_version(self, url: str) -> PageVersion | None:
        return next(iter(self.page_versions(url, 1)), None)

    @unit
    def page_versions(self, url: str, limit: int = 50) -> tuple[PageVersion, ...]:
        known = sorted(self._versions.get(url, ()), key=lambda v: v.number, reverse=True)
        return tuple(known[:limit])

    @unit
    def watched_pages(self) -> tuple[PageVersion, ...]:
        return tuple(self.page_versions(url, 1)[0] for url in sorted(self._versions))

    @unit
    def document_at(self, url: str) -> StoredDocument | None:
        standing = [d for d in self._documents.values() if d.url == url and d.superseded_by is None]
        return standing[-1] if standing else None

    @unit
    def story_of_text(self, text_sha256: str) -> str | None:
        stories = (d.story_id for d in self._documents.values() if d.text_sha256 == text_sha256)
        return next((story for story in stories if story is not None), None)

    @unit
    def similar(self, bands: Sequence[int]) -> tuple[Fingerprint, ...]:
        wanted = set(bands)
        found = (f for f in self._prints.values() if wanted.intersection(f.bands))
        return tuple(sorted(found, key=lambda f: f.document_id))

    @unit
    def story_flags(self, story_id: str) -> tuple[Flag, ...]:
        return self._fitting(lambda flag: flag.story_id == story_id)

    @unit
    def document_flags(self, document_id: str) -> tuple[Flag, ...]:
        return self._fitting(lambda flag: flag.document_id == document_id)

    @unit
    def last_flag_number(self) -> int:
        return max(self._flags, default=0)

    # -- asking ----------------------------------------------------------------------------------
    @unit
    def document(self, document_id: str) -> StoredDocument | None:
        return self._documents.get(document_id)

    @unit
    def documents_of_run(self, run_id: str) -> tuple[StoredDocument, ...]:
        return tuple(d for d in self._documents.values() if d.run_id == run_id)

    @unit
    def documents_gone(self, since: datetime) -> tuple[StoredDocument, ...]:
        gone = (d for d in self._documents.values() if d.gone_at and d.gone_at >= since)
        return tuple(sorted(gone, key=lambda d: d.url))

    @unit
    def story_documents(self, story_id: str) -> tuple[StoredDocument, ...]:
        return tuple(d for d in self._documents.values() if d.story_id == story_id)

    @unit
    def matches(self, document_id: str) -> tuple[Match, ...]:
        return self._matches.get(document_id, ())

    @unit
    def timeline(self, recommendation: str, limit: int = 100) -> tuple[TimelineItem, ...]:
        items = [
            TimelineItem(
                document_id=stored.document.id, published=stored.document.published, match=match
            )
            for stored in self._documents.values()
            if stored.superseded_by is None
            for match in self._matches.get(stored.document.id, ())
            if match.recommendation == recommendation and match.factuality in OFF_FLAGS
        ]
        # Sorting backwards keeps equal items in their order, as sorting forwards does.
        items.sort(key=lambda item: item.published or date.min, reverse=True)
        return tuple(items[:limit])

    @unit
    def flag_events(self, number: int) -> tuple[FlagEvent, ...]:
        return tuple(event for event, _ in self._events if event.flag == number)

    @unit
    def flag_counts(self, run_id: str) -> tuple[FlagCount, ...]:
        touched = {e.flag for e, _ in self._events if e.run_id == run_id and e.what in REOPENING}
        flags = (self._flags[number] for number in touched)
        kinds = Counter((f.recommendation, f.lane, f.heading) for f in flags)
        return tuple(
            FlagCount(recommendation=recommendation, lane=lane, heading=heading, count=count)
            for (recommendation, lane, heading), count in sorted(kinds.items())
        )

    # -- reviews, digests, small facts -----------------------------------------------------------
    @unit
    def add_digest(self, digest: Digest) -> bool:
        is_new = digest.id not in self._digests
        self._digests.setdefault(digest.id, digest)
        return is_new

    @unit
    def digests(self, subscriber: str) -> tuple[Digest, ...]:
        own = (d for d in self._digests.values() if d.subscriber == subscriber)
        return tuple(sorted(own, key=lambda d: (d.made_at, d.id)))

    @unit
    def keep_subscription(self, subscription: Subscription) -> None:
        self._post.subscriptions[subscription.address] = subscription

    @unit
    def drop_subscription(self, address: str) -> bool:
        return self._post.subscriptions.pop(address, None) is not None

    @unit
    def subscriptions(self) -> tuple[Subscription, ...]:
        return tuple(one for _, one in sorted(self._post.subscriptions.items()))

    @unit
    def queue_mail(self, digest: Digest, mail: Mail) -> bool:
        return self._post.queue(self._digests, digest, mail)

    @unit
    def claim_mails(
        self, now: datetime, stale_before: datetime, limit: int = 50
    ) -> tuple[Mail, ...]:
        return self._post.claim(now, stale_before, limit)

    @unit
    def close_mail(self, mail: Mail) -> None:
        self._post.close(mail)

    @unit
    def waiting_mails(self, address: str) -> tuple[Mail, ...]:
        return self._post.waiting(address)

    @unit
    def withdraw_mail(self, mail_id: str, now: datetime, said: str) -> bool:
        return self._post.withdraw(mail_id, now, said)

    @unit
    def mail(self, mail_id: str) -> Mail | None:
        return self._post.mails.get(mail_id)

    @unit
    def mails(self, state: MailState | None = None, limit: int = 200) -> tuple[Mail, ...]:
        return self._post.listed(state, limit)

    @unit
    def fact(self, name: str) -> str | None:
        return self._facts.get(name)

    @unit
    def keep_fact(self, name: str, value: str) -> None:
        self._facts.setdefault(name, value)

    def close(self) -> None:
        self._closed = True


def _must_be_new(ids: Sequence[T], known: Collection[T]) -> None:
    if len(set(ids)) != len(ids) or any(i in known for i in ids):
        raise ValueError("what was to be stored is there already")


def _must_be_known(ids: Sequence[T], known: set[T]) -> None:
    if not known.issuperset(ids):
        raise ValueError("what was to be stored belongs to nothing stored")
