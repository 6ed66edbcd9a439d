"""Row 51 of the matrix of faults and attacks: files that attack who reads them."""

import zlib

import pytest

from monitor.extract.failures import UnreadablePdf
from monitor.extract.pdf import read_pdf
from tests.monitor.page_makers import SEEN_ON


def made(*objects: bytes) -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, b"".join(places))
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(places) + 1)
    return data + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data)


def stream(data: bytes, filters: bytes) -> bytes:
    head = b"<< /Length %d /Filter %s >>\nstream\n" % (len(data), filters)
    return head + data + b"\nendstream"


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
TWICE_PACKED = zlib.compress(zlib.compress(bytes(200 * 2**20), 9), 9)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            made(CATALOGUE, ONE_PAGE, PAGE, stream(TWICE_PACKED, b"[/FlateDecode /FlateDecode]")),
            id="a stream that unpacks to 200 MB",
        ),
        pytest.param(
            made(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
            id="a page tree that holds itself",
        ),
        pytest.param(
            made(CATALOGUE, b"<< /Type /Pages /Kids [] /Count 999999999 >>"), id="a false count"
        ),
        pytest.param(made(CATALOGUE, b"[" * 20_000 + b"]" * 20_000), id="20,000 nested lists"),
        pytest.param(made(b"1 0 R"), id="an object that is itself"),
    ],
)
def test_a_bomb_is_not_readable(data: bytes) -> None:
    with pytest.raises(UnreadablePdf):
        read_pdf(data, SEEN_ON)


def test_a_file_of_10_000_pages_is_named_as_such() -> None:
    pages = b"<< /Type /Pages /Kids [%s] /Count 10000 >>" % (b"3 0 R " * 10_000)
    with pytest.raises(UnreadablePdf, match="10000 pages"):
        read_pdf(made(CATALOGUE, pages, PAGE, stream(b"", b"[]")), SEEN_ON)


def test_a_script_in_a_file_is_neither_run_nor_read() -> None:
    script = b"/OpenAction << /S /JavaScript /JS (app.alert('evil')) >>"
    words = b"BT /F1 9 Tf 1 5 Td (The Ministry of Justice registered the party.) Tj ET"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = PAGE.replace(b"/MediaBox", b"/Resources << /Font << /F1 5 0 R >> >> /MediaBox")
    catalogue = CATALOGUE.replace(b" >>", b" %s >>" % script)
    plain = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words)
    found = read_pdf(made(catalogue, ONE_PAGE, page, plain, font), SEEN_ON)
    assert "Ministry" in found.title + found.text
    assert "evil" not in found.title + found.text
