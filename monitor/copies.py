"""The stored copy of a document's page, as words: held against its hash, never as markup."""

from dataclasses import dataclass

from monitor.contracts import PageReader
from monitor.extract.charset import decoded
from monitor.extract.failures import Unreadable
from monitor.extract.html import parsed, visible_text
from monitor.extract.payload import header, unpacked
from monitor.printable import printable_lines
from spiders.records import Page
from storage.archive import DamagedRecord
from storage.contract import Store
from storage.records import PageRecord, StoredDocument

SHOWN_AT_MOST = 4 * 2**20  # bytes of a page that are read for showing
WORDS_AT_MOST = 200_000  # characters that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A page as it was kept. record: None where the store has none.

    trouble: why its bytes can't be vouched for; "" where they are those that were fetched.
    words: all that a reader of the page saw, menus too; "" where it has no such text.
    """

    document: StoredDocument
    record: PageRecord | None
    trouble: str
    words: str
    is_cut: bool


def stored_copy(store: Store, reader: PageReader, document: StoredDocument) -> Copy:
    """The kept page that a document was read from."""
    record = store.page(document.page_id)
    page, trouble = _read(reader, record)
    words = _words(page) if page else ""
    return Copy(
        document=document,
        record=record,
        trouble=trouble,
        words=printable_lines(words[:WORDS_AT_MOST]),
        is_cut=len(words) > WORDS_AT_MOST,
    )


def _read(reader: PageReader, record: PageRecord | None) -> tuple[Page | None, str]:
    if record is None:
        return None, "the database does not say where the page is kept"
    try:
        return reader.read(record), ""
    except DamagedRecord as error:
        return None, str(error)
    except OSError as error:
        return None, f"the evidence can't be read: {error.strerror or 'no reason given'}"


def _words(page: Page) -> str:
    kind = header(page.headers, "content-type")
    if "html" not in kind and not kind.startswith("text/"):
        return ""
    try:
        data = unpacked(page.payload, page.headers, SHOWN_AT_MOST)
        text = decoded(data, kind)
        return visible_text(parsed(text)) if "html" in kind else text
    except Unreadable:
        return ""
