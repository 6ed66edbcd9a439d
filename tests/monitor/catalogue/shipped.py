"""The catalogue as it ships, for tests of it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from monitor.catalogue import load_catalogue, years
from monitor.settings import read_settings
from monitor.wiring import catalogue_folders
from spiders.records import Source


@cache
def shipped() -> Mapping[str, Source]:
    """Every source that ships, by id; the demo's are not among them."""
    settings = read_settings(shipped_catalogue=True, home=Path("/nowhere"))
    loaded = load_catalogue(catalogue_folders(settings, "live"), years(2026))
    assert loaded.item is not None, "\n".join(str(each) for each in loaded.complaints)
    return {source.id: source for source in loaded.item}


def enabled() -> tuple[Source, ...]:
    return tuple(each for each in shipped().values() if each.disabled_because is None)
