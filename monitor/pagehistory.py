"""The life of a watched page, told version by version. Pure.

versions, newest first ─► turns: what each changed ─► wording: the words that differ, marked
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from monitor.differences import Difference, version_differences
from monitor.passages import Piece
from monitor.printable import CUT, printable
from storage.records import PageVersion, StoredDocument

WORDS_COMPARED = 2_000  # of longer passages the whole counts as other words
_AROUND = 12  # words that stay the same, shown on each side of those that differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One version. changed: None where it can't be compared: the first, or read in another way."""

    version: PageVersion
    changed: tuple[Difference, ...] | None


def turns(versions: Sequence[PageVersion]) -> tuple[Turn, ...]:
    """What each version changed, newest first, as they are given.

    Of a part of them the oldest has no turn: nothing says what it changed.
    """
    pairs = list(zip_longest(versions, versions[1:]))
    if pairs and pairs[-1][0].number > 1:
        pairs.pop()
    return tuple(Turn(version=v, changed=version_differences(old, v)) for v, old in pairs)


def passage_turns(document: StoredDocument, versions: Sequence[PageVersion]) -> Iterator[Turn]:
    """The versions, newest first, that changed the passage which a document holds."""
    key = document.url.partition("#")[2]
    for turn in turns(versions):
        own = tuple(d for d in turn.changed or () if d.key == key)
        if own:
            yield Turn(version=turn.version, changed=own)


def wording(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both wordings in pieces; words that the other lacks have the part "gone" or "new".

    Long stretches that are the same are cut out.
    """
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > WORDS_COMPARED:
        return _whole(before, "gone"), _whole(after, "new")
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    was = [(tag, old[a:b]) for tag, a, b, _, _ in codes]
    now = [(tag, new[a:b]) for tag, _, _, a, b in codes]
    return _pieces(was, "gone"), _pieces(now, "new")


def _whole(text: str, part: str) -> tuple[Piece, ...]:
    return (Piece(text=printable(text), part=part),) if text else ()


def _pieces(stretches: Sequence[tuple[str, list[str]]], part: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for place, (tag, words) in enumerate(stretches):
        if not words:
            continue
        if tag != "equal":
            found.append(Piece(text=printable(" ".join(words)), part=part))
            continue
        text = _short(words, is_first=place == 0, is_last=place == len(stretches) - 1)
        found.append(Piece(text=printable(text)))
    return tuple(found)


def _short(words: list[str], *, is_first: bool, is_last: bool) -> str:
    before = 0 if is_first else _AROUND  # what stands behind the words that differ
    after = 0 if is_last else _AROUND
    if (is_first and is_last) or len(words) <= before + after + 1:
        return " ".join(words)
    head, tail = words[:before], words[len(words) - after :]
    return " ".join([*head, CUT, *tail])
