"""How a night looks: progress while it runs, the summary after it."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from types import TracebackType
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from monitor.cli.gate import FAILED
from monitor.cli.output import data, print_json, print_rows, say, shown, talk, warn
from monitor.contracts import Assessment
from monitor.night import NightReport
from monitor.night import Progress as Shown
from rules.records import Match
from spiders.records import RecordWritten, SourceOutcome, SourceState
from storage.records import Change, FlagCount, PageFailure, SourceNight, StoredDocument

FINE = frozenset({SourceState.OK, SourceState.UNCHANGED, SourceState.SKIPPED, SourceState.UNPROVEN})
LISTED = 20  # documents named in the summary; the rest is counted
PLAIN_EVERY = 10.0  # seconds between two plain lines


class NightProgress(Shown):
    """Bars on a terminal; elsewhere a plain line per source and every ten seconds."""

    def __init__(self) -> None:
        console = talk()
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._plain = not console.is_terminal
        self._crawl = self._bars.add_task("fetching", total=None)
        self._assess: Any = None
        self._total = self._done = self._fetched = 0
        self._said_at = time.monotonic()

    def __enter__(self) -> "NightProgress":
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def crawled(self, message: RecordWritten | SourceOutcome) -> None:
        """Counts pages, names sources as they end."""
        if isinstance(message, RecordWritten):
            self._fetched += 1
            self._bars.update(self._crawl, completed=self._fetched)
            self._now_and_then(f"fetched {self._fetched} records")
            return
        line = f"{message.source_id}: {message.state.value} ({message.reason})"
        self._bars.console.print(shown(line))

    def assessing(self, total: int) -> None:
        """More pages are about to be assessed."""
        self._total += total
        if self._assess is None:
            self._bars.update(self._crawl, total=self._fetched)
            self._assess = self._bars.add_task("assessing", total=self._total)
        self._bars.update(self._assess, total=self._total)

    def assessed(self, assessment: Assessment) -> None:
        """One page less."""
        del assessment
        self._done += 1
        self._bars.update(self._assess, completed=self._done)
        self._now_and_then(f"assessed {self._done} of {self._total} records")

    def _now_and_then(self, line: str) -> None:
        if self._plain and time.monotonic() - self._said_at > PLAIN_EVERY:
            self._said_at = time.monotonic()
            say(line)


def print_report(report: NightReport, sources: str, as_json: bool) -> int:
    """The night's summary on stdout; gives the exit code."""
    if as_json:
        print_json(_as_json(report))
    else:
        _print_summary(report, sources)
    code = _code(report.nights)
    if report.stopped:
        warn("stopped early as asked; `recwatch run` goes on from here")
    return FAILED if report.stopped else code


def _code(nights: Sequence[SourceNight]) -> int:
    """Unproven sources alarm nobody one by one; that not one source answers is worth a word."""
    outcomes = [night.outcome for night in nights]
    if outcomes and not any(each.read + each.unchanged for each in outcomes):
        warn("not one source answered: is this machine connected?")
        return FAILED
    return 0 if all(each.state in FINE for each in outcomes) else FAILED


def _print_summary(report: NightReport, sources: str) -> None:
    out = data()
    seconds = ((report.run.finished_at or report.run.started_at) - report.run.started_at).seconds
    out.print(f"\nNight {report.run.id}, {seconds} s" + (", resumed" if report.resumed else ""))
    if report.recovered:
        out.print(f"{report.recovered} records taken in that a killed run had left")
    out.print("\nSources")
    _print_nights(report.nights, report.run.started_at)
    counts = report.counts
    out.print(
        f"\n{counts['pages']} records fetched, {counts['documents']} new or changed documents, "
        f"{counts['failures']} pages without a text"
    )
    _print_documents(report)
    for version in report.pages:
        out.print(shown(f"  page changed: {version.url} (recwatch pages show {version.source_id})"))
    print_flags(report.flags)
    _print_letter(report)
    if report.flags:
        waiting = "recwatch review" if sources == "live" else ".venv/bin/recwatch review"
        out.print(f"To answer the flags: {waiting}")


def print_sources(nights: Sequence[SourceNight], now: datetime) -> int:
    """A row a source; gives the exit code."""
    _print_nights(nights, now)
    return _code(nights)


def _print_nights(nights: Sequence[SourceNight], now: datetime) -> None:
    print_rows(
        ("source", "state", "read", "unchanged", "refused", "reason"),
        (
            (
                n.outcome.source_id,
                n.outcome.state.value,
                str(n.outcome.read),
                str(n.outcome.unchanged),
                str(n.outcome.refused),
                told(n, now),
            )
            for n in nights
        ),
    )


def told(night: SourceNight, now: datetime) -> str:
    """The reason, and for a bad night the age of the last good one and the cure."""
    if night.outcome.state.is_good:
        return night.outcome.reason
    parts = [night.outcome.reason]
    if night.last_good is not None:
        parts.append(f"last good night {night.last_good:%Y-%m-%d}, {age(night.last_good, now)}")
    if night.cure:
        parts.append(f"cure: {night.cure}")
    return "; ".join(parts)


def age(then: datetime, now: datetime) -> str:
    """How long ago, in days."""
    days = (now - then).days
    return "today" if days < 1 else f"{days} day{'s' * (days != 1)} ago"


def print_counts(counts: dict[str, int], flags: Sequence[FlagCount]) -> int:
    """What assessing gave."""
    data().print(f"{counts['documents']} new or changed documents")
    print_flags(flags)
    return 0


def _print_documents(report: NightReport) -> None:
    by_change: dict[str, list[StoredDocument]] = {}
    for document in report.documents:
        by_change.setdefault(document.change.value, []).append(document)
    by_change["gone"] = list(report.gone)
    out = data()
    for name in (*(c.value for c in Change), "gone"):
        documents = by_change.get(name, [])
        if documents:
            out.print(f"  {name}: {len(documents)}")
        if documents and len(report.documents) + len(report.gone) <= LISTED:
            for document in documents:
                out.print(shown(f"    {document.url}  {document.document.title}"))


def print_flags(flags: Iterable[FlagCount]) -> None:
    """A row a recommendation, lane and direction."""
    rows = [(f.recommendation, f.lane.value, f.heading.value, str(f.count)) for f in flags]
    out = data()
    out.print(f"\nFlags raised or reopened: {sum(int(row[3]) for row in rows)}")
    if rows:
        print_rows(("recommendation", "lane", "direction", "flags"), rows)


def _print_letter(report: NightReport) -> None:
    if report.letter is None:
        return
    where = f": {report.letter.path}" if report.letter.path else ""
    out = data()
    out.print()
    out.print(shown(f"Digest: {report.letter.reason}{where}"))


def _as_json(report: NightReport) -> dict[str, Any]:
    return {
        "run": report.run.id,
        "resumed": report.resumed,
        "stopped": report.stopped,
        "recovered": report.recovered,
        "sources": [_outcome(n) for n in report.nights],
        "counts": report.counts,
        "documents": {
            change.value: sum(d.change is change for d in report.documents) for change in Change
        }
        | {"gone": len(report.gone)},
        "pages": [{"url": v.url, "version": v.number} for v in report.pages],
        "flags": [asdict(f) for f in report.flags],
        "digest": None
        if report.letter is None
        else {
            "flags": report.letter.flags,
            "reason": report.letter.reason,
            "path": str(report.letter.path) if report.letter.path else None,
        },
    }


def _outcome(night: SourceNight) -> dict[str, Any]:
    outcome = asdict(night.outcome)
    outcome["refusals"] = [asdict(r) for r in night.outcome.refusals]
    last_good = night.last_good.isoformat() if night.last_good else None
    return outcome | {"documents": night.documents, "last_good": last_good, "cure": night.cure}


def print_added(
    report: NightReport,
    matches: Sequence[tuple[StoredDocument, Sequence[Match]]],
    failures: Sequence[PageFailure],
) -> int:
    """What became of an added page: its document and matches, or why there is none."""
    for document, found in matches:
        _print_matches(document, found)
    for failure in failures:
        warn(f"no text: {failure.kind}: {failure.reason}")
    refused = [n.outcome.reason for n in report.nights if n.outcome.state not in FINE]
    for reason in refused:
        warn(reason)
    if not (matches or failures or refused):
        say("nothing new: this text is stored already")
    return FAILED if failures or refused else 0


def _print_matches(document: StoredDocument, found: Sequence[Match]) -> None:
    out = data()
    out.print(shown(f"document {document.document.id}: {document.document.title}"))
    for match in found:
        words = " … ".join(e.quote for e in match.evidence)
        out.print(
            shown(f"  {match.recommendation} {match.signal} {match.direction.value}: {words}")
        )
    if not found:
        out.print(f"  no match; `recwatch explain {document.document.id}` says why")
