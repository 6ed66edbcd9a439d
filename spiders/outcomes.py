"""What one source's night adds up to: counts while it is crawled, one sentence at its end."""

from collections import Counter
from dataclasses import dataclass, field

from spiders.records import Refusal, SourceOutcome, SourceState

REFUSALS_KEPT = 100
_SAID_AT_MOST = 3


@dataclass(slots=True)
class Tally:
    """read: answers written. unchanged: 304s, equal payloads, known entries. news: answers and
    entries that nobody knew. gone: known pages that answered 404 or 410. left: addresses not
    visited. failed, suspicious, closed: entry points by what became of them, each with its reason;
    stood_in: those for which their second address answered; gaps: those that may have listed more.
    badges: what is said of the source whatever its state.
    """

    points: int
    badges: tuple[str, ...] = ()
    begun: bool = False
    read: int = 0
    unchanged: int = 0
    news: int = 0
    gone: int = 0
    left: int = 0
    cut: int = 0
    challenges: int = 0
    tried: int = 0
    refused: int = 0
    kept_as_entries: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    suspicious: dict[str, str] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    stood_in: dict[str, str] = field(default_factory=dict)
    gaps: dict[str, str] = field(default_factory=dict)
    stopped: str | None = None
    broken: str | None = None

    def refuse(self, url: str, reason: str) -> None:
        """Count an address that gave nothing."""
        self.refused += 1
        if len(self.refusals) < REFUSALS_KEPT:
            self.refusals.append(Refusal(url=url, reason=reason))


def outcome_of(source_id: str, tally: Tally) -> SourceOutcome:
    """The one state of a source, and the sentence that says why."""
    state, why = _verdict(tally)
    return SourceOutcome(
        source_id=source_id,
        state=state,
        reason="; ".join(filter(None, (why, _counted(tally), _second(tally), *tally.badges))),
        read=tally.read,
        unchanged=tally.unchanged,
        refused=tally.refused,
        refusals=tuple(tally.refusals),
    )


def _verdict(tally: Tally) -> tuple[SourceState, str]:
    if tally.broken:
        return SourceState.FAILED, tally.broken
    unread = len(tally.failed) + len(tally.suspicious) + len(tally.closed)
    if tally.suspicious:
        return SourceState.SUSPICIOUS, _said(tally.suspicious)
    if unread and unread == tally.points:
        return _nothing_answered(tally)
    if tally.stopped and not tally.read and not tally.unchanged:
        return SourceState.FAILED if tally.begun else SourceState.SKIPPED, tally.stopped
    return _something_answered(tally)


def _nothing_answered(tally: Tally) -> tuple[SourceState, str]:
    if tally.failed:
        return SourceState.FAILED, f"no entry point answered: {_said(tally.failed)}"
    return SourceState.SKIPPED, _said(tally.closed)


def _something_answered(tally: Tally) -> tuple[SourceState, str]:
    if tally.challenges:
        return SourceState.SUSPICIOUS, f"{tally.challenges} answers were challenge pages"
    unread = tally.failed | tally.closed
    if unread:
        return SourceState.PARTIAL, f"{len(unread)} of {tally.points} entry points: {_said(unread)}"
    if tally.stopped or tally.gaps:
        return SourceState.PARTIAL, tally.stopped or _said(tally.gaps)
    if tally.refused * 2 > tally.tried + tally.unchanged:
        return SourceState.PARTIAL, f"most refused ({_commonest(tally)})"
    if tally.news or tally.gone:
        return SourceState.OK, ""
    return SourceState.UNCHANGED, "nothing new"


def _said(reasons: dict[str, str]) -> str:
    """The reasons with their addresses; those of one kind once, and no more than three."""
    by_reason: dict[str, list[str]] = {}
    for url, reason in reasons.items():
        by_reason.setdefault(reason, []).append(url)
    said = [f"{reason} ({urls[0]}{_others(urls)})" for reason, urls in by_reason.items()]
    return "; ".join(said[:_SAID_AT_MOST])


def _others(urls: list[str]) -> str:
    return f" and {len(urls) - 1} more" if len(urls) > 1 else ""


def _second(tally: Tally) -> str:
    stood_in = tally.stood_in
    return f"read at the second address instead: {_said(stood_in)}" if stood_in else ""


def _commonest(tally: Tally) -> str:
    ((reason, _),) = Counter(each.reason for each in tally.refusals).most_common(1)
    return reason


def _counted(tally: Tally) -> str:
    parts = (
        (tally.read, "read"),
        (tally.news, "new or changed"),
        (tally.unchanged, "unchanged"),
        (tally.gone, "gone"),
        (tally.refused, "refused"),
        (tally.kept_as_entries, "kept as title and summary"),
        (tally.left, "left for the next night"),
        (tally.cut, "left out, beyond the caps on entries"),
    )
    return ", ".join(f"{count} {what}" for count, what in parts if count)
