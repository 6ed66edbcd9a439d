"""`recwatch review`: look at flags and answer them."""

import sys
from typing import Annotated

import typer

from monitor.cli.agreement import agreement
from monitor.cli.away import export, import_
from storage.records import Answer, FlagState, Lane

app = typer.Typer(add_completion=False, rich_markup_mode=None, invoke_without_command=True)
app.command("export")(export)
app.command("import")(import_)
app.command("agreement")(agreement)

_CHOICES = {answer.value: answer for answer in Answer if answer is not Answer.UNDO}

Recommendation = Annotated[str | None, typer.Option(help="Only this recommendation.")]
OneLane = Annotated[Lane | None, typer.Option(help="Only this lane.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Reviewer = Annotated[str | None, typer.Option(help="Who answers; a pseudonym will do.")]
Number = Annotated[int, typer.Argument(min=1, help="The flag's number.")]


@app.callback()
def review(
    context: typer.Context,
    recommendation: Recommendation = None,
    lane: OneLane = None,
    reviewer: Reviewer = None,
) -> None:
    """Look at flags and answer them.

    Alone, on a terminal, it goes through the waiting flags one by one; elsewhere it lists them.
    """
    if context.invoked_subcommand is not None:
        if recommendation or lane or reviewer:  # silently without effect would be worse
            context.fail(f"put options behind {context.invoked_subcommand!r}")
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        list_flags(recommendation, lane, FlagState.WAITING)
        return
    from monitor.cli.desk import open_desk
    from monitor.cli.output import say
    from monitor.cli.walk import Walk

    with open_desk(reviewer) as desk:
        count = Walk(desk, input, recommendation, lane).go()
    say(f"{count} answered as {desk.reviewer}")


@app.command("list")
def list_flags(
    recommendation: Recommendation = None,
    lane: OneLane = None,
    state: Annotated[FlagState | None, typer.Option(help="Only this state.")] = None,
    *,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 50,
    as_json: AsJson = False,
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", help="Call people reviewer 1, reviewer 2, …")
    ] = False,
) -> None:
    """List flags by number."""
    from monitor.cli.desk import open_desk
    from monitor.cli.flagpage import HEADERS, flag_as_json, row
    from monitor.cli.output import print_json, print_rows, say
    from monitor.pseudonyms import pseudonyms as names_for
    from storage.records import FlagQuery

    query = FlagQuery(recommendation=recommendation, lane=lane, state=state, limit=limit)
    with open_desk() as desk:
        named = names_for(desk.store) if pseudonyms else {}
        views = [desk.view_of(flag, named) for flag in desk.store.flags(query)]
    if as_json:
        print_json([flag_as_json(view) for view in views])
        return
    print_rows(HEADERS, [row(view) for view in views])
    if len(views) == limit:
        say(f"The first {limit}; ask for more with --limit.")
    elif not views:
        say("No flags fit.")


@app.command()
def show(number: Number, as_json: AsJson = False) -> None:
    """Show one flag: its evidence in context, why it was raised, its story and history."""
    from monitor.cli.desk import open_desk
    from monitor.cli.flagpage import flag_as_json, print_flag
    from monitor.cli.output import print_json

    with open_desk() as desk:
        view = desk.view(number)
    if as_json:
        print_json(flag_as_json(view))
    else:
        print_flag(view)


@app.command("answer")
def answer_flag(
    number: Number,
    answer: Annotated[str, typer.Argument(help="One of: " + ", ".join(_CHOICES))],
    note: Annotated[str, typer.Option(help="Why, in your words.")] = "",
    reviewer: Reviewer = None,
) -> None:
    """Answer one flag. The answer is appended to its history, never edited."""
    from monitor.cli.desk import open_desk
    from monitor.cli.output import say
    from monitor.reviews import record_answer

    chosen = _CHOICES.get(answer.lower())
    if chosen is None:
        raise typer.BadParameter(f"{answer!r} is none of: {', '.join(_CHOICES)}")
    with open_desk(reviewer) as desk:
        kept = record_answer(
            desk.store, number, chosen, note=note, reviewer=desk.reviewer, clock=desk.clock
        )
    say(f"Flag {number}: {kept.answer.value}, by {kept.reviewer}.")


@app.command("undo")
def undo_answer(number: Number, reviewer: Reviewer = None) -> None:
    """Take back the newest answer of a flag; the history keeps both."""
    from monitor.cli.desk import open_desk
    from monitor.cli.output import say
    from monitor.reviews import undo

    with open_desk(reviewer) as desk:
        undo(desk.store, number, desk.reviewer, desk.clock)
        state = desk.store.flag(number).state
    say(f"Flag {number}: the newest answer is taken back; it is {state.value} now.")
