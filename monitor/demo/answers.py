"""The answer sheet of the demo newsroom, and how a night's flags compare with it.

The sheet was written without sight of the rules. A reprint answers to its original, the rows of a
status page are taken together, and what a page no longer says or a source took away is no
longer asked for.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from monitor.demo.articles import FOLDER, read_yaml
from monitor.demo.houses import STATUS_PAGES, slug_of
from storage.contract import Store
from storage.records import Flag, FlagQuery, Heading, Lane

_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Planted:
    """A flag by what tells it apart here: the article or status page, and what it says."""

    slug: str
    recommendation: str
    heading: Heading
    lane: Lane


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSheet:
    """What a careful reader flags. originals: from a reprint's slug to what it repeats."""

    planted: tuple[Planted, ...]
    originals: Mapping[str, str]
    quiet: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How flags compare with the sheet. Everything is sorted.

    differing: pairs of planted and found on one article and recommendation, which point or stand
    elsewhere. surplus: flags on noise, on what the sheet does not name, or raised twice.
    quiet: articles that the sheet leaves without a flag.
    """

    found: tuple[Planted, ...]
    differing: tuple[tuple[Planted, Planted], ...]
    missing: tuple[Planted, ...]
    surplus: tuple[Planted, ...]
    quiet: int

    @property
    def agrees(self) -> bool:
        """Whether the flags are exactly those of the sheet."""
        return not (self.differing or self.missing or self.surplus)


def load_sheet(night: int, folder: Path = FOLDER) -> AnswerSheet:
    """The sheet of a night, 1 or 2."""
    written = read_yaml(folder / "answers.yml")
    answers = {item["slug"]: item for item in written["answers"]}
    if night > 1:
        second = read_yaml(folder / "second-night.yml")
        answers |= {item["slug"]: item for item in chain(second["changed"], second["added"])}
        for slug in second["removed"]:
            answers.pop(slug)
    pages = {item["page"]: item for item in written["status_pages"]}
    return AnswerSheet(
        planted=tuple(sorted(chain(_planted(answers), _planted(pages)))),
        originals={s: item["reprint_of"] for s, item in answers.items() if "reprint_of" in item},
        quiet=sum(not item["flags"] for item in answers.values()),
    )


def compare(sheet: AnswerSheet, flags_by_url: Mapping[str, Sequence[Flag]]) -> Comparison:
    """Hold the flags of a store, by the address of the document that each shows, to the sheet."""
    raised = Counter(_raised(sheet, flags_by_url))
    planted = Counter(sheet.planted)
    missing = sorted((planted - raised).elements())
    surplus = sorted((raised - planted).elements())
    differing = tuple(_differing(missing, surplus))
    return Comparison(
        found=tuple(sorted((planted & raised).elements())),
        differing=differing,
        missing=tuple((Counter(missing) - Counter(p for p, _ in differing)).elements()),
        surplus=tuple((Counter(surplus) - Counter(f for _, f in differing)).elements()),
        quiet=sheet.quiet,
    )


def standing_flags(store: Store) -> dict[str, tuple[Flag, ...]]:
    """The flags that show a document's standing version, by its address.

    Left out: flags on versions that were replaced, and on pages that the source took away.
    """
    by_url: dict[str, tuple[Flag, ...]] = {}
    for flag in _all_flags(store):
        shown = store.document(flag.document_id)
        if shown is not None and shown.superseded_by is None and shown.gone_at is None:
            by_url[shown.url] = (*by_url.get(shown.url, ()), flag)
    return by_url


def _all_flags(store: Store) -> Iterator[Flag]:
    flags = store.flags(FlagQuery(limit=_AT_ONCE))
    while flags:
        yield from flags
        flags = store.flags(FlagQuery(after=flags[-1].number, limit=_AT_ONCE))


def _planted(answers: Mapping[str, Any]) -> Iterator[Planted]:
    for slug, item in answers.items():
        for flag in item["flags"]:
            yield Planted(
                slug=slug,
                recommendation=flag["recommendation"],
                heading=Heading(flag["direction"]),
                lane=Lane(flag["lane"]),
            )


def _raised(sheet: AnswerSheet, flags_by_url: Mapping[str, Sequence[Flag]]) -> Iterator[Planted]:
    of_pages: list[Planted] = []
    for url, flags in flags_by_url.items():
        slug = slug_of(url)
        raised = [
            Planted(
                slug=sheet.originals.get(slug, slug),
                recommendation=flag.recommendation,
                heading=flag.heading,
                lane=flag.lane,
            )
            for flag in flags
        ]
        if slug in STATUS_PAGES:
            of_pages.extend(raised)
        else:
            yield from raised
    yield from _together(of_pages)


def _together(rows: Iterable[Planted]) -> Iterator[Planted]:
    """One flag for all rows of a page that bear on a recommendation in the same lane."""
    headings: dict[tuple[str, str, Lane], set[Heading]] = {}
    for row in rows:
        headings.setdefault((row.slug, row.recommendation, row.lane), set()).add(row.heading)
    for (slug, recommendation, lane), found in headings.items():
        heading = found.pop() if len(found) == 1 else Heading.MIXED
        yield Planted(slug=slug, recommendation=recommendation, heading=heading, lane=lane)


def _differing(
    missing: Iterable[Planted], surplus: Iterable[Planted]
) -> Iterator[tuple[Planted, Planted]]:
    """Pairs on the same article and recommendation, each flag used once."""
    left = list(surplus)
    for planted in missing:
        for flag in left:
            if replace(flag, heading=planted.heading, lane=planted.lane) == planted:
                left.remove(flag)
                yield planted, flag
                break
