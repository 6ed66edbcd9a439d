"""Whether a source's night was as it should be. Pure.

    outcome ─► has it ever been good? ─► did it give what its file expects? ─► account

A source that has never had a good night is unproven, whatever went wrong: it is listed, and alarms
nobody. Once proven, a night on which it gives less than it should is suspicious, for silence must
not pass for "no news".
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import NamedTuple

from monitor.contracts import Assessment
from monitor.cures import cure_for
from monitor.extract.failures import LayoutChanged, NotTheStatusPage, PageShrank
from monitor.extract.language import UNKNOWN
from spiders.records import Role, Source, SourceOutcome, SourceState
from storage.records import MadeFrom, SourceHistory, SourceNight

ENOUGH = 5  # documents, of which shares may be told
WINDOWS = (timedelta(days=14), timedelta(days=90), timedelta(days=365))
USUAL = 10  # documents that a window should hold, so that chance alone empties none
SELDOM = 5  # ... and must hold at the least, or a source is too rare for its silence to be judged
LEAST = 6  # a source that gives less than a sixth of what it should is silent

_TO_BE_JUDGED = frozenset({SourceState.OK, SourceState.UNCHANGED, SourceState.PARTIAL})
_PAGES = frozenset({Role.ARTICLE, Role.STATUS_PAGE})
NO_HISTORY = SourceHistory(first_good=None, last_good=None, nights=0, documents=0)


class Broken(NamedTuple):
    """An expectation that was not met: the sentence, and what a person may do about it."""

    sentence: str
    cure: str


@dataclass(slots=True)
class Sample:
    """What one source's pages of tonight were like.

    read: documents, and pages without a text. short: articles below the expected length, and those
    pages. undated: documents without a day. foreign: in a language that its file does not name.
    rebuilt: status pages that have lost the tables which the file describes. shrunk: why watched
    pages were not believed.
    """

    read: int = 0
    short: int = 0
    undated: int = 0
    foreign: int = 0
    rebuilt: int = 0
    shrunk: list[str] = field(default_factory=list)

    def see(self, source: Source, role: Role, assessment: Assessment) -> None:
        """Count one page; one that is gone says nothing about the source."""
        for each in assessment.documents:
            if each.made_from is MadeFrom.PASSAGE:
                continue  # a paragraph has no day and no length that its source could promise
            document, is_article = each.document, each.made_from is MadeFrom.ARTICLE
            self.read += 1
            self.short += is_article and len(document.text) < source.expects.text_at_least
            self.undated += document.published is None
            self.foreign += document.language not in (UNKNOWN, *source.languages)
        failure = assessment.failure
        if failure is None or assessment.gone or role not in _PAGES:
            return
        if failure.kind == NotTheStatusPage.__name__:
            return  # the spider has said so already, or has read the second address instead
        self.rebuilt += failure.kind == LayoutChanged.__name__
        if failure.kind == PageShrank.__name__:
            self.shrunk.append(f"{failure.reason} ({assessment.url})")
        self.short += 1  # also where its entry stands in for it
        if not assessment.documents:
            self.read += 1
            self.undated += 1


def first_account(run_id: str, outcome: SourceOutcome, history: SourceHistory) -> SourceNight:
    """A source's night by what its child said, before a page of it was read."""
    night = SourceNight(
        run_id=run_id,
        outcome=outcome,
        last_good=history.last_good,
        cure="" if outcome.state.is_good else cure_for(outcome.reason),
    )
    if history.last_good or _gave_something(outcome) or outcome.state is SourceState.SKIPPED:
        return night
    why = f"tonight {outcome.state.value}: {outcome.reason}"
    return _as(night, SourceState.UNPROVEN, f"never had a good night; {why}")


def _gave_something(outcome: SourceOutcome) -> bool:
    """A list that can be read and holds nothing proves nothing."""
    return outcome.state is SourceState.OK or (outcome.state.is_good and outcome.unchanged > 0)


def final_account(night: SourceNight, broken: tuple[Broken, ...], documents: int) -> SourceNight:
    """The same night when its pages were read and `documents` of them were new."""
    counted = replace(night, documents=documents)
    state = night.outcome.state
    if not broken or state not in {*_TO_BE_JUDGED, SourceState.UNPROVEN}:
        return counted
    said = "; ".join(each.sentence for each in broken)
    if night.last_good is None:
        began = "" if state is SourceState.UNPROVEN else "never had a good night; "
        return _as(counted, SourceState.UNPROVEN, _joined(f"{began}{said}", night), broken[0].cure)
    return _as(counted, SourceState.SUSPICIOUS, _joined(said, night), broken[0].cure)


def _joined(said: str, night: SourceNight) -> str:
    return "; ".join(filter(None, (said, night.outcome.reason)))


def _as(night: SourceNight, state: SourceState, reason: str, cure: str = "") -> SourceNight:
    outcome = replace(night.outcome, state=state, reason=reason)
    return replace(night, outcome=outcome, cure=cure or night.cure)


# -- what is expected ------------------------------------------------------------------------------


def broken_by(sample: Sample, source: Source) -> tuple[Broken, ...]:
    """What tonight's pages lack; of few documents no share is told."""
    found = []
    if sample.rebuilt:
        tables = f"{sample.rebuilt} pages have lost the tables that its file describes"
        found.append(Broken(tables, "compare the page with `status_tables` in its file"))
    for reason in sample.shrunk:
        found.append(Broken(reason, "open the page; nothing has been changed by it"))
    if sample.read >= ENOUGH:
        found += _shares(sample, source)
    return tuple(found)


def _shares(sample: Sample, source: Source) -> list[Broken]:
    expects, read = source.expects, sample.read
    languages = ", ".join(source.languages)
    checks = (
        (
            sample.short * 2 > read,
            f"{sample.short} of {read} texts are missing or shorter than {expects.text_at_least}",
            "open one of its articles: what is read may be a notice, or the page is made by script",
        ),
        (
            read - sample.undated < expects.dates_that_parse * read,
            f"only {read - sample.undated} of {read} documents state their day",
            "see how its pages write dates now; lower `dates_that_parse` if they give none",
        ),
        (
            sample.foreign * 2 > read,
            f"{sample.foreign} of {read} documents are in none of its languages ({languages})",
            "see whether its list has moved, or add the language to its file",
        ),
    )
    return [Broken(sentence, cure) for is_broken, sentence, cure in checks if is_broken]


def window_of(source: Source) -> timedelta | None:
    """The days over which a source's silence is judged; None: it publishes too seldom."""
    for window in WINDOWS:
        if _expected(source, window) >= USUAL:
            return window
    return WINDOWS[-1] if _expected(source, WINDOWS[-1]) >= SELDOM else None


def silence_of(
    source: Source, window: timedelta, recent: SourceHistory, tonight: int, is_old: bool
) -> tuple[Broken, ...]:
    """Whether it has given too little. recent: within the window. is_old: proven before it began.

    Nights on which nobody asked are no silence: at least half of the days need one that answered.
    """
    expected, found = _expected(source, window), recent.documents + tonight
    if not is_old or recent.nights * 2 < window.days or found * LEAST >= expected:
        return ()
    said = f"{found} new documents in {window.days} days, where about {expected:.0f} are usual"
    cure = "see whether its list has moved; lower `documents_per_week` if it publishes less now"
    return (Broken(said, cure),)


def _expected(source: Source, window: timedelta) -> float:
    return source.expects.documents_per_week * window.days / 7
