"""What changed between two versions of a watched page. Pure.

A passage keeps its key as long as its words stay, wherever it moves. A new wording takes the key
of the passage in whose place it stands, if the two are alike; so a paragraph is followed through
all its wordings, and the page's order alone is no change.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.records import PageVersion, Passage

ALIKE = 0.3  # of the words of both: less in common, and one went and another came
_LOOKED_AT = 20  # passages that a new one is compared with, so that a rebuilt page costs little
_READ_AT_MOST = 4_000  # characters of a passage, to tell whether it is like another
_WORDS = re.compile(r"\w+")


class Came(StrEnum):
    """What became of a passage."""

    CAME = "came"
    WENT = "went"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One passage that is not as it was. before, after: "" where it was not there."""

    what: Came
    key: str
    before: str
    after: str


def differences(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[Difference, ...]:
    """In the order of the page as it is now, what went at the end. Keys have been settled."""
    old = {passage.key: passage.text for passage in before}
    found = [
        Difference(
            what=Came.CHANGED if passage.key in old else Came.CAME,
            key=passage.key,
            before=old.get(passage.key, ""),
            after=passage.text,
        )
        for passage in after
        if old.get(passage.key) != passage.text
    ]
    now = {passage.key for passage in after}
    went = (passage for passage in before if passage.key not in now)
    found += [Difference(what=Came.WENT, key=p.key, before=p.text, after="") for p in went]
    return tuple(found)


def version_differences(
    before: PageVersion | None, after: PageVersion
) -> tuple[Difference, ...] | None:
    """What `after` changed; None where there is nothing that it could be compared with."""
    if before is None or before.read_as != after.read_as:
        return None
    return differences(before.passages, after.passages)


def rekeyed(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[Passage, ...]:
    """`after` with the keys under which its passages are known; no key twice."""
    keys = _kept(before, after)
    _take_places(before, after, keys)
    taken = {key for key in keys if key is not None}
    found: list[Passage] = []
    for passage, key in zip(after, keys, strict=True):
        own = key or _free(passage.key, taken)
        taken.add(own)
        found.append(Passage(key=own, text=passage.text))
    return tuple(found)


def _kept(before: Sequence[Passage], after: Sequence[Passage]) -> list[str | None]:
    """The keys of those that say the same words as before."""
    known: dict[str, deque[str]] = defaultdict(deque)
    for passage in before:
        known[passage.text].append(passage.key)
    return [known[p.text].popleft() if known[p.text] else None for p in after]


def _take_places(
    before: Sequence[Passage], after: Sequence[Passage], keys: list[str | None]
) -> None:
    """Fill in the keys of passages that stand where another stood that is like them."""
    kept = {key for key in keys if key is not None}
    lost: dict[str, list[Passage]] = defaultdict(list)
    for anchor, passage in _anchored([p.key if p.key in kept else None for p in before], before):
        lost[anchor].append(passage)
    words = {p.key: _words(p.text) for passages in lost.values() for p in passages}
    for place, (anchor, passage) in enumerate(_anchored(list(keys), after, every=True)):
        if keys[place] is not None:
            continue
        own, near = _words(passage.text), lost[anchor][:_LOOKED_AT]
        like = next((p for p in near if _alike(words[p.key], own)), None)
        if like is not None:
            lost[anchor].remove(like)
            keys[place] = like.key


def _anchored(
    keys: list[str | None], passages: Sequence[Passage], *, every: bool = False
) -> Iterator[tuple[str, Passage]]:
    """Each passage without a key, or every one, with the nearest key before it."""
    anchor = ""
    for key, passage in zip(keys, passages, strict=True):
        anchor = key or anchor
        if every or key is None:
            yield anchor, passage


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text[:_READ_AT_MOST].casefold()))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * max(1, len(one | other))


def _free(wanted: str, taken: set[str]) -> str:
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key
