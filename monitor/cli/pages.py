"""`recwatch pages`: the pages that are watched for change, and what changed on them."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from contextlib import closing

    from storage.contract import Store

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Which = Annotated[str, typer.Argument(metavar="PAGE", help="Its address, or the id of its source.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="As the night's account gave it.")]


@app.callback()
def pages() -> None:
    """The pages that are watched for change, and what changed on them."""


@app.command("list")
def list_pages(as_json: AsJson = False) -> None:
    """List the watched pages: source, number of versions, when the newest was first seen."""
    from monitor.cli.output import print_json, print_rows, say
    from monitor.cli.pageview import HEADERS, page_as_json, row

    with _store() as store:
        newest = store.watched_pages()
    if as_json:
        print_json([page_as_json(version) for version in newest])
        return
    print_rows(HEADERS, [row(version) for version in newest])
    if not newest:
        say("No page is watched yet: a night reads those whose source has a `status-page`.")


@app.command()
def show(page: Which, as_json: AsJson = False) -> None:
    """Show what each version of a page changed, the newest first."""
    from monitor.cli.output import print_json
    from monitor.cli.pageview import print_turns, turn_as_json
    from monitor.pagehistory import turns

    with _store() as store:
        urls = [v.url for v in store.watched_pages() if page in (v.url, v.source_id)]
        if not urls:
            raise typer.BadParameter(f"{page!r} is not watched; `recwatch pages list` names them")
        found = [turns(store.page_versions(url)) for url in urls]
    if as_json:
        print_json([turn_as_json(turn) for one in found for turn in one])
        return
    for one in found:
        print_turns(one)


@app.command()
def accept(name: Name) -> None:
    """Take the text of a page that shrank for what the page says now.

    The next night keeps it as a version, and reopens the flags on what is no longer there.
    """
    from monitor.cli.output import say
    from monitor.watching import ACCEPTED_BY, accepted_fact

    if len(name) != ACCEPTED_BY or not set(name) <= set("0123456789abcdef"):
        raise typer.BadParameter(
            f"{name!r} is no such name: it has {ACCEPTED_BY} digits and a to f"
        )
    with _store() as store:
        store.keep_fact(accepted_fact(name), "by a person")
    say("Accepted: if the page says so again, the next night takes it for a change.")


def _store() -> "closing[Store]":
    from contextlib import closing

    from monitor.wiring import load_settings, open_store

    return closing(open_store(load_settings()))
