"""How sources look in a list: state, last good night, and what would go unwatched without them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from monitor.coverage import Coverage, lost_without
from spiders.records import Source, SourceState
from storage.records import SourceHistory, SourceNight

HEADERS = (
    *("id", "name", "tier", "kind", "state", "last good night"),
    *("unwatched without it", "badges", "reason"),
)
NEVER = "never"
_NAMES_AT_MOST = 6


class Nights(NamedTuple):
    """What the store knows: each source's newest night, and its history."""

    newest: Mapping[str, SourceNight]
    histories: Mapping[str, SourceHistory]


def row_of(source: Source, nights: Nights, coverage: Sequence[Coverage]) -> tuple[str, ...]:
    """A source's row, in the order of HEADERS."""
    state, reason = _state(source, nights.newest.get(source.id))
    history = nights.histories.get(source.id)
    last_good = history.last_good if history else None
    return (
        source.id,
        source.name,
        source.tier.value,
        ", ".join(sorted({point.kind.value for point in source.entry_points})),
        state,
        f"{last_good:%Y-%m-%d}" if last_good else NEVER,
        _lost(lost_without(source, coverage)),
        ", ".join(source.badges),
        reason,
    )


def _state(source: Source, night: SourceNight | None) -> tuple[str, str]:
    if source.disabled_because is not None:
        return "disabled", source.disabled_because
    if night is None:
        return SourceState.UNPROVEN.value, "never crawled"
    cure = f"; cure: {night.cure}" if night.cure else ""
    return night.outcome.state.value, f"{night.outcome.reason}{cure}"


def _lost(lost: Mapping[str, Sequence[str]]) -> str:
    """ "EU-3 (no other primary source)"; nothing where others watch the same."""
    words = {
        "any": "no other source",
        "primary": "no other primary source",
        "independent": "no other independent source",
    }
    return "; ".join(f"{_named(lost[kind])} ({words[kind]})" for kind in words if kind in lost)


def _named(recommendations: Sequence[str]) -> str:
    shown = ", ".join(recommendations[:_NAMES_AT_MOST])
    more = len(recommendations) - _NAMES_AT_MOST
    return f"{shown} and {more} more" if more > 0 else shown
