"""`recwatch db`: backups that are proven, restoring them, and reading all of a database."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from storage.sql.backup import Counted

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
_STAMP = "%Y%m%dT%H%M%SZ"


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="A new file; left out: one by date.")] = None,
    keep: Annotated[int, typer.Option(min=0, help="Keep so many of those by date; 0: all.")] = 0,
) -> None:
    """Copy the whole database into one file, read it again and compare. Nights may go on."""
    from monitor.backups import backup_database
    from monitor.cli.output import say
    from monitor.wiring import load_settings, make_home

    settings = load_settings()
    folder = make_home(settings) / "backups"
    folder.mkdir(exist_ok=True, mode=0o700)
    path = file or folder / f"recwatch-{datetime.now(UTC):{_STAMP}}.db"
    counted = backup_database(settings, path)
    _tell(f"{path}: read again and equal", counted)
    if file is None and keep:
        for old in sorted(folder.glob("recwatch-*.db"))[:-keep]:
            old.unlink()
            say(f"{old}: taken away")
    say(
        "Evidence is not in it: copy the warc folder too. `recwatch verify` holds one against both."
    )


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `recwatch db backup` made.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put an SQLite database that is there aside.")
    ] = False,
) -> None:
    """Put a backup into the empty database of these settings, and compare.

    End the schedule and the pages first: they would go on writing to what is put aside.
    """
    from monitor.backups import restore_database
    from monitor.cli.output import say
    from monitor.wiring import load_settings, make_home

    settings = load_settings()
    make_home(settings)
    aside = f"before-{datetime.now(UTC):{_STAMP}}" if replace else None
    counted, put = restore_database(settings, file, aside)
    if put:
        say(f"what was there is now {put}")
    _tell(f"{file}: restored, read again and equal", counted)


@app.command()
def check(
    file: Annotated[Path | None, typer.Argument(help="A backup; left out: the database.")] = None,
) -> None:
    """Read all of the database, or of a backup."""
    from monitor.backups import check_database
    from monitor.wiring import load_settings

    settings = load_settings()
    what = str(file) if file else "the database"
    _tell(f"{what}: whole", check_database(settings, file))


def _tell(sentence: str, counted: "Counted") -> None:
    from monitor.cli.output import say

    rows = sum(number for number, _ in counted.values())
    say(f"{sentence}; {rows} rows in {len(counted)} tables")
