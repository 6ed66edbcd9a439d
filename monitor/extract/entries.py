"""An entry as a document's title and text."""

from dataclasses import dataclass

from monitor.extract.clean import clean_line
from monitor.extract.html import words_of
from monitor.extract.title import TITLE_AT_MOST
from spiders.records import Entry

SUMMARY_AT_MOST = 200_000  # characters of markup; some feeds carry the whole article


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryText:
    """The words of an entry, free of markup; at least one of the two is not empty."""

    title: str
    text: str


def read_entry(entry: Entry) -> EntryText | None:
    """None where the entry has no words, as a sitemap's entries often have none."""
    title = clean_line(words_of(entry.title[: 4 * TITLE_AT_MOST]))[:TITLE_AT_MOST].rstrip()
    text = words_of(entry.summary[:SUMMARY_AT_MOST])
    return EntryText(title=title, text=text) if title or text else None
