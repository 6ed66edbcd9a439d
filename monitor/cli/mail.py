"""`recwatch mail`: what became of letters, and trying the server."""

from typing import Annotated

import typer

from storage.post import MailState

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@app.command("queue")
def queue(
    state: Annotated[MailState | None, typer.Option(help="Only this state.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List letters with what became of each, the newest first."""
    from contextlib import closing

    from monitor.cli.output import print_json, print_rows, say
    from monitor.wiring import load_settings, open_store

    with closing(open_store(load_settings())) as store:
        found = store.mails(state)
    keys = ("id", "address", "state", "tries", "said")
    if as_json:
        print_json([{key: getattr(mail, key) for key in keys} for mail in found])
        return
    print_rows(keys, [tuple(str(getattr(mail, key)) for key in keys) for mail in found])
    if not found:
        say("No letter was made yet." if state is None else f"No letter is {state.value}.")


@app.command("send")
def send() -> None:
    """Make the letters that are due at this hour, and try those that wait."""
    from monitor.cli.desk import open_desk
    from monitor.cli.output import say
    from monitor.letters import send_at_hour
    from monitor.wiring import load_settings, make_letter_desk

    letters = make_letter_desk(load_settings())
    with open_desk() as desk:
        outcome = send_at_hour(desk.store, desk.guide, letters)
    say(f"Letters: {outcome.reason}.")


@app.command("retry")
def retry(
    name: Annotated[str, typer.Argument(help="The letter's id, as `mail queue` has it.")],
) -> None:
    """Have a refused or unsure letter sent again. It may arrive twice."""
    from contextlib import closing

    from monitor.cli.output import say
    from monitor.clock import SystemClock
    from monitor.posting import UnknownMail, post_mails, send_again
    from monitor.wiring import load_settings, make_carrier, open_store

    settings = load_settings()
    with closing(open_store(settings)) as store:
        try:
            send_again(store, name, SystemClock())
        except UnknownMail as error:
            raise typer.BadParameter(f"there is no letter {name!r}") from error
        posted = post_mails(store, make_carrier(settings), SystemClock())
    say(f"Letters: {posted.said}.")


@app.command("test")
def test(
    address: Annotated[str | None, typer.Argument(help="To whom; none: to the subscriber.")] = None,
) -> None:
    """Send one letter that says it is a trial. Exit 1 if the server did not take it."""
    from monitor.cli.output import say
    from monitor.letters import send_trial
    from monitor.wiring import load_settings, make_letter_desk

    settings = load_settings()
    who = address or settings.subscriber
    delivery = send_trial(make_letter_desk(settings), who)
    say(f"{who}: {delivery.state.value}; {delivery.said}")
    if delivery.state is not MailState.SENT:
        raise typer.Exit(1)
