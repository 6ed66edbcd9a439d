"""`recwatch report`: where each clause stands, and since when nothing moved."""

from typing import Annotated

import typer


def report(
    recommendation: Annotated[
        str | None, typer.Option("--rec", metavar="REC", help="This recommendation only.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say where each clause stands on its ladder, and since when nothing moved.

    Only what a person has confirmed moves a clause; what waits for an answer is counted. A demand
    that is fulfilled or overtaken takes one line, unless something reopened it.
    """
    from monitor.cli.desk import open_desk
    from monitor.cli.output import print_json
    from monitor.cli.reportview import print_progress, progress_as_json
    from monitor.report import report as make_report
    from monitor.wiring import load_rules, load_settings

    book = load_rules(load_settings())
    if recommendation not in (None, *(one.id for one in book.register.recommendations)):
        raise typer.BadParameter(f"the register has no recommendation {recommendation!r}")
    with open_desk() as desk:
        found = make_report(desk.store, book.register, book.ladders, recommendation)
        today = desk.clock.now().date()
    if as_json:
        print_json([progress_as_json(one) for one in found])
    else:
        print_progress(found, today)
