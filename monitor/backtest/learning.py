"""Learns a scale (rules/weighing/) from labelled documents.

    cases ─► pages: signs, cases of the signals, events ─┬─► weights of signs, from all pages
                                                         └─► weights of cases, from fresh pages

Whoever writes rules reads the documents they miss, so that signals look surer on these than they
are. How far a signal is to be trusted is learnt from fresh pages alone, which nobody read; and what
their signs say is asked of a scale that was learnt without them, fold by fold. So are the figures
that are told: each page is weighed by what the others taught.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from monitor.backtest.figures import Figures, measure
from monitor.backtest.records import Case, Expected, Pair
from monitor.backtest.run import pairs_of
from monitor.backtest.trainer import weights_of_cases, weights_of_signs
from rules.candidates import told
from rules.matcher import Matcher
from rules.records import Toward
from rules.weighing.scale import About, Scale
from rules.weighing.weigh import Case as Weighed
from rules.weighing.weigh import cases, weigh

FOLDS = 5
# A missed event costs a researcher more than a look at a false alarm: what signals tell is left out
# only where four of five such are wrong.
KEPT_FROM = 0.2
# Where both directions are told, one is history more often than the page is of both.
CLEAR_BY = 0.25
# So many events must be labelled before the signs of a recommendation and direction are learnt.
EVENTS_AT_LEAST = 8

Signs = frozenset[str]
_BATCH = re.compile(r"[a-z]+\d*(?=-)")


class TooFewError(ValueError):
    """Too few labelled documents to learn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A labelled document as it is learnt from. is_fresh: no rule was written by it."""

    labelled: Case
    is_fresh: bool
    signs: Signs
    cases: tuple[Weighed, ...]
    events: frozenset[About]

    @property
    def fold(self) -> int:
        """Its fold: of what belongs together all is in one."""
        return crc32(_belongs_to(self.labelled).encode()) % FOLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """A scale, and how it does on fresh pages that it was learnt without: figures before, after."""

    scale: Scale
    pages: int
    fresh: int
    before: Figures
    after: Figures


def page_of(matcher: Matcher, case: Case, *, is_fresh: bool) -> Page:
    """A labelled document, read whole, with nothing weighed."""
    reading = matcher.read(case.document)
    events = frozenset(_events(case))
    if reading is None:
        return Page(labelled=case, is_fresh=is_fresh, signs=frozenset(), cases=(), events=events)
    inside = [one for one in matcher.candidates(reading) if one.place.inside]
    chosen = told(inside, reading)
    return Page(
        labelled=case,
        is_fresh=is_fresh,
        signs=matcher.weigher.signs(reading, chosen),
        cases=cases(chosen, reading),
        events=events,
    )


def learn(pages: Sequence[Page]) -> Learnt:
    """The scale of these pages; where none is fresh all are taken for it.

    Raises TooFewError where there is nothing to learn from.
    """
    fresh = [page for page in pages if page.is_fresh] or list(pages)
    folds = sorted({page.fold for page in fresh})
    if len(folds) < 2 or not any(page.events for page in fresh):
        raise TooFewError(f"{len(fresh)} documents are too few to learn from")
    without = {fold: _of_signs([p for p in pages if p.fold != fold]) for fold in folds}
    rows = {
        fold: [row for page in fresh if page.fold == fold for row in _rows(page, without[fold])]
        for fold in folds
    }
    tried = {
        fold: _with_cases(without[fold], _joined(rows[f] for f in folds if f != fold))
        for fold in folds
    }
    return Learnt(
        scale=_with_cases(_of_signs(pages), _joined(rows.values())),
        pages=len(pages),
        fresh=len(fresh),
        before=_figures((page, _raised(page)) for page in fresh),
        after=_figures((page, _flagged(page, tried[page.fold])) for page in fresh),
    )


Row = tuple[Mapping[str, float], bool]


def _of_signs(pages: Sequence[Page]) -> Scale:
    """What the signs of these pages say; no case can be weighed with it yet."""
    counted = Counter(about for page in pages for about in page.events)
    enough = sorted(one for one, n in counted.items() if EVENTS_AT_LEAST <= n < len(pages))
    events = {about: [about in page.events for page in pages] for about in enough}
    speaks: dict[About, float] = {}
    signs: dict[str, dict[About, float]] = {}
    for about, (before, added) in weights_of_signs([p.signs for p in pages], events).items():
        speaks[about] = before
        for sign, weight in added.items():
            signs.setdefault(sign, {})[about] = weight
    return Scale(kept_from=KEPT_FROM, clear_by=CLEAR_BY, speaks=speaks, signs=signs, cases={})


def _rows(page: Page, scale: Scale) -> Iterator[Row]:
    """The cases of a page with what its signs say, and whether each is an event."""
    for case in page.cases:
        yield case.weighed_with(scale.page(case.about, page.signs)), case.about in page.events


def _with_cases(scale: Scale, rows: Sequence[Row]) -> Scale:
    known, are_events = [row for row, _ in rows], [is_event for _, is_event in rows]
    if len(set(are_events)) < 2:
        raise TooFewError("of the cases found all are right, or none: there is nothing to weigh")
    return replace(scale, cases=weights_of_cases(known, are_events))


def _joined(rows: Iterable[Sequence[Row]]) -> list[Row]:
    return [row for some in rows for row in some]


def _events(case: Case) -> Iterator[About]:
    """What a label says happened; mixed is both."""
    for name, expected in case.pairs:
        for toward in Toward:
            if expected in (toward.value, Expected.MIXED):
                yield name, toward


def _belongs_to(case: Case) -> str:
    """What a document is kept together with: a batch by its id ("w12-041"), else its month, as one
    event is told by several documents."""
    batch = _BATCH.match(case.document.id)
    if batch:
        return batch.group()
    published = case.document.published
    return case.document.id if published is None else f"{published:%Y-%m}"


def _raised(page: Page) -> Iterator[About]:
    return (case.about for case in page.cases)


def _flagged(page: Page, scale: Scale) -> Iterator[About]:
    return (one.case.about for one in weigh(scale, page.cases, page.signs) if one.is_kept)


def _figures(answers: Iterable[tuple[Page, Iterable[About]]]) -> Figures:
    pairs: list[Pair] = []
    for page, flagged in answers:
        answered: dict[str, set[Toward]] = {}
        for name, toward in flagged:
            answered.setdefault(name, set()).add(toward)
        pairs += pairs_of(page.labelled, answered)
    return measure(pairs)
