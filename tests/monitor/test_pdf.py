"""PDF files as offices publish them, made with reportlab."""

import contextlib
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import reportlab
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from monitor.extract.failures import UnreadablePdf
from monitor.extract.pdf import is_pdf, read_pdf
from tests.monitor.page_makers import SEEN_ON

LINES = (
    "The Ministry of Justice registered the party on Monday, its press ser-",
    "vice announced. The party had applied for registration four times.",
    "",
    "Its leader called the decision late but welcome.",
)


def pdf(*pages: tuple[str, ...], title: str = "", font: str = "Helvetica") -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    canvas.setTitle(title)
    for number, lines in enumerate(pages, start=1):
        canvas.setFont(font, 11)
        for row, line in enumerate(lines):
            canvas.drawString(60, 780 - 15 * row, line)
        if len(pages) > 1:
            canvas.drawString(60, 820, f"Ministry of Justice, page {number}")
            canvas.drawString(300, 20, str(number))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_divided_words_become_whole() -> None:
    found = read_pdf(pdf(LINES), SEEN_ON)
    assert "its press service announced" in found.text


def test_a_gap_between_lines_parts_paragraphs() -> None:
    lines = ("Party registered after four refusals", "", "14 July 2026", "", *LINES[:2])
    found = read_pdf(pdf(lines), SEEN_ON)
    assert (found.title, found.published) == (lines[0], date(2026, 7, 14))
    assert found.text.startswith("14 July 2026\nThe Ministry")


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [(f"{word} sentence of the office's long report.",) for word in ("One", "Two", "Three")]
    assert "page" not in read_pdf(pdf(*pages), SEEN_ON).text


def test_a_title_that_is_a_file_name_does_not_count() -> None:
    found = read_pdf(pdf(LINES, title="Microsoft Word - press_final.doc"), SEEN_ON)
    assert "Microsoft" not in found.title


def test_the_files_own_day_is_known() -> None:
    data = PdfWriter(clone_from=PdfReader(BytesIO(pdf(LINES))))
    data.add_metadata({"/CreationDate": "D:20260719120000+05'00'", "/Title": "Party registered"})
    out = BytesIO()
    data.write(out)
    found = read_pdf(out.getvalue(), SEEN_ON)
    assert (found.title, found.published) == ("Party registered", date(2026, 7, 19))


def test_cyrillic_letters_are_read() -> None:
    font = Path(reportlab.__file__).parent / "fonts" / "DejaVuSans.ttf"
    system = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    found = next((path for path in (font, system) if path.exists()), None)
    if found is None:
        pytest.skip("no font with Cyrillic letters on this machine: install fonts-dejavu-core")
    pdfmetrics.registerFont(TTFont("Cyrillic", str(found)))
    line = "Министерство юстиции зарегистрировало партию «Әділет»."
    assert line in read_pdf(pdf((line,), font="Cyrillic"), SEEN_ON).text


def test_a_file_with_a_password_is_named_as_such() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(LINES))))
    writer.encrypt("secret")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(UnreadablePdf, match="password"):
        read_pdf(out.getvalue(), SEEN_ON)


def test_a_file_that_only_forbids_printing_is_read() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(LINES))))
    writer.encrypt("", "owner")
    out = BytesIO()
    writer.write(out)
    assert "Ministry of Justice registered" in read_pdf(out.getvalue(), SEEN_ON).text


def test_pictures_of_pages_are_named_as_such() -> None:
    out = BytesIO()
    canvas = Canvas(out)
    canvas.rect(10, 10, 300, 300)
    canvas.showPage()
    canvas.save()
    with pytest.raises(UnreadablePdf, match="pictures"):
        read_pdf(out.getvalue(), SEEN_ON)


def test_a_file_of_too_many_pages_is_not_read() -> None:
    writer = PdfWriter()
    for _ in range(501):
        writer.add_blank_page(100, 100)
    out = BytesIO()
    writer.write(out)
    with pytest.raises(UnreadablePdf, match="501 pages"):
        read_pdf(out.getvalue(), SEEN_ON)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_torn_file_is_read_or_named(share: float) -> None:
    data = pdf(LINES)
    with contextlib.suppress(UnreadablePdf):
        read_pdf(data[: int(len(data) * share)], SEEN_ON)


def test_a_page_that_mentions_pdf_is_none() -> None:
    assert not is_pdf(b"<html><p>a file begins with %PDF-1.7</p>")
