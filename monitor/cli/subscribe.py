"""`recwatch subscribe`: who is told what, and how often."""

from datetime import date
from typing import Annotated

import typer

from storage.post import Rhythm, Subscription
from storage.records import Heading, Lane

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

Address = Annotated[str, typer.Argument(help="The mail address.")]


@app.command("set")
def set_(
    address: Address,
    *,
    name: Annotated[str, typer.Option(help="Whose it is; a pseudonym will do.")] = "",
    recommendation: Annotated[list[str] | None, typer.Option(help="Only this; repeat it.")] = None,
    addressee: Annotated[str | None, typer.Option(help="Only what this one was asked.")] = None,
    direction: Annotated[list[Heading] | None, typer.Option(help="Only this; repeat it.")] = None,
    lane: Annotated[list[Lane] | None, typer.Option(help="Only this; repeat it.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="Only this; repeat it.")] = None,
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
) -> None:
    """Keep what a person wants; it takes the place of what they wanted before."""
    from contextlib import closing

    from monitor.cli.output import say
    from monitor.subscriptions import BadSubscription, checked, recommendations_for, spoken
    from monitor.wiring import load_rules, load_settings, open_store

    settings = load_settings()
    register = load_rules(settings).register
    try:
        named = tuple(recommendation or ())
        wanted = named + (recommendations_for(register, addressee) if addressee else ())
        subscription = checked(
            Subscription(
                address=address,
                name=name,
                recommendations=tuple(dict.fromkeys(wanted)),
                directions=tuple(direction or ()),
                lanes=tuple(lane or ()),
                languages=tuple(language or ()),
                rhythm=rhythm,
                hour=hour,
                zone=zone,
                confirmed_only=only_confirmed,
                link_only=link_only,
                neutral=neutral,
                heartbeat=heartbeat,
            ),
            register,
        )
    except BadSubscription as error:
        raise typer.BadParameter(str(error)) from error
    with closing(open_store(settings)) as store:
        store.keep_subscription(subscription)
    say(f"{address}: {spoken(subscription)}")


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """List who is told what."""
    from contextlib import closing
    from dataclasses import asdict

    from monitor.cli.output import print_json, print_rows
    from monitor.subscriptions import spoken, subscriptions_of
    from monitor.wiring import load_settings, open_store

    settings = load_settings()
    with closing(open_store(settings)) as store:
        found = subscriptions_of(store, settings.subscriber)
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        print_rows(("address", "wants"), [(one.address, spoken(one)) for one in found])


@app.command("pause")
def pause(
    address: Address,
    until: Annotated[str, typer.Argument(help="The last day without letters, YYYY-MM-DD; or no.")],
) -> None:
    """Send a person nothing for a while; what comes meanwhile is told afterwards."""
    from contextlib import closing
    from dataclasses import replace

    from monitor.cli.output import say
    from monitor.subscriptions import spoken
    from monitor.wiring import load_settings, open_store

    try:
        day = None if until == "no" else date.fromisoformat(until)
    except ValueError as error:
        raise typer.BadParameter(f"expected a date, YYYY-MM-DD, or no; found {until!r}") from error
    with closing(open_store(load_settings())) as store:
        found = next((one for one in store.subscriptions() if one.address == address), None)
        if found is None:
            raise typer.BadParameter(f"{address} has no subscription")
        paused = replace(found, paused_until=day)
        store.keep_subscription(paused)
    say(f"{address}: {spoken(paused)}")


@app.command("remove")
def remove(address: Address) -> None:
    """Send a person nothing any more."""
    from contextlib import closing

    from monitor.cli.output import say
    from monitor.wiring import load_settings, open_store

    with closing(open_store(load_settings())) as store:
        if not store.drop_subscription(address):
            raise typer.BadParameter(f"{address} has no subscription")
    say(f"{address} is told nothing any more.")
