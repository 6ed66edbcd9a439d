"""`recwatch user`: who may sign in. Passwords come from a prompt or stdin, never from argv."""

import sys
from typing import Annotated

import typer

from monitor.cli import token
from monitor.cli.token import people_store
from storage.people import Role

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The name that colleagues see; a pseudonym will do.")]


app.add_typer(token.app, name="token")


@app.callback()
def user() -> None:
    """The people who may sign in to the review pages."""


@app.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.REVIEWER,
) -> None:
    """Make an account; the password is asked for, or read from stdin's first line."""
    from monitor.cli.output import say
    from monitor.clock import SystemClock
    from monitor.people import add_person

    with people_store() as store:
        made = add_person(store, name, role, _password(), SystemClock())
    say(f"{made.name} may sign in as {made.role.value}.")


@app.command("list")
def list_users(
    *, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False
) -> None:
    """List every account with its role."""
    from monitor.cli.output import print_json, print_rows

    with people_store() as store:
        found = store.accounts()
    if as_json:
        print_json([{"name": a.name, "role": a.role.value} for a in found])
        return
    rows = [(a.name, a.role.value, f"{a.made_at:%Y-%m-%d}") for a in found]
    print_rows(("name", "role", "since"), rows)


@app.command()
def role(name: Name, role: Annotated[Role, typer.Argument(help="The new role.")]) -> None:
    """Give another role; the person has to sign in again."""
    from monitor.cli.output import say
    from monitor.people import set_role

    with people_store() as store:
        changed = set_role(store, name, role)
    say(f"{changed.name} is {changed.role.value} now and was signed out.")


@app.command()
def password(name: Name) -> None:
    """Set another password; the person is signed out everywhere."""
    from monitor.cli.output import say
    from monitor.people import known_person, set_password

    with people_store() as store:
        known_person(store, name)
        changed = set_password(store, name, _password())
    say(f"The password of {changed.name} is set, and all sessions ended.")


@app.command()
def remove(name: Name) -> None:
    """Take an account away; what the person answered stays, flags given to it are nobody's."""
    from monitor.assigning import take_from
    from monitor.cli.output import say
    from monitor.people import known_person

    with people_store() as store:
        account = known_person(store, name)
        store.remove_account(name)
        freed = take_from(store, account.name)
    say(f"{name} may not sign in any more; the answers stay. Flags given back to all: {freed}.")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
