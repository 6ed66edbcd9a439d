"""`recwatch init`: asks the few things it must know and writes settings.toml."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from monitor.settingsfile import Chosen


def init(
    *,
    contact: Annotated[
        str | None, typer.Option(help="What sites are told: a name and an address to write to.")
    ] = None,
    neutral: Annotated[
        bool, typer.Option("--neutral", help="A contact that names nobody, chosen on purpose.")
    ] = False,
    zone: Annotated[str | None, typer.Option(help="Time zone, as timedatectl names it.")] = None,
    night_at: Annotated[str | None, typer.Option(help="When nights begin there, as 02:30.")] = None,
    register: Annotated[str | None, typer.Option(help="The report to watch.")] = None,
    subscriber: Annotated[str | None, typer.Option(help="Who gets the digest.")] = None,
    mail_host: Annotated[str | None, typer.Option(help="Mail server; '' for a folder.")] = None,
    mail_port: Annotated[int, typer.Option(help="Its port.")] = 587,
    mail_user: Annotated[str, typer.Option(help="Who signs in there.")] = "",
    mail_security: Annotated[str, typer.Option(help="starttls, tls or none.")] = "starttls",
    mail_from: Annotated[str, typer.Option(help="The letters' sender.")] = "",
) -> None:
    """Ask the few things that must be known, and write settings.toml; never over one.

    Without a terminal nothing is asked: what is not given takes its usual value, but the contact
    must be given, or --neutral.
    """
    from monitor.cli.gate import BAD_INPUT
    from monitor.cli.output import say, warn
    from monitor.settings import FILE, home_from_environment
    from monitor.settingsfile import NEUTRAL, Chosen, FileIsThere, write_settings

    home = home_from_environment()
    try:
        if (home / FILE).exists():  # said before anybody is asked anything
            raise FileIsThere(home / FILE)
        chosen = Chosen(
            contact=NEUTRAL if neutral else _contact(contact),
            zone=_asked(zone, "Time zone whose hours nights go by", _machine_zone()),
            night_at=_asked(night_at, "When a night begins there", "02:30"),
            register=_asked(register, "The report to watch", _registers()[0]),
            subscriber=_asked(subscriber, "Address that gets the digest", "researcher@localhost"),
            mail_host=_asked(mail_host, "Mail server (empty: letters go into a folder)", ""),
            mail_port=mail_port,
            mail_user=mail_user,
            mail_security=mail_security,
            mail_from=mail_from,
        )
        path = write_settings(home, chosen)
    except FileIsThere as error:
        warn(str(error))
        raise typer.Exit(BAD_INPUT) from error
    say(f"{path} is written; look into it, for it says what else can be chosen.")
    _say_next(chosen)


def _say_next(chosen: "Chosen") -> None:
    from monitor.cli.output import say

    if chosen.mail_host and chosen.mail_user:
        say("Give the mail password by RECWATCH_SMTP_PASSWORD_FILE; `recwatch doctor` tries it.")
    say("Next: recwatch check, recwatch doctor, recwatch schedule.")


def _contact(given: str | None) -> str:
    from monitor.wiring import user_agent_of

    if given is None and sys.stdin.isatty():
        given = typer.prompt(
            "Sites see who reads them. A name and an address to write to, or a neutral word",
            err=True,
        )
    given = given or ""
    user_agent_of(given)  # the gate of a crawl: an empty contact is refused with its cure
    return given


def _asked(given: str | None, question: str, usual: str) -> str:
    if given is not None:
        return given
    if not sys.stdin.isatty():
        return usual
    return str(typer.prompt(question, default=usual, err=True))


def _machine_zone() -> str:
    from monitor.schedule.times import zone_of

    return zone_of("").key


def _registers() -> list[str]:
    from monitor.wiring import register_names

    return register_names()
