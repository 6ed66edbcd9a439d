"""What somebody asks of an archive."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveWish:
    """What is wanted of an archive; the rest of it is passed over.

    belongs: (host, source) pairs: a page on that host or below it is kept as one of the source.
    articles: regular expressions of which an address must match one; empty: all. languages: of
    pages that say what language they are in; empty: all. files: the WARC files of a list to read,
    by their place in it, (first, one beyond the last).
    """

    belongs: tuple[tuple[str, str], ...]
    articles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    files: tuple[int, int] = (0, 1)
