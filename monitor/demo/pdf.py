"""Writes plain text as a PDF: Helvetica on A4, no pictures, only Western letters.

A fixture of the demo newsroom. A library that writes PDF would be a dependency for one page.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from textwrap import wrap

_COLUMNS = 88
_LINES_PER_PAGE = 46
_CATALOG, _PAGES, _FONT, _FIRST_PAGE = 1, 2, 3, 4


def write_pdf(title: str, paragraphs: Iterable[str]) -> bytes:
    """The text as a PDF document. Letters outside Windows' Western code page become "?"."""
    lines = list(chain([title, ""], *(_wrapped(p) for p in paragraphs)))
    pages = [lines[i : i + _LINES_PER_PAGE] for i in range(0, len(lines), _LINES_PER_PAGE)]
    return _assembled([_catalog(), _page_tree(len(pages)), _font(), *_page_objects(pages)])


def _wrapped(paragraph: str) -> list[str]:
    return [*wrap(paragraph, _COLUMNS), ""]


def _catalog() -> bytes:
    return b"<< /Type /Catalog /Pages %d 0 R >>" % _PAGES


def _page_tree(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (_FIRST_PAGE + 2 * i) for i in range(count))
    return b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count)


def _font() -> bytes:
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def _page_objects(pages: Sequence[Sequence[str]]) -> Iterator[bytes]:
    """A page and its content for each, so a page's content has the number after its own."""
    for index, lines in enumerate(pages):
        yield (
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 %d 0 R >> >> /Contents %d 0 R >>"
            % (_PAGES, _FONT, _FIRST_PAGE + 2 * index + 1)
        )
        content = b"BT /F1 11 Tf 15 TL 56 780 Td\n%b\nET" % b"\n".join(map(_shown, lines))
        yield b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def _shown(line: str) -> bytes:
    text = line.encode("cp1252", "replace")
    for special in (b"\\", b"(", b")"):
        text = text.replace(special, b"\\" + special)
    return b"(%b) Tj T*" % text


def _assembled(objects: Sequence[bytes]) -> bytes:
    body = b"%PDF-1.4\n"
    offsets = []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>" % (size, _CATALOG)
    return body + b"xref\n0 %d\n0000000000 65535 f \n%b%b\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        trailer,
        len(body),
    )
