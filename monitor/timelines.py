"""A recommendation by itself: where its clauses stand, and all that was told of it, in time.

flags with their matches ─► tidings ─► standings of clauses
                         ─► events  ─► lanes of kinds of sources, with the nights of each
demands and look-backs, statuses, nights beside them
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from monitor.charts.bars import Bar
from monitor.counted import MOVES, Counted, bars_of, ways_of
from monitor.coverage import watch_of
from monitor.flagviews import TIER_WORDS, Guide, telling_matches
from monitor.periods import Cover, Period, Span, covers, periods, place
from monitor.report import Progress, progress_of, tidings_of
from monitor.statuses import standing_statuses
from rules.records import Factuality, Ladder, Recommendation, Toward
from spiders.records import Source, Tier
from storage.board import ToldFlag
from storage.contract import Store
from storage.records import Lane, Status, StoredDocument, TimelineItem

UNKNOWN = "source unknown"
STATEMENTS_AT_MOST = 40
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A flag on the timeline. toward: as confirmed; None: it waits. ways: where it points then.

    quote: the words that the first match rests on. source: its name; tier: None where the catalogue
    has it no more. rungs: those that the matches name.
    """

    number: int
    on: date
    title: str
    quote: str
    language: str
    source: str
    tier: Tier | None
    lane: Lane
    toward: Toward | None
    ways: tuple[Toward, ...]
    clauses: tuple[str, ...]
    rungs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TierLane:
    """The events of one kind of source, and how its sources were watched."""

    label: str
    bars: tuple[Bar, ...]
    covers: tuple[Cover, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A demand, denial, look back or state, with its document; None: it is not stored any more."""

    item: TimelineItem
    document: StoredDocument | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationView:
    """All that a recommendation's page shows.

    events: confirmed ones and those that wait, newest first. dismissed: how many flags people said
    change nothing or do not belong here. outside: events before the first period. statuses: every
    one that was set, newest first.
    """

    progress: Progress
    addressees: tuple[str, ...]
    events: tuple[Event, ...]
    dismissed: int
    outside: int
    periods: tuple[Period, ...]
    lanes: tuple[TierLane, ...]
    statements: tuple[Statement, ...]
    statuses: tuple[Status, ...]

    @property
    def moved(self) -> date | None:
        """The newest day of a confirmed act; None: none is confirmed."""
        return max((e.on for e in self.events if is_act(e) and e.toward), default=None)


def is_act(event: Event) -> bool:
    """Whether it tells of something done, and not of a plan."""
    return event.lane is not Lane.COMING


def view_recommendation(
    store: Store, guide: Guide, ladder: Ladder, one: Recommendation, *, span: Span, today: date
) -> RecommendationView:
    """The recommendation with all that belongs to it."""
    told = tuple(all_told(store, one.id))
    statuses = store.statuses(one.id)
    of = periods(span, guide.register.published, today)
    events = events_of(told, guide)
    acts = [event for event in events if is_act(event)]
    tidings = [tiding for flag in told for tiding in tidings_of(flag)]
    names = dict(guide.register.addressees)
    return RecommendationView(
        progress=progress_of(one, ladder, tidings, standing_statuses(statuses)),
        addressees=tuple(names.get(each, each) for each in one.addressees),
        events=events,
        dismissed=sum(flag.answer is not None and flag.answer not in MOVES for flag in told),
        outside=sum(place(event.on, of) is None for event in acts),
        periods=of,
        lanes=tuple(_lanes(store, guide, one, acts, of=of, today=today)),
        statements=tuple(_statements(store, one.id)),
        statuses=statuses[::-1],
    )


def all_told(store: Store, recommendation: str) -> Iterator[ToldFlag]:
    """Every flag of a recommendation with its matches, by number, read in parts."""
    after = 0
    while found := store.told_flags(recommendation, after, _AT_ONCE):
        yield from found
        after = found[-1].flag.number


def events_of(told: Iterable[ToldFlag], guide: Guide) -> tuple[Event, ...]:
    """What is confirmed or waits, newest first; of one day the later flag first."""
    events = (event_of(one, guide) for one in told if one.answer is None or one.answer in MOVES)
    return tuple(sorted(events, key=lambda event: (event.on, event.number), reverse=True))


def event_of(told: ToldFlag, guide: Guide) -> Event:
    """A flag as it stands on the timeline. Pure."""
    source = guide.sources.get(told.source_id)
    toward = MOVES.get(told.answer) if told.answer else None
    matches = telling_matches(told.flag, told.matches)
    return Event(
        number=told.flag.number,
        on=told.on,
        title=told.title,
        quote=" … ".join(e.quote for e in matches[0].evidence) if matches else "",
        language=told.language,
        source=source.name if source else told.source_id,
        tier=source.tier if source else None,
        lane=told.flag.lane,
        toward=toward,
        ways=ways_of(told.answer, told.flag.heading),
        clauses=tuple(dict.fromkeys(match.clause for match in matches)),
        rungs=tuple(dict.fromkeys(match.rung for match in matches if match.rung)),
    )


def _lanes(
    store: Store,
    guide: Guide,
    one: Recommendation,
    acts: Sequence[Event],
    *,
    of: Sequence[Period],
    today: date,
) -> Iterator[TierLane]:
    """A lane for each kind of source that watches the demand or told of it."""
    since = datetime.combine(of[0].first, time(), UTC)
    sources = [source for source in guide.sources.values() if _watches(source, guide, one)]
    for tier in (*Tier, None):
        ids = sorted(source.id for source in sources if source.tier is tier)
        own = [event for event in acts if event.tier is tier]
        nights = store.night_covers(ids, since) if ids else ()
        if own or nights:
            watched = covers(nights, of, today)
            bars = bars_of(map(_counted, own), of, watched)
            label = TIER_WORDS[tier] if tier else UNKNOWN
            yield TierLane(label=label, bars=bars, covers=watched)


def _watches(source: Source, guide: Guide, one: Recommendation) -> bool:
    """A source that names no register is read for all of it."""
    return not source.watches or watch_of(source, guide.register.id, one.id) is not None


def _counted(event: Event) -> Counted:
    return Counted(on=event.on, confirmed=event.toward is not None, ways=event.ways)


def _statements(store: Store, recommendation: str) -> Iterator[Statement]:
    told: set[tuple[str, Factuality]] = set()  # of one text, each kind once
    for item in store.timeline(recommendation, STATEMENTS_AT_MOST):
        one = (item.document_id, item.match.factuality)
        if one in told:
            continue
        told.add(one)
        yield Statement(item=item, document=store.document(item.document_id))


STATEMENT_WORDS: Mapping[Factuality, str] = {
    Factuality.DEMANDED: "demand",
    Factuality.DENIED: "denial",
    Factuality.PAST: "look back",
    Factuality.STATE: "state",
}
