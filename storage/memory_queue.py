"""The queue in memory: the same order and the same answers as in a database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from rules.searching import Term, found_in, searched_words
from storage.contract import NothingToUndo, UnknownFlag
from storage.memory_unit import Guarded, unit
from storage.projection import REOPENING, answer_after, standing_answers, state_after
from storage.queue import (
    UNRANKED,
    FlagClaim,
    FlagVersion,
    Outdated,
    QueueItem,
    QueueKey,
    QueueQuery,
    SavedFilter,
)
from storage.records import Answer, Flag, FlagEvent, Lane, Review, StoredDocument

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class MemoryQueue(Guarded):
    """The part of a store in memory that people review by."""

    def __init__(self) -> None:
        super().__init__()
        self._documents: dict[str, StoredDocument] = {}
        self._flags: dict[int, Flag] = {}
        self._events: list[tuple[FlagEvent, int]] = []  # with the newest review at that moment
        self._reviews: list[Review] = []
        self._answers: dict[int, Answer] = {}  # those that stand, of flags that do not wait
        self._ranks: dict[int, int] = {}  # without those that are unranked
        self._claims: dict[int, FlagClaim] = {}
        self._filters: dict[tuple[str, str], SavedFilter] = {}

    @unit
    def flag(self, number: int) -> Flag:
        if number not in self._flags:
            raise UnknownFlag(number)
        return self._flags[number]

    @unit
    def queue(
        self, query: QueueQuery, after: QueueKey | None = None, limit: int = 25
    ) -> tuple[QueueItem, ...]:
        fitting = self._fitting_queue(query)
        stories = Counter(flag.story_id for flag in fitting)
        foremost: dict[str, Flag] = {}
        for flag in fitting:
            foremost.setdefault(flag.story_id, flag)
        items = [self._item(flag, stories[flag.story_id]) for flag in foremost.values()]
        if after is not None:
            items = [one for one in items if _order(one.key) > _order(after)]
        return tuple(items[:limit])

    @unit
    def queue_numbers(self, query: QueueQuery, limit: int) -> tuple[int, ...]:
        return tuple(flag.number for flag in self._fitting_queue(query)[:limit])

    @unit
    def queue_counts(self, query: QueueQuery) -> Mapping[Lane, int]:
        return Counter(flag.lane for flag in self._fitting_queue(replace(query, lane=None)))

    @unit
    def unranked(self, limit: int) -> tuple[Flag, ...]:
        numbers = sorted(number for number in self._flags if number not in self._ranks)
        return tuple(self._flags[number] for number in numbers[:limit])

    @unit
    def rank(self, priorities: Mapping[int, int]) -> None:
        self._ranks.update({n: p for n, p in priorities.items() if n in self._flags})

    @unit
    def unrank_all(self) -> None:
        self._ranks.clear()

    @unit
    def flag_version(self, number: int) -> FlagVersion:
        self.flag(number)
        raised = (e for e, _ in self._events if e.flag == number and e.what in REOPENING)
        newest = max((r.number for r in self._reviews if r.flag == number), default=0)
        return FlagVersion(review=newest, raised=sum(1 for _ in raised))

    @unit
    def add_review_of(self, review: Review, seen: FlagVersion) -> Review:
        if self.flag_version(review.flag) != seen:
            raise Outdated
        return self.add_review(review)

    @unit
    def add_review(self, review: Review) -> Review:
        flag = self.flag(review.flag)
        recent = self._since_reopened(review.flag)
        if review.answer is Answer.UNDO and not standing_answers(recent):
            raise NothingToUndo(f"flag {review.flag} has no answer to take back")
        kept = replace(review, number=len(self._reviews) + 1)
        self._reviews.append(kept)
        self._flags[flag.number] = replace(flag, state=state_after((*recent, kept)))
        self._answers.pop(flag.number, None)
        if (answer := answer_after((*recent, kept))) is not None:
            self._answers[flag.number] = answer
        return kept

    def _since_reopened(self, number: int) -> tuple[Review, ...]:
        reopened = (
            newest for e, newest in self._events if e.flag == number and e.what in REOPENING
        )
        after = max(reopened, default=0)
        return tuple(r for r in self._reviews if r.flag == number and r.number > after)

    @unit
    def reviews(self, flag: int) -> tuple[Review, ...]:
        return tuple(r for r in self._reviews if r.flag == flag)

    @unit
    def reviews_by(self, reviewer: str, limit: int) -> tuple[Review, ...]:
        own = [r for r in reversed(self._reviews) if r.reviewer == reviewer]
        return tuple(own[:limit])

    @unit
    def claim(self, claim: FlagClaim, now: datetime) -> FlagClaim:
        self.flag(claim.flag)
        current = self._claims.get(claim.flag)
        if current and current.until > now and current.account != claim.account:
            return current
        self._claims[claim.flag] = claim
        return claim

    @unit
    def release(self, flag: int, account: str) -> None:
        if flag in self._claims and self._claims[flag].account == account:
            del self._claims[flag]

    @unit
    def claims(self, now: datetime) -> tuple[FlagClaim, ...]:
        return tuple(self._claims[n] for n in sorted(self._claims) if self._claims[n].until > now)

    @unit
    def save_filter(self, saved: SavedFilter) -> None:
        self._filters[saved.account, saved.name] = saved

    @unit
    def forget_filter(self, account: str, name: str) -> None:
        self._filters.pop((account, name), None)

    @unit
    def filters(self, account: str) -> tuple[SavedFilter, ...]:
        return tuple(self._filters[key] for key in sorted(self._filters) if key[0] == account)

    def _key(self, flag: Flag) -> QueueKey:
        return QueueKey(priority=self._ranks.get(flag.number, UNRANKED), number=flag.number)

    def _fitting_queue(self, query: QueueQuery) -> list[Flag]:
        fitting = (flag for flag in self._flags.values() if self._fits(flag, query))
        return sorted(fitting, key=lambda flag: _order(self._key(flag)))

    def _fits(self, flag: Flag, query: QueueQuery) -> bool:
        stored = self._documents.get(flag.document_id)
        wanted = (
            (query.lane, flag.lane),
            (query.state, flag.state),
            (query.recommendation, flag.recommendation),
            (query.heading, flag.heading),
            (query.language, stored and stored.document.language),
        )
        return (
            stored is not None
            and all(not want or want == has for want, has in wanted)
            and (query.source_ids is None or stored.source_id in query.source_ids)
            and _within(stored.document.published, query)
            and (not query.claimed_by or self._holds(flag.number, query))
            and (not query.terms or holds_all(stored, query.terms))
        )

    def _holds(self, number: int, query: QueueQuery) -> bool:
        held = self._claims.get(number)
        return held is not None and held.account == query.claimed_by and _stands(held, query.now)

    def _item(self, flag: Flag, flags: int) -> QueueItem:
        stored = self._documents[flag.document_id]
        story: Iterable[StoredDocument] = self._documents.values()
        return QueueItem(
            flag=flag,
            priority=self._key(flag).priority,
            title=stored.document.title,
            language=stored.document.language,
            source_id=stored.source_id,
            published=stored.document.published,
            flags=flags,
            documents=sum(d.story_id == flag.story_id and not d.superseded_by for d in story),
        )


def holds_all(stored: StoredDocument, terms: tuple[Term, ...]) -> bool:
    """Whether a document holds every term; where there is none, it does not."""
    document = stored.document
    words = searched_words(document.title, document.text, document.language) if terms else ()
    return bool(terms) and all(found_in(term, words) for term in terms)


def _order(key: QueueKey) -> tuple[int, int]:
    return -key.priority, key.number


def _stands(claim: FlagClaim, now: datetime | None) -> bool:
    return now is None or claim.until > now


def _within(published: date | None, query: QueueQuery) -> bool:
    if query.since is None and query.until is None:
        return True
    if published is None:
        return False
    return (query.since or date.min) <= published <= (query.until or date.max)
