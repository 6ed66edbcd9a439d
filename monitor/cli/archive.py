"""`recwatch archive`: what sites said long ago, from web archives and from WARC files."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from monitor.archives import Asked
    from monitor.night import NightPlan, Parts
    from monitor.settings import Settings
    from spiders.records import Source

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

WAYBACK, NEWS = "wayback-cdx", "cc-news"  # their files in the catalogue
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)

What = Annotated[
    list[str],
    typer.Argument(help="Sources by their ids, or addresses; `*` at an address's end: all below."),
]


@app.callback()
def archive() -> None:
    """Take in what sites said long ago. What is older than the baseline becomes backlog."""


@app.command()
def wayback(
    what: What,
    since: Annotated[str, typer.Option(help="First year, month or day: 2004, 2004-06-30.")] = "",
    until: Annotated[str, typer.Option(help="Last year, month or day.")] = "",
    pages: Annotated[int, typer.Option(min=1, help="Answers to fetch at most.")] = 500,
    versions: Annotated[
        bool, typer.Option("--versions", help="Every text an address had, not the first alone.")
    ] = False,
) -> None:
    """Captures of the Wayback Machine. It learns which addresses you ask for."""
    from monitor.archives import captures_wanted

    digits = [_digits(each) for each in (since, until)]
    with _prepared() as (settings, catalogue):
        asked = _asked(what, catalogue)
        machine = captures_wanted(
            _archive(catalogue, WAYBACK, pages),
            asked,
            since=digits[0],
            until=digits[1],
            versions=versions,
        )
        code = _fetched(settings, machine, asked)
    raise typer.Exit(code)


@app.command()
def news(
    month: Annotated[str, typer.Argument(help="The month, 2016-08 or later: 2017-03.")],
    what: What,
    first: Annotated[int, typer.Option(min=1, help="The file of the month to begin with.")] = 1,
    files: Annotated[int, typer.Option(min=1, help="How many files, of about 1 GB each.")] = 1,
) -> None:
    """News that Common Crawl kept of a month: whole files are read, one at a time."""
    from monitor.archives import news_wanted

    found = _MONTH.fullmatch(month)
    if found is None:
        raise typer.BadParameter(f"expected a month as 2017-03, found {month!r}")
    with _prepared() as (settings, catalogue):
        asked = _asked(what, catalogue)
        source = _archive(catalogue, NEWS, None)
        wanted = (first - 1, first - 1 + files)
        listed = news_wanted(source, asked, month=f"{found[1]}/{found[2]}", files=wanted)
        code = _fetched(settings, listed, asked)
    raise typer.Exit(code)


@app.command()
def file(
    warc: Annotated[Path, typer.Argument(help="A file of gzipped WARC records.")],
    host: Annotated[
        list[str] | None, typer.Option(help="A host beside those of the catalogue's sources.")
    ] = None,
) -> None:
    """A WARC file: of others, its pages on known hosts; of a night of ours, all of it."""
    from dataclasses import replace

    from monitor.archives import take_from_file
    from monitor.cli.archiveview import print_taken
    from monitor.cli.nightview import NightProgress
    from monitor.found import added_source
    from monitor.wiring import warc_taker

    if not warc.is_file():
        raise typer.BadParameter(f"no such file: {warc}")
    with _prepared() as (settings, catalogue):
        added = replace(added_source(), allowed_hosts=tuple(host or ()))
        with _at_work(settings, (*catalogue, added), "") as (parts, plan), NightProgress() as shown:
            report, refusals = take_from_file(parts, plan, warc, warc_taker(), shown)
        code = print_taken(report, refusals)
    raise typer.Exit(code)


def _fetched(settings: "Settings", archive: "Source", asked: "Asked") -> int:
    from monitor.archives import take_from_archive
    from monitor.cli.archiveview import print_taken
    from monitor.cli.night import with_contact
    from monitor.cli.nightview import NightProgress
    from monitor.wiring import user_agent

    agent = user_agent(with_contact(settings))
    with _at_work(settings, asked.sources, agent) as (parts, plan), NightProgress() as shown:
        report = take_from_archive(parts, plan, archive, asked, shown)
    return print_taken(report, ())


@contextmanager
def _prepared() -> Iterator[tuple["Settings", tuple["Source", ...]]]:
    from monitor.wiring import load_settings, load_sources

    settings = load_settings()
    yield settings, load_sources(settings, "live")


@contextmanager
def _at_work(
    settings: "Settings", sources: Sequence["Source"], agent: str
) -> Iterator[tuple["Parts", "NightPlan"]]:
    from contextlib import closing

    from monitor.night import NightPlan
    from monitor.wiring import keep_to_one_kind, make_parts, open_store, stop_signal

    plan = NightPlan(
        sources=tuple(sources),
        user_agent=agent,
        baseline=settings.baseline,
        loopback=settings.loopback,
        proxy=settings.proxy or None,
    )
    with closing(open_store(settings)) as store, stop_signal() as stopping:
        keep_to_one_kind(store, "live", settings)
        yield make_parts(settings, store, plan.sources, stopping), plan


def _asked(what: Sequence[str], catalogue: Sequence["Source"]) -> "Asked":
    from monitor.archives import ask_for_address, ask_for_sources, together
    from spiders.urls import is_fetchable

    by_id = {source.id: source for source in catalogue}
    asked = []
    for word in what:
        if word in by_id:
            asked.append(ask_for_sources((by_id[word],)))
        elif is_fetchable(word):
            asked.append(ask_for_address(word, catalogue))
        else:
            raise typer.BadParameter(
                f"{word!r} is neither a source of `recwatch sources list` nor a whole address"
            )
    return together(asked)


def _archive(catalogue: Sequence["Source"], name: str, pages: int | None) -> "Source":
    from dataclasses import replace

    found = next((source for source in catalogue if source.id == name), None)
    if found is None or not found.entry_points:
        raise typer.BadParameter(f"the catalogue has no source {name} with an entry point")
    if pages is None:
        return found
    return replace(found, pace=replace(found.pace, pages_at_most=pages))


def _digits(date: str) -> str:
    if date and not _DATE.fullmatch(date):
        raise typer.BadParameter(f"expected a year, month or day as 2004-06-30, found {date!r}")
    return date.replace("-", "")
