"""`recwatch sources`: what the catalogue holds, and whether it answers."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from monitor.cli.sourceview import Nights
    from monitor.settings import Settings
    from spiders.records import Source
    from storage.records import SourceNight

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

_NIGHTS = 30  # among which a source's newest one is looked for


class Which(StrEnum):
    """Which catalogue."""

    LIVE = "live"
    DEMO = "demo"


OneCatalogue = Annotated[Which, typer.Option("--sources", help="Which catalogue.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@app.callback()
def sources() -> None:
    """List the sources, or ask whether they answer."""


@app.command("list")
def list_sources(which: OneCatalogue = Which.LIVE, as_json: AsJson = False) -> None:
    """List the sources: state, last good night, and what would go unwatched without each."""
    from monitor.cli.desk import STAND_IN
    from monitor.cli.output import print_json, print_rows, say
    from monitor.cli.sourceview import HEADERS, row_of
    from monitor.coverage import coverage_of, gaps
    from monitor.wiring import load_rules, load_settings, load_sources

    settings = load_settings()
    found = load_sources(settings, which.value, STAND_IN)
    coverage = coverage_of(load_rules(settings).register, found)
    nights = _nights(settings)
    rows = [row_of(source, nights, coverage) for source in found]
    if as_json:
        print_json([dict(zip(HEADERS, row, strict=True)) for row in rows])
        return
    print_rows(HEADERS, rows)
    if not found:
        say(f"No sources yet; put files into {settings.home / 'catalogue'}, or see --sources demo.")
    elif which is Which.LIVE:
        for sentence, recommendations in _together(gaps(coverage)).items():
            say(f"{', '.join(recommendations)}: {sentence}")


def _together(gaps: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Recommendations by what they lack: an empty catalogue is no reason for thirty lines."""
    found: dict[str, list[str]] = {}
    for recommendation, sentence in gaps:
        found.setdefault(sentence, []).append(recommendation)
    return found


def _nights(settings: "Settings") -> "Nights":
    from contextlib import closing
    from datetime import UTC, datetime

    from monitor.cli.sourceview import Nights
    from monitor.wiring import open_store

    with closing(open_store(settings)) as store:
        newest: dict[str, SourceNight] = {}
        for run in store.runs(limit=_NIGHTS):
            for night in store.source_nights(run.id):
                newest.setdefault(night.outcome.source_id, night)
        end = datetime.max.replace(tzinfo=UTC)  # every run has begun before it
        return Nights(newest, store.source_histories(since=end, before=end))


@app.command()
def check(
    only: Annotated[str | None, typer.Argument(metavar="[ID]", help="Only this source.")] = None,
) -> None:
    """Ask each source for a few pages: what answers, what robots allow, what parses. Keeps none."""
    from monitor.cli.output import print_rows, say
    from monitor.cli.probeview import rows_of
    from monitor.clock import SystemClock
    from monitor.probing import probe_sources
    from monitor.wiring import load_settings, load_sources, make_probing

    settings = load_settings()
    chosen = _chosen(load_sources(settings, Which.LIVE.value), only)
    parts = make_probing(settings)
    usable = answered = 0
    for probe in probe_sources(parts, chosen, SystemClock().now().date()):
        usable += probe.is_usable
        answered += bool(probe.outcome.read)
        print_rows((), rows_of(probe))
    say(f"{len(chosen)} sources, {usable} of them gave what a night can use.")
    if not answered:
        say("Nothing answered at all: is this machine connected?")
    if usable < len(chosen):
        raise typer.Exit(1)


def _chosen(found: Sequence["Source"], only: str | None) -> tuple["Source", ...]:
    """All that are enabled, or the one that was named; a disabled one may be tried by name."""
    if only is None:
        return tuple(source for source in found if source.disabled_because is None)
    chosen = tuple(source for source in found if source.id == only)
    if not chosen:
        raise typer.BadParameter(f"there is no source {only!r}; `recwatch sources list` names them")
    if not chosen[0].entry_points:
        raise typer.BadParameter(f"{only} has no address to ask: {chosen[0].disabled_because}")
    return chosen
