"""The board: every recommendation with what people set, what waits, and since when nothing moved.

    tallies, statuses, nights ─► a row a recommendation ─► grouped by addressee, spent ones aside

A person's word is the status; counts of flags are no score: more news is not more regression.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from monitor.charts.bars import Bar
from monitor.counted import MOVES, Counted, bars_of, ways_of
from monitor.flagviews import Guide
from monitor.periods import Cover, Period, Span, covers, periods
from monitor.report import SPENT
from monitor.statuses import standing_statuses
from rules.records import Recommendation, Toward
from storage.board import NightCover, Tally
from storage.contract import Store
from storage.records import Lane, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseState:
    """A clause and what a person set last; None: nobody did."""

    id: str
    text: str
    status: Status | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A recommendation on the board.

    bars: of acts, a period each; outside: flags of acts on days before the first period. moved:
    the newest day of a confirmed act, and its way; None: none is confirmed. waiting, backlog,
    coming: flags of each lane that nobody has answered. reopened: something points back since the
    demand was spent.
    """

    recommendation: Recommendation
    clauses: tuple[ClauseState, ...]
    bars: tuple[Bar, ...]
    outside: int
    moved: date | None
    moved_toward: Toward | None
    waiting: int
    backlog: int
    coming: int
    reopened: bool

    @property
    def is_spent(self) -> bool:
        """Whether it is folded away: the demand is spent, and nothing has reopened it."""
        return self.recommendation.life.state in SPENT and not self.reopened


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rows of one addressee, in the register's order."""

    addressee: str
    name: str
    rows: tuple[Row, ...]

    @property
    def open(self) -> tuple[Row, ...]:
        """Those that are shown."""
        return tuple(row for row in self.rows if not row.is_spent)

    @property
    def spent(self) -> tuple[Row, ...]:
        """Those that are folded away."""
        return tuple(row for row in self.rows if row.is_spent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All groups in the register's order. strangers: flags of demands that it has no more."""

    groups: tuple[Group, ...]
    periods: tuple[Period, ...]
    covers: tuple[Cover, ...]
    strangers: int


class BoardReader:
    """Reads the board, and keeps what it has read until something changes that it rests on.

    A hundred thousand flags take a while to count, and the board is looked at more often than
    anything changes. Safe to call from several threads.
    """

    def __init__(self, store: Store, guide: Guide) -> None:
        self._store = store
        self._guide = guide
        self._kept: dict[Span, tuple[object, Board]] = {}

    def read(self, span: Span, today: date) -> Board:
        """The board as it stands."""
        statuses = self._store.statuses()
        # Asked first: what changes while we count is counted again by the next reader.
        key = (self._store.board_version(), len(statuses), today)
        kept = self._kept.get(span)
        if kept is not None and kept[0] == key:
            return kept[1]
        board = read_board(self._store, self._guide, span, today)
        self._kept[span] = (key, board)
        return board


def read_board(store: Store, guide: Guide, span: Span, today: date) -> Board:
    """The board as it stands, by three questions to the store."""
    register = guide.register
    of = periods(span, register.published, today)
    since = datetime.combine(of[0].first, time(), UTC)
    return make_board(
        guide,
        of=of,
        tallies=store.tallies(of[0].first, yearly=of[0].is_year),
        statuses=standing_statuses(store.statuses()),
        nights=store.night_covers(sorted(guide.sources), since),
        today=today,
    )


def make_board(
    guide: Guide,
    *,
    of: Sequence[Period],
    tallies: Iterable[Tally],
    statuses: Mapping[tuple[str, str], Status],
    nights: Iterable[NightCover],
    today: date,
) -> Board:
    """Put the board together. Pure."""
    register = guide.register
    watched = covers(nights, of, today)
    counted: dict[str, list[Tally]] = {one.id: [] for one in register.recommendations}
    strangers = 0
    for tally in tallies:
        if tally.recommendation in counted:
            counted[tally.recommendation].append(tally)
        else:
            strangers += tally.count
    rows = {
        one.id: _row(one, counted[one.id], statuses, of, watched)
        for one in register.recommendations
    }
    return Board(
        groups=tuple(_groups(guide, rows)),
        periods=tuple(of),
        covers=watched,
        strangers=strangers,
    )


def _groups(guide: Guide, rows: Mapping[str, Row]) -> Iterable[Group]:
    for addressee, name in guide.register.addressees:
        own = tuple(
            rows[one.id] for one in guide.register.recommendations if addressee in one.addressees
        )
        if own:
            yield Group(addressee=addressee, name=name, rows=own)


def _row(
    one: Recommendation,
    tallies: Sequence[Tally],
    statuses: Mapping[tuple[str, str], Status],
    of: Sequence[Period],
    watched: Sequence[Cover],
) -> Row:
    acts = [tally for tally in tallies if tally.lane is not Lane.COMING]
    counted = (_counted(tally, tally.first) for tally in acts if tally.first is not None)
    confirmed = [tally for tally in acts if tally.answer in MOVES]
    newest = max(confirmed, key=lambda tally: tally.last, default=None)
    return Row(
        recommendation=one,
        clauses=tuple(
            ClauseState(id=clause, text=text, status=statuses.get((one.id, clause)))
            for clause, text in one.clauses
        ),
        bars=bars_of(counted, of, watched),
        outside=sum(tally.count for tally in acts if tally.first is None),
        moved=newest.last if newest else None,
        moved_toward=MOVES[newest.answer] if newest and newest.answer else None,
        waiting=_waiting(tallies, Lane.HAPPENED),
        backlog=_waiting(tallies, Lane.BACKLOG),
        coming=_waiting(tallies, Lane.COMING),
        reopened=_is_reopened(one, tallies),
    )


def _waiting(tallies: Iterable[Tally], lane: Lane) -> int:
    return sum(tally.count for tally in tallies if tally.lane is lane and tally.answer is None)


def _counted(tally: Tally, on: date) -> Counted:
    return Counted(
        on=on,
        confirmed=tally.answer is not None,
        ways=ways_of(tally.answer, tally.heading),
        count=tally.count,
    )


def _is_reopened(one: Recommendation, tallies: Iterable[Tally]) -> bool:
    spent_on = one.life.on
    if one.life.state not in SPENT or spent_on is None:
        return False
    return any(_points_back(tally) and tally.last > spent_on for tally in tallies)


def _points_back(tally: Tally) -> bool:
    return Toward.REGRESSION in ways_of(tally.answer, tally.heading)
