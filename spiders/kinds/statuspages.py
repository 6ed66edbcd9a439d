"""Status pages (a treaty's participants, a party register) are kept whole; facts are read later."""

from spiders.kinds.reading import Reading, Unreadable

SHORTEST = 200  # bytes


def read_status_page(body: bytes) -> Reading:
    """No entries: the page itself is the document. Raises Unreadable for a stub."""
    if len(body) < SHORTEST:
        raise Unreadable(f"only {len(body)} bytes came where a status page was due")
    return Reading()
