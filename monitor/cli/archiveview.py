"""What an archive gave, in words."""

from collections.abc import Sequence

from monitor.cli.gate import FAILED
from monitor.cli.nightview import FINE, print_flags, print_sources
from monitor.cli.output import data, say, warn
from monitor.night import NightReport
from spiders.records import Refusal

_SHOWN = 10


def print_taken(report: NightReport, refusals: Sequence[Refusal]) -> int:
    """The account, documents and flags; gives the exit code."""
    counts, refused = report.counts, [*refusals]
    for night in report.nights:
        refused += night.outcome.refusals
    if report.nights:
        print_sources(report.nights, report.run.started_at)
    data().print(
        f"{counts['pages']} records kept, {counts['documents']} new or changed documents, "
        f"{counts['failures']} pages without a text"
    )
    print_flags(report.flags)
    for one in refused[:_SHOWN]:
        warn(f"{one.url}: {one.reason}")
    if len(refused) > _SHOWN:
        say(f"and {len(refused) - _SHOWN} more that could not be taken")
    if report.stopped:
        warn("stopped early as asked; ask again for the rest")
    fine = all(night.outcome.state in FINE for night in report.nights)
    return FAILED if refusals or report.stopped or not fine else 0
