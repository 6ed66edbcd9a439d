"""`recwatch status`: where clauses stand, set by persons who cite flags."""

from typing import Annotated

import typer

from storage.records import Implementation

app = typer.Typer(add_completion=False, rich_markup_mode=None, invoke_without_command=True)

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@app.callback()
def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Say where a clause stands, or list what was said.

    Persons set it, citing flags; the machine never does. A status is appended: the newest of a
    clause stands, and the earlier ones are its history.
    """
    if context.invoked_subcommand is None:
        list_statuses(as_json=as_json)
    elif as_json:  # silently without effect would be worse
        context.fail(f"put options behind {context.invoked_subcommand!r}")


@app.command("set")
def set_(
    recommendation: Annotated[str, typer.Argument(help="The recommendation.")],
    clause: Annotated[str, typer.Argument(help="Its clause.")],
    implementation: Annotated[Implementation, typer.Argument(help="Where it stands.")],
    *,
    rung: Annotated[
        str | None, typer.Option(help="The rung of its ladder that is reached.")
    ] = None,
    flag: Annotated[list[int] | None, typer.Option(help="A flag that shows it; repeat it.")] = None,
    note: Annotated[str, typer.Option(help="On what else it rests, in your words.")] = "",
    reviewer: Annotated[str | None, typer.Option(help="Who says so; a pseudonym will do.")] = None,
    as_json: AsJson = False,
) -> None:
    """Set where a clause stands. It must cite a flag, or say in a note on what it rests."""
    from monitor.cli.desk import open_desk
    from monitor.cli.output import print_json, say
    from monitor.cli.reportview import status_as_json, status_line
    from monitor.statuses import Claim, set_status
    from monitor.wiring import load_rules, load_settings

    book = load_rules(load_settings())
    found = next((one for one in book.register.recommendations if one.id == recommendation), None)
    if found is None:
        raise typer.BadParameter(f"the register has no recommendation {recommendation!r}")
    claim = Claim(
        clause=clause,
        implementation=implementation,
        rung=rung,
        flags=tuple(flag or ()),
        note=note,
    )
    with open_desk(reviewer) as desk:
        ladder = book.ladders[found.ladder]
        kept = set_status(
            desk.store, found, ladder, claim, reviewer=desk.reviewer, clock=desk.clock
        )
    if as_json:
        print_json(status_as_json(kept))
    else:
        say(f"{recommendation} {kept.clause}: {status_line(kept)}")


@app.command("list")
def list_statuses(
    recommendation: Annotated[str | None, typer.Argument(help="Only this one.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List every status that was set, in the order given."""
    from monitor.cli.desk import open_desk
    from monitor.cli.output import data, print_json, say, shown
    from monitor.cli.reportview import status_as_json, status_line

    with open_desk() as desk:
        found = desk.store.statuses(recommendation)
    if as_json:
        print_json([status_as_json(one) for one in found])
        return
    for one in found:
        data().print(shown(f"{one.recommendation} {one.clause}: {status_line(one)}"))
    if not found:
        say("No status was set yet.")
