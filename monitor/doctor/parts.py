"""The parts that a night needs: each is loaded as a night would load it."""

from collections.abc import Callable, Sized
from pathlib import Path
from typing import Any

from monitor.doctor.verdict import Verdict, broken, well
from rules.complaints import BadFiles
from storage.contract import Store, StoreUnusable

_SQLITE = "sqlite:///"


def probe_database(database_url: str, open_store: Callable[[], Store]) -> Verdict:
    """Whether the database opens; one that is not there yet is left unmade."""
    file = Path(database_url.removeprefix(_SQLITE))
    if database_url.startswith(_SQLITE) and not file.exists():
        return well("database", f"{file} is not there yet; the first run makes it")
    try:
        store = open_store()
        try:
            store.keep_fact("doctor", "wrote")  # the first value stands, so that it is there once
            runs = store.runs(limit=1)
        finally:
            store.close()
    except StoreUnusable as error:
        return broken("database", str(error), "restore a backup, or name another database")
    last = f"last run {runs[0].started_at:%Y-%m-%d}, {runs[0].state}" if runs else "no run yet"
    return well("database", f"opens and can be written; {last}")


def probe_rules(load_rules: Callable[[], Any]) -> Verdict:
    """Whether the rules load."""
    try:
        count = len(load_rules().register.recommendations)
    except BadFiles as error:
        return broken("rules", _first(error), "recwatch check names them all")
    return well("rules", f"{count} recommendations")


def probe_catalogue(load_sources: Callable[[], Sized]) -> Verdict:
    """Whether the catalogue loads."""
    try:
        count = len(load_sources())
    except BadFiles as error:
        return broken("catalogue", _first(error), "recwatch check names them all")
    return well("catalogue", f"{count} sources")


def _first(error: BadFiles) -> str:
    more = len(error.complaints) - 1
    return f"{error.complaints[0]}" + (f" (and {more} more)" if more else "")
