"""What commands that deal with flags sit at: the store, the guide, the reviewer's name."""

import getpass
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.flagviews import FlagView, Guide, make_guide, view_flag
from rules.complaints import BadFiles

if TYPE_CHECKING:
    from monitor.contracts import Clock
    from monitor.settings import Settings
    from spiders.records import Source
    from storage.contract import Store
    from storage.records import Flag

# The demo's addresses depend on a running newsroom; for its names any stand-in will do.
STAND_IN = {"newsroom": "newsroom.invalid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One person's place of work."""

    store: "Store"
    guide: Guide
    clock: "Clock"
    reviewer: str

    def view(self, number: int) -> FlagView:
        """A flag by its number, as this person may see it. Raises UnknownFlag."""
        return self.view_of(self.store.flag(number))

    def view_of(self, flag: "Flag", names: Mapping[str, str] | None = None) -> FlagView:
        """A flag with all that belongs to it, as this person may see it. names: pseudonyms."""
        return view_flag(self.store, self.guide, flag, reader=self.reviewer, names=names or {})


@contextmanager
def open_desk(reviewer: str | None = None) -> Iterator[Desk]:
    """A desk over the database that the settings name. Raises BadFiles and StoreUnusable."""
    from monitor.clock import SystemClock
    from monitor.wiring import load_settings, open_store

    settings = load_settings()
    guide = load_guide(settings)
    with closing(open_store(settings)) as store:
        yield Desk(
            store=store,
            guide=guide,
            clock=SystemClock(),
            reviewer=reviewer or settings.reviewer or _user(),
        )


def load_guide(settings: "Settings") -> Guide:
    """The rules' register and glosses, and every source that can be named."""
    from monitor.wiring import load_rules

    return make_guide(load_rules(settings), known_sources(settings))


def known_sources(settings: "Settings") -> Iterator["Source"]:
    """Of both catalogues, for what was read on a demonstration night has a name, too; and those
    that stand for what people found.
    """
    from monitor.found import found_sources
    from monitor.wiring import load_sources

    yield from found_sources()
    for which in ("demo", "live"):
        try:
            yield from load_sources(settings, which, STAND_IN)
        except BadFiles:
            # A fault in the catalogue is told by `check` and `run`; a review only lacks a name.
            continue


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such account: a container may lack one
        return ""
