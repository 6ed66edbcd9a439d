"""`recwatch digest`: the letter of what has not been sent yet."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from monitor.cli.desk import Desk
    from monitor.digests.deliver import DigestOutcome


def digest(
    preview: Annotated[
        Path | None, typer.Option(help="Write the letter's HTML into this file; send nothing.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the letter; send and remember nothing.")
    ] = False,
) -> None:
    """Make the digest of the flags that were not in an earlier one, and hand it over."""
    from monitor.cli.desk import open_desk
    from monitor.cli.output import say

    with open_desk() as desk:
        outcome = _made(desk, only_shown=dry_run or preview is not None)
    if outcome.letter is not None and preview is not None:
        preview.write_text(outcome.letter.html, encoding="utf-8")
        say(f"The letter lies in {preview}.")
    if outcome.letter is not None and dry_run:
        # Every text in a letter was made printable when it was built.
        sys.stdout.write(f"Subject: {outcome.letter.subject}\n\n{outcome.letter.text}")
    where = f": {outcome.path}" if outcome.path else ""
    say(f"{outcome.flags} flags, {outcome.reason}{where}.")


def _made(desk: "Desk", *, only_shown: bool) -> "DigestOutcome":
    from monitor.digests.deliver import make_digest
    from monitor.wiring import load_settings, make_mailer

    settings = load_settings()
    runs = desk.store.runs(limit=1)
    return make_digest(
        desk.store,
        desk.clock,
        desk.guide,
        None if only_shown else make_mailer(settings),
        subscriber=settings.subscriber,
        run_id=runs[0].id if runs else "",
    )
