"""Which story a document belongs to: only near-identical text folds silently."""

from collections.abc import Iterable, Sequence

from storage.records import Fingerprint

# Five words in a hundred changed leave about 0.6 of the shingles alike; unrelated reports of one
# event share under 0.2. Below the threshold a story is another one, and a person may join them.
ALIKE = 0.55


def likeness(left: Sequence[int], right: Sequence[int]) -> float:
    """The share of equal places of two MinHash signatures, an estimate of Jaccard's index."""
    if not left or len(left) != len(right):
        return 0.0
    return sum(a == b for a, b in zip(left, right, strict=True)) / len(left)


def nearest_story(signature: Sequence[int], candidates: Iterable[Fingerprint]) -> str | None:
    """The story of the most alike candidate; None if none is alike enough."""
    ranked = sorted(
        ((likeness(signature, c.signature), c.document_id, c.story_id) for c in candidates),
        key=lambda row: (-row[0], row[1]),
    )
    return ranked[0][2] if ranked and ranked[0][0] >= ALIKE else None
