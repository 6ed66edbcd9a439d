"""What a source did in earlier nights: one reduction, for stores that have its nights at hand."""

from collections.abc import Iterable
from datetime import datetime

from spiders.records import SourceState
from storage.records import SourceHistory, SourceNight

SILENT = frozenset({SourceState.FAILED, SourceState.SKIPPED, SourceState.UNPROVEN})


def histories(
    nights: Iterable[tuple[datetime, SourceNight]], since: datetime
) -> dict[str, SourceHistory]:
    """By source id. nights: each with the start of its run."""
    of_source: dict[str, list[tuple[datetime, SourceNight]]] = {}
    for at, night in nights:
        of_source.setdefault(night.outcome.source_id, []).append((at, night))
    return {source_id: _history(found, since) for source_id, found in sorted(of_source.items())}


def _history(nights: list[tuple[datetime, SourceNight]], since: datetime) -> SourceHistory:
    good = [at for at, night in nights if night.outcome.state.is_good]
    recent = [night for at, night in nights if at >= since]
    return SourceHistory(
        first_good=min(good, default=None),
        last_good=max(good, default=None),
        nights=sum(night.outcome.state not in SILENT for night in recent),
        documents=sum(night.documents for night in recent),
    )
