"""The console script: every command by name, loaded only when it is the one that was typed."""

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from monitor.cli.gate import DEBUG_VARIABLE, told

# name: (module and attribute: a function or a Typer app, what the help says)
COMMANDS = {
    "init": ("monitor.cli.init:init", "Ask what must be known, and write settings.toml."),
    "run": ("monitor.cli.night:run", "One night: crawl, assess, settle, digest."),
    "schedule": ("monitor.cli.schedule:schedule", "Run every night when it is due."),
    "crawl": ("monitor.cli.night:crawl", "Fetch only; what was fetched waits to be assessed."),
    "assess": ("monitor.cli.night:assess", "Assess and settle the pages that wait."),
    "add": ("monitor.cli.night:add", "Take in a page that a person found: an address or a file."),
    "match": ("monitor.cli.match:match", "Match documents: JSON Lines in, JSON Lines out."),
    "explain": ("monitor.cli.explain:explain", "Say why a document matches, or why it does not."),
    "backtest": ("monitor.cli.backtest:backtest", "Measure the rules on labelled documents."),
    "rules": ("monitor.cli.rules:app", "Test the rules against their own examples, or lint them."),
    "review": ("monitor.cli.review:app", "Look at flags and answer them."),
    "status": ("monitor.cli.status:app", "Say where a clause stands, citing flags."),
    "report": ("monitor.cli.report:report", "Say where each clause stands, and since when."),
    "digest": ("monitor.cli.digest:digest", "Make the digest of what has not been sent yet."),
    "pages": ("monitor.cli.pages:app", "Show what changed on the pages that are watched."),
    "sources": ("monitor.cli.sources:app", "List the sources, or ask whether they answer."),
    "check": ("monitor.cli.check:check", "Check settings, catalogue, rules and templates."),
    "demo": ("monitor.cli.demo:app", "The newsroom of the demonstration."),
    "health": ("monitor.cli.health:health", "Say in one line whether nights run."),
    "db": ("monitor.cli.db:app", "Back up, restore or check the database."),
    "verify": (
        "monitor.cli.verify:verify",
        "Hold evidence, quotes and answers against what was kept.",
    ),
    "doctor": ("monitor.cli.doctor:doctor", "Examine this machine and what recwatch keeps on it."),
}


class LazyGroup(TyperGroup):
    """Lists every command from the table and imports only the one that is to run."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The real command in the place of its stand-in."""
        name, stand_in, rest = super().resolve_command(ctx, args)
        return name, _load(name) if name and stand_in else stand_in, rest


def _load(name: str) -> Any:
    module, attribute = COMMANDS[name][0].split(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, help=found.__doc__)(found)
    return typer.main.get_command(app)


def build() -> TyperGroup:
    """The whole command line."""
    app = typer.Typer(cls=LazyGroup, no_args_is_help=True, rich_markup_mode=None)
    app.callback()(_start)
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)  # noqa: S101 - a callback makes it one
    for name, (_, text) in COMMANDS.items():
        group.add_command(TyperCommand(name=name, help=text))
    return group


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"recwatch {version('recwatch')}")
        raise typer.Exit


def _start(
    debug: bool = typer.Option(False, "--debug", help="Show the cause of an unexpected error."),
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Say the version and exit."
    ),
) -> None:
    """Tells whether a report's recommendations are being carried out.

    The machine proposes, people decide.
    """
    del version
    if debug:
        os.environ[DEBUG_VARIABLE] = "1"


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks a letter is no reason to die
            stream.reconfigure(errors="backslashreplace")
    try:
        build().main(args=arguments, prog_name="recwatch")
    except Exception as error:
        sys.exit(told(error))
