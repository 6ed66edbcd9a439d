"""Hashes of texts, by which equal ones are found, and MinHash signatures: near-identical ones are
found by their bands and then compared.

Stored signatures are compared with new ones for years, so nothing here may change what comes out:
a test holds the values.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b, sha256

from rensa import RMinHash

from storage.records import MadeFrom

PLACES = 128
ROWS_A_BAND = 4  # 32 bands: texts whose shingles are six tenths alike are found, 99 in 100
WORDS_A_SHINGLE = 5
SEED = 1948

_WORD = re.compile(r"\w+")


def text_hash(made_from: MadeFrom, title: str, text: str) -> str:
    """A row's is that of its words: two depositaries that record one act tell one story."""
    words = text if made_from is MadeFrom.FACT else f"{title}\n{text}"
    return sha256(words.encode()).hexdigest()


def signature_of(text: str) -> tuple[int, ...]:
    """128 numbers of 32 bits; () for a text without words."""
    words = _WORD.findall(text.casefold())
    if not words:
        return ()
    sketch = RMinHash(num_perm=PLACES, seed=SEED)
    sketch.update(sorted(set(_shingles(words))))
    return tuple(int(number) for number in sketch.digest())


def bands_of(signature: tuple[int, ...]) -> tuple[int, ...]:
    """One signed 64-bit number a band: texts that share one are candidates."""
    return tuple(
        _folded(place, signature[place : place + ROWS_A_BAND])
        for place in range(0, len(signature), ROWS_A_BAND)
    )


def _shingles(words: list[str]) -> Iterator[str]:
    last = max(len(words) - WORDS_A_SHINGLE, 0)
    return (" ".join(words[start : start + WORDS_A_SHINGLE]) for start in range(last + 1))


def _folded(place: int, rows: tuple[int, ...]) -> int:
    data = b"".join(number.to_bytes(8, "big") for number in (place, *rows))
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)
