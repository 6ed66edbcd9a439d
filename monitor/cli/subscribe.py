"""`recwatch subscribe`: who is told what, and how often."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from storage.post import Rhythm, Subscription
from storage.records import Heading, Lane

if TYPE_CHECKING:
    from rules.records import Register

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

Address = Annotated[str, typer.Argument(help="The mail address.")]
_ONLY = "Only this; repeat it."


@app.command("set")
def set_(
    address: Address,
    *,
    name: Annotated[str, typer.Option(help="Whose it is: the account's name, if any.")] = "",
    recommendation: Annotated[list[str] | None, typer.Option(help=_ONLY)] = None,
    addressee: Annotated[
        list[str] | None, typer.Option(help="What this one was asked; repeat it.")
    ] = None,
    theme: Annotated[
        list[str] | None, typer.Option(help="What stands under this heading; repeat it.")
    ] = None,
    direction: Annotated[list[Heading] | None, typer.Option(help=_ONLY)] = None,
    lane: Annotated[list[Lane] | None, typer.Option(help=_ONLY)] = None,
    language: Annotated[list[str] | None, typer.Option(help=_ONLY)] = None,
    rhythm: Annotated[Rhythm, typer.Option(help="How often.")] = Rhythm.DAILY,
    hour: Annotated[
        int | None, typer.Option(help="Not before this hour; none: after the night.")
    ] = None,
    zone: Annotated[str, typer.Option(help="Of the hour, as Pacific/Auckland.")] = "UTC",
    only_confirmed: Annotated[bool, typer.Option("--only-confirmed")] = False,
    link_only: Annotated[bool, typer.Option("--link-only", help="Counts, no words.")] = False,
    neutral: Annotated[
        bool, typer.Option("--neutral", help="A subject that tells nothing.")
    ] = False,
    heartbeat: Annotated[
        bool, typer.Option("--heartbeat", help="A line a week, if nothing is new.")
    ] = False,
    no_file: Annotated[
        bool, typer.Option("--no-file", help="Without what waits as a file to be answered.")
    ] = False,
) -> None:
    """Keep what a person wants; it takes the place of what they wanted before."""
    from monitor.cli.output import say
    from monitor.subscriptions import spoken
    from monitor.wiring import load_rules, load_settings

    register = load_rules(load_settings()).register
    with _refusing():
        wished = Subscription(
            address=address,
            name=" ".join(name.split()),
            recommendations=_once(recommendation),
            addressees=_once(addressee),
            themes=_themes(register, theme),
            directions=tuple(direction or ()),
            lanes=tuple(lane or ()),
            languages=_once(language),
            rhythm=rhythm,
            hour=hour,
            zone=zone,
            confirmed_only=only_confirmed,
            link_only=link_only,
            neutral=neutral,
            heartbeat=heartbeat,
            review_file=not no_file,
        )
        kept, was_ended = _keep(register, wished)
    say(f"{address}: {spoken(kept)}")
    if was_ended:
        say(f"{address} had ended these letters on {was_ended:%Y-%m-%d}; now they go on.")


def _keep(register: "Register", wished: Subscription) -> tuple[Subscription, date | None]:
    """Keep it, with the holiday that was set; and when the letters were ended, if they were."""
    from dataclasses import replace

    from monitor.wiring import load_settings, open_store
    from monitor.wishes import keep_wishes, subscription_at

    settings = load_settings()
    with closing(open_store(settings)) as store:
        earlier = subscription_at(store, wished.address)
        if earlier is not None:
            first, until = earlier.paused_from, earlier.paused_until
            wished = replace(wished, paused_from=first, paused_until=until)
        kept = keep_wishes(store, register, wished, fallback=settings.subscriber)
    return kept, earlier.ended_at if earlier else None


def _themes(register: "Register", words: list[str] | None) -> tuple[str, ...]:
    from monitor.subscriptions import theme_of

    return tuple(dict.fromkeys(theme_of(register, each) for each in words or ()))


def _once(words: list[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words or ()))


@contextmanager
def _refusing() -> Iterator[None]:
    """What can't be kept is bad input."""
    from monitor.subscriptions import BadSubscription
    from monitor.wishes import NoSubscription

    try:
        yield
    except BadSubscription as error:
        raise typer.BadParameter(str(error)) from error
    except NoSubscription as error:
        raise typer.BadParameter(f"{error.args[0]} has no subscription") from error


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """List who is told what, and who ended their letters."""
    from dataclasses import asdict

    from monitor.cli.output import print_json, print_rows
    from monitor.subscriptions import spoken
    from monitor.wiring import load_settings, open_store
    from monitor.wishes import everybody

    settings = load_settings()
    with closing(open_store(settings)) as store:
        found = everybody(store, settings.subscriber)
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        print_rows(("address", "wants"), [(one.address, spoken(one)) for one in found])


@app.command("pause")
def pause(
    address: Address,
    until: Annotated[str, typer.Argument(help="The last day without letters, YYYY-MM-DD; or no.")],
    *,
    first: Annotated[
        str | None, typer.Option("--from", help="The first day without; none: from now on.")
    ] = None,
) -> None:
    """Send a person nothing for a while; what comes meanwhile is told afterwards."""
    from monitor.cli.output import say
    from monitor.subscriptions import spoken
    from monitor.wiring import load_settings, open_store
    from monitor.wishes import pause as pause_letters
    from monitor.wishes import subscription_of

    last, begin = None if until == "no" else _day(until), _day(first) if first else None
    with _refusing(), closing(open_store(load_settings())) as store:
        paused = pause_letters(store, subscription_of(store, address), begin, last)
    say(f"{address}: {spoken(paused)}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        said = f"expected a date, YYYY-MM-DD, or no; found {text!r}"
        raise typer.BadParameter(said) from error


@app.command("renew")
def renew(address: Address) -> None:
    """Let the links in earlier letters end nothing any more: somebody else may have one."""
    from monitor.cli.output import say
    from monitor.wiring import load_settings, open_store
    from monitor.wishes import renew_links, subscription_of

    with _refusing(), closing(open_store(load_settings())) as store:
        renew_links(store, subscription_of(store, address))
    say(f"{address}: only the links in letters from now on end them.")


@app.command("remove")
def remove(address: Address) -> None:
    """Send a person nothing any more, at once; what waits to be sent is withdrawn."""
    from monitor.cli.output import say
    from monitor.clock import SystemClock
    from monitor.wiring import load_settings, open_store
    from monitor.wishes import everybody, forget, subscription_of

    settings = load_settings()
    with _refusing(), closing(open_store(settings)) as store:
        found = subscription_of(store, address)
        kept = forget(store, found, SystemClock(), fallback=settings.subscriber)
        others = everybody(store, settings.subscriber)
    say(f"{address} is told nothing any more.")
    if kept:
        say("The settings name it as the subscriber, so it is remembered as one that ended.")
    elif [one.address for one in others] == [settings.subscriber]:
        say(f"Letters go to {settings.subscriber}, whom the settings name.")
