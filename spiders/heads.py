"""Heads of WARC records and of HTTP answers: a first line, and headers as they were written."""

# A server may send very many headers, and each costs more as text than as bytes.
HEAD_AT_MOST = 32 * 2**20
LINES_AT_MOST = 100_000
_DIGITS_AT_MOST = 12

Headers = tuple[tuple[str, str], ...]


class BadMember(Exception):
    """These bytes are no whole record; the message is the reason."""


def parse_head(head: bytes, encoding: str) -> tuple[str, Headers]:
    """The first line and the headers, of a WARC record or an HTTP answer. Raises BadMember."""
    if len(head) > HEAD_AT_MOST or head.count(b"\n") > LINES_AT_MOST:
        raise BadMember("its head is too large")
    first, *lines = head.decode(encoding, "replace").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return first, tuple((name, value.strip(" \t")) for name, _, value in pairs)


def parse_record(data: bytes) -> tuple[Headers, bytes]:
    """The headers and the block of one unpacked WARC record. Raises BadMember."""
    head, separator, rest = data.partition(b"\r\n\r\n")
    version, headers = parse_head(head, "utf-8")
    if not separator or not version.startswith("WARC/1."):
        raise BadMember("it holds no WARC record")
    size = first_header(headers, "Content-Length") or ""
    if not is_number(size) or rest[int(size) :] != b"\r\n\r\n":
        raise BadMember("its Content-Length is not that of its block")
    return headers, rest[:-4]


def parse_answer(block: bytes) -> tuple[int, Headers, bytes]:
    """Status, headers and body of an HTTP answer. Raises BadMember."""
    head, _, payload = block.partition(b"\r\n\r\n")
    first, headers = parse_head(head, "latin-1")  # which keeps every byte a server sent
    protocol, _, rest = first.partition(" ")
    status = rest[:3]
    if not protocol.startswith("HTTP/") or not is_number(status):
        raise BadMember("it holds no HTTP answer")
    return int(status), headers, payload


def is_number(text: str) -> bool:
    """Whether a text from a head is a number of a sane length."""
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS_AT_MOST


def first_header(headers: Headers, name: str) -> str | None:
    """The first header of this name in any case; None if there is none."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)
