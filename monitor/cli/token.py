"""`recwatch user token`: what programs come with. A secret is printed once and kept nowhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from storage.contract import Store

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

Account = Annotated[str, typer.Argument(help="Whose token it is; it opens what this person may.")]
Program = Annotated[str, typer.Argument(help="Which program it is for.")]


@app.callback()
def token() -> None:
    """Tokens, by which programs ask the API as a person."""


@app.command()
def add(account: Account, program: Program) -> None:
    """Make a token and print what opens it on stdout, this once."""
    from monitor.cli.output import data, say
    from monitor.clock import SystemClock
    from monitor.people import known_person
    from monitor.tokens import make_token

    with people_store() as store:
        made = make_token(store, known_person(store, account).name, program, SystemClock())
    say(f"A token of {made.token.account} for {made.token.name}, shown this once:")
    data().print(made.secret)


@app.command("list")
def list_tokens(
    account: Annotated[str | None, typer.Argument(help="Only this person's.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List tokens by person and program, with their last use."""
    from monitor.cli.output import print_json, print_rows
    from monitor.people import known_person

    with people_store() as store:
        name = known_person(store, account).name if account is not None else None
        found = store.tokens(name)
    if as_json:
        print_json(
            [
                {
                    "account": one.account,
                    "program": one.name,
                    "made_at": one.made_at.isoformat(),
                    "used_at": one.used_at.isoformat() if one.used_at else None,
                }
                for one in found
            ]
        )
        return
    rows = [
        (t.account, t.name, f"{t.made_at:%Y-%m-%d}", f"{t.used_at:%Y-%m-%d}" if t.used_at else "-")
        for t in found
    ]
    print_rows(("person", "program", "made", "last used"), rows)


@app.command()
def revoke(account: Account, program: Program) -> None:
    """End a token at once."""
    from monitor.cli.output import say
    from monitor.notes import BadAnswer
    from monitor.people import known_person

    with people_store() as store:
        owner = known_person(store, account).name
        if not store.revoke_token(owner, program):
            raise BadAnswer(f"{owner} has no token for {program}")
    say(f"The token of {owner} for {program} opens nothing any more.")


@contextmanager
def people_store() -> Iterator["Store"]:
    """The database that the settings name, for as long as a command needs it."""
    from contextlib import closing

    from monitor.wiring import load_settings, open_store

    with closing(open_store(load_settings())) as store:
        yield store
