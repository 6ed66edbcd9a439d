"""The night's account: each source's outcome, judged by its history and its pages, and kept."""

from collections.abc import Sequence
from datetime import timedelta

from monitor.contracts import Assessment
from monitor.health import (
    NO_HISTORY,
    WINDOWS,
    Broken,
    Sample,
    broken_by,
    final_account,
    first_account,
    silence_of,
    window_of,
)
from spiders.records import Source, SourceOutcome, SourceState
from storage.contract import Store
from storage.records import PageRecord, Run, SourceHistory, SourceNight

_NEVER_ENDED = "the night was stopped before it had ended"


class NightAccounts:
    """One run's. Keep each outcome as it comes, see each page, and settle up at the end."""

    def __init__(self, store: Store, run: Run, sources: Sequence[Source]) -> None:
        self._store = store
        self._run = run
        self._sources = {source.id: source for source in sources}
        self._samples: dict[str, Sample] = {}
        self._earlier = self._histories(timedelta())

    def keep(self, outcome: SourceOutcome) -> SourceOutcome:
        """Store an outcome, with what earlier nights make of it; gives it as it now reads."""
        history = self._earlier.get(outcome.source_id, NO_HISTORY)
        night = first_account(self._run.id, outcome, history)
        self._store.add_source_night(night)
        return night.outcome

    def see(self, page: PageRecord, assessment: Assessment) -> None:
        """Count a page that was read."""
        source = self._sources.get(page.written.source_id)
        if source is not None:
            sample = self._samples.setdefault(source.id, Sample())
            sample.see(source, page.written.role, assessment)

    def settle_up(self) -> None:
        """Judge what each source gave; one that is enabled and never ended was skipped."""
        ended = {n.outcome.source_id for n in self._store.source_nights(self._run.id)}
        for source in self._sources.values():
            if source.id not in ended and source.disabled_because is None:
                self.keep(_skipped(source))
        recent = {window: self._histories(window) for window in WINDOWS}
        documents = self._store.documents_by_source(self._run.id)
        for night in self._store.source_nights(self._run.id):
            source_id = night.outcome.source_id
            self._finish(night, documents.get(source_id, 0), recent)

    def _finish(
        self, night: SourceNight, documents: int, recent: dict[timedelta, dict[str, SourceHistory]]
    ) -> None:
        source = self._sources.get(night.outcome.source_id)
        if source is None:
            return
        broken = broken_by(self._samples.get(source.id, Sample()), source)
        window = window_of(source)
        if window is not None:
            broken += self._silence(source, window, recent[window], documents)
        self._store.add_source_night(final_account(night, broken, documents))

    def _silence(
        self, source: Source, window: timedelta, recent: dict[str, SourceHistory], documents: int
    ) -> tuple[Broken, ...]:
        history = recent.get(source.id, NO_HISTORY)
        first = history.first_good
        is_old = first is not None and first <= self._run.started_at - window
        return silence_of(source, window, history, documents, is_old)

    def _histories(self, window: timedelta) -> dict[str, SourceHistory]:
        begun = self._run.started_at
        return self._store.source_histories(since=begun - window, before=begun)


def _skipped(source: Source) -> SourceOutcome:
    return SourceOutcome(
        source_id=source.id,
        state=SourceState.SKIPPED,
        reason=_NEVER_ENDED,
        read=0,
        unchanged=0,
        refused=0,
    )
