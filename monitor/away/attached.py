"""What waits of a letter's flags, as the file that comes with it: bounded, and made once for all.

A letter has to arrive: servers refuse large ones, so the file is held to `BYTES_AT_MOST`. What is
left out is counted, in the letter and in the file.
"""

from collections.abc import Sequence
from datetime import datetime

from monitor.away.page import AwayFlag, away_flags, make_page
from monitor.digests.content import ReviewFile
from monitor.flagviews import Guide
from storage.contract import Store
from storage.records import Flag, FlagState

BYTES_AT_MOST = 512 * 1024
FLAGS_AT_MOST = 60
TEXT_AT_MOST = 4_000  # characters of a document
_KEPT = 16


class FileMaker:
    """Makes the file of some flags; readers who are told the same ones share it."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, ...], ReviewFile | None] = {}

    def __call__(
        self, store: Store, guide: Guide, flags: Sequence[Flag], now: datetime
    ) -> ReviewFile | None:
        """The file of those that wait, in the order given; None where none does, or none fits.

        Raises DocumentMissing.
        """
        waiting = [flag for flag in flags if flag.state is FlagState.WAITING]
        key = tuple(flag.number for flag in waiting)
        if key not in self._made:
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[key] = _file(store, guide, waiting, now)
        return self._made[key]


def _file(store: Store, guide: Guide, waiting: Sequence[Flag], now: datetime) -> ReviewFile | None:
    held = away_flags(store, guide, waiting[:FLAGS_AT_MOST], text_at_most=TEXT_AT_MOST)
    while held:
        page = _page(held, len(waiting), now)
        size = len(page.encode("utf-8", "replace"))
        if size <= BYTES_AT_MOST:
            return ReviewFile(
                name=f"review-{now:%Y-%m-%d}.html",
                page=page,
                flags=tuple(one.view.flag.number for one in held),
                waiting=len(waiting),
            )
        held = held[: min(len(held) - 1, len(held) * BYTES_AT_MOST // size)]
    return None


def _page(held: Sequence[AwayFlag], waiting: int, now: datetime) -> str:
    # Mail passes through many hands: who answered what before is left out.
    return make_page(held, title="Review", made_at=now, names=False, beyond=waiting - len(held))
