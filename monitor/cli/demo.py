"""`recwatch demo`: the newsroom of the demonstration, its second night and its answer sheet."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from monitor.demo.answers import Comparison, Planted

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="The newsroom of the demonstration.",
)


@app.command()
def advance() -> None:
    """Put the second night's news in force: one article changed, one added, one removed."""
    from monitor.cli.output import say
    from monitor.demo.state import advance as put_in_force
    from monitor.settings import read_settings

    put_in_force(read_settings().home)
    say("The newsroom's second night is in force; `recwatch run` will see it.")


@app.command()
def reset() -> None:
    """Go back to the first night, at another port. What recwatch has stored stays stored."""
    from monitor.cli.output import say
    from monitor.demo.state import reset as forget
    from monitor.settings import read_settings

    forget(read_settings().home)
    say("The newsroom is back at its first night; it will choose another port.")


@app.command()
def serve() -> None:
    """Serve the newsroom until Ctrl-C, to look around in it. A run needs its port back."""
    from threading import Event

    from monitor.cli.output import say
    from monitor.demo.state import start_newsroom
    from monitor.settings import read_settings

    with start_newsroom(read_settings().home) as newsroom:
        # Ctrl-C may come with the address still on its way out.
        try:
            typer.echo(f"http://{newsroom.host_port}/")
            say(f"Night {newsroom.night}; Ctrl-C ends it.")
            Event().wait()
        except KeyboardInterrupt:
            say("Ended.")


@app.command()
def answers(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Compare the flags that were raised with the answer sheet; exit 1 where they differ."""
    from monitor.cli.output import print_json
    from monitor.demo.answers import compare, load_sheet, standing_flags
    from monitor.demo.state import read_state
    from monitor.wiring import load_settings, open_store

    settings = load_settings()
    night = read_state(settings.home).night
    store = open_store(settings)
    try:
        comparison = compare(load_sheet(night), standing_flags(store))
    finally:
        store.close()
    if as_json:
        print_json(_as_json(comparison, night))
    else:
        _print_table(comparison, night)
    if not comparison.agrees:
        raise typer.Exit(1)


def _print_table(comparison: "Comparison", night: int) -> None:
    from monitor.cli.output import print_rows, say

    rows = [("missing", *_cells(p), "") for p in comparison.missing]
    rows += [
        ("differs", *_cells(planted), f"flagged as {found.heading}, {found.lane}")
        for planted, found in comparison.differing
    ]
    rows += [("not planted", *_cells(p), "") for p in comparison.surplus]
    rows += [("found", *_cells(p), "") for p in comparison.found]
    print_rows(("", "article", "recommendation", "direction", "lane", "but"), rows)
    planted = len(comparison.found) + len(comparison.differing) + len(comparison.missing)
    say(
        f"Night {night}: {len(comparison.found)} of {planted} planted flags found as planted, "
        f"{len(comparison.differing)} with another direction or lane, "
        f"{len(comparison.missing)} missing; {len(comparison.surplus)} flags not planted "
        f"({comparison.quiet} articles are noise)."
    )


def _cells(planted: "Planted") -> tuple[str, str, str, str]:
    return planted.slug, planted.recommendation, planted.heading.value, planted.lane.value


def _as_json(comparison: "Comparison", night: int) -> dict[str, Any]:
    return {
        "night": night,
        "agrees": comparison.agrees,
        "found": [_object(p) for p in comparison.found],
        "differing": [
            {"planted": _object(planted), "found": _object(found)}
            for planted, found in comparison.differing
        ],
        "missing": [_object(p) for p in comparison.missing],
        "not_planted": [_object(p) for p in comparison.surplus],
        "quiet_articles": comparison.quiet,
    }


def _object(planted: "Planted") -> dict[str, str]:
    slug, recommendation, direction, lane = _cells(planted)
    return {"slug": slug, "recommendation": recommendation, "direction": direction, "lane": lane}
