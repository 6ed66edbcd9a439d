"""`recwatch digest`: the letter of what has not been told yet."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from monitor.digests.deliver import Made
    from storage.contract import Store
    from storage.post import Subscription


def digest(
    *,
    preview: Annotated[
        Path | None, typer.Option(help="Write the letter's HTML into this file; send nothing.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the letter; send and remember nothing.")
    ] = False,
    address: Annotated[str | None, typer.Option("--for", help="Of this subscriber only.")] = None,
) -> None:
    """Make the digests of what was not told yet, due or not, and hand them over."""
    if dry_run or preview is not None:
        _show(preview, dry_run, address)
        return
    from monitor.cli.desk import open_desk
    from monitor.cli.output import say
    from monitor.digests.deliver import queue_digest
    from monitor.digests.edition import Edition
    from monitor.lease import leased
    from monitor.letters import NOBODY, newest_night
    from monitor.posting import post_mails
    from monitor.wiring import load_settings, make_carrier, make_sender

    settings = load_settings()
    with open_desk() as desk:
        with leased(desk.store):
            run = newest_night(desk.store)
            wanted = _subscriptions(desk.store, settings.subscriber, address)
            edition = Edition(
                store=desk.store,
                clock=desk.clock,
                guide=desk.guide,
                run_id=run.id if run else "",
                sender=make_sender(settings),
            )
            for one in wanted:
                made = queue_digest(edition, one)
                say(f"{one.address}: {made.flags} flags, {made.reason}.")
        if not wanted:
            say(f"{NOBODY[0].upper()}{NOBODY[1:]}.")
        posted = post_mails(desk.store, make_carrier(settings), desk.clock)
    say(f"Letters: {posted.said}{f': {posted.path}' if posted.path else ''}.")


def _show(preview: Path | None, dry_run: bool, address: str | None) -> None:
    from monitor.cli.desk import open_desk
    from monitor.cli.output import say
    from monitor.digests.deliver import make_digest
    from monitor.digests.edition import Edition
    from monitor.letters import NOBODY
    from monitor.wiring import load_settings

    with open_desk() as desk:
        runs = desk.store.runs(limit=1)
        found = _subscriptions(desk.store, load_settings().subscriber, address)
        if not found:
            say(f"{NOBODY[0].upper()}{NOBODY[1:]}.")
            return
        one = found[0]
        run_id = runs[0].id if runs else ""
        edition = Edition(store=desk.store, clock=desk.clock, guide=desk.guide, run_id=run_id)
        made = make_digest(edition, one)
    _print(made, preview, dry_run)
    say(f"{one.address}: {len(made.numbers)} flags, {made.reason}.")


def _print(made: "Made", preview: Path | None, dry_run: bool) -> None:
    from monitor.cli.output import say

    if made.letter is None:
        return
    if preview is not None:
        preview.write_text(made.letter.html, encoding="utf-8")
        say(f"The letter lies in {preview}.")
    if dry_run:
        # Every text in a letter was made printable when it was built.
        sys.stdout.write(f"Subject: {made.letter.subject}\n\n{made.letter.text}")


def _subscriptions(
    store: "Store", fallback: str, address: str | None
) -> "tuple[Subscription, ...]":
    from monitor.subscriptions import subscriptions_of

    found = subscriptions_of(store, fallback)
    wanted = tuple(one for one in found if address in (None, one.address))
    if address and not wanted:
        raise typer.BadParameter(f"{address} has no subscription, or ended it")
    return wanted
