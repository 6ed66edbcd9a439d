"""`recwatch sources`: what the catalogue holds, and whether it answers."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from spiders.records import Source, SourceOutcome
    from storage.contract import Store

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

HEADERS = ("id", "name", "tier", "kind", "last night", "last good night", "badges", "reason")
# The demo's addresses depend on a running newsroom; for a list any stand-in will do.
_STAND_IN = {"newsroom": "newsroom.invalid"}
_NIGHTS = 30


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
    """List the sources, with the outcome of their last night."""
    from contextlib import closing

    from monitor.cli.output import print_json, print_rows, say
    from monitor.wiring import load_settings, load_sources, open_store

    settings = load_settings()
    found = load_sources(settings, which.value, _STAND_IN)
    with closing(open_store(settings)) as store:
        nights = _nights(store)
    rows = [_row(source, nights.get(source.id, ())) for source in found]
    if as_json:
        print_json([dict(zip(HEADERS, row, strict=True)) for row in rows])
    else:
        print_rows(HEADERS, rows)
    if not found:
        say(f"No sources yet; put files into {settings.home / 'catalogue'}, or see --sources demo.")


def _nights(store: "Store") -> dict[str, list[tuple[datetime, "SourceOutcome"]]]:
    """Each source's outcomes of the newest runs, newest first."""
    found: dict[str, list[tuple[datetime, SourceOutcome]]] = {}
    for run in store.runs(limit=_NIGHTS):
        for night in store.source_nights(run.id):
            found.setdefault(night.outcome.source_id, []).append((run.started_at, night.outcome))
    return found


def _row(source: "Source", nights: Sequence[tuple[datetime, "SourceOutcome"]]) -> tuple[str, ...]:
    from spiders.records import SourceState

    good = (at for at, o in nights if o.state in (SourceState.OK, SourceState.UNCHANGED))
    last_good = next(good, None)
    kinds = sorted({point.kind.value for point in source.entry_points})
    state, reason = _last(source, nights)
    return (
        source.id,
        source.name,
        source.tier.value,
        ", ".join(kinds),
        state,
        f"{last_good:%Y-%m-%d}" if last_good else f"none in {_NIGHTS} nights",
        ", ".join(source.badges),
        reason,
    )


def _last(source: "Source", nights: Sequence[tuple[Any, "SourceOutcome"]]) -> tuple[str, str]:
    if source.disabled_because is not None:
        return "disabled", source.disabled_because
    if not nights:
        return "never crawled", ""
    outcome = nights[0][1]
    return outcome.state.value, outcome.reason


@app.command()
def check(
    only: Annotated[str | None, typer.Argument(metavar="[ID]", help="Only this source.")] = None,
) -> None:
    """Ask each source for a few pages, as a night would; nothing is kept."""
    from monitor.cli.output import say
    from monitor.probing import probe_sources
    from monitor.wiring import load_settings, load_sources, make_crawler, user_agent

    settings = load_settings()
    chosen = _chosen(load_sources(settings, Which.LIVE.value), only)
    bad = 0
    for outcome in probe_sources(
        make_crawler(settings),
        chosen,
        user_agent=user_agent(settings),
        loopback=settings.loopback,
        proxy=settings.proxy or None,
    ):
        bad += not _answered(outcome)
        _print_outcome(outcome)
    say(f"{len(chosen)} sources asked, {bad} gave no answer that could be used.")
    if bad:
        raise typer.Exit(1)


def _chosen(found: Sequence["Source"], only: str | None) -> tuple["Source", ...]:
    if only is None:
        return tuple(source for source in found if source.disabled_because is None)
    chosen = tuple(source for source in found if source.id == only)
    if not chosen:
        raise typer.BadParameter(f"there is no source {only!r}; `recwatch sources list` names them")
    return chosen


def _answered(outcome: "SourceOutcome") -> bool:
    """Whether anything came. A probe stops early by design, so PARTIAL is well."""
    return outcome.read + outcome.unchanged > 0


def _print_outcome(outcome: "SourceOutcome") -> None:
    from monitor.cli.output import print_rows

    word = "answers" if _answered(outcome) else "no answer"
    summary = f"{outcome.read} read, {outcome.refused} refused: {outcome.reason}"
    rows = [(outcome.source_id, word, summary)]
    rows += [
        ("", "refused", f"{refusal.url}: {refusal.reason}") for refusal in outcome.refusals[:5]
    ]
    print_rows((), rows)
