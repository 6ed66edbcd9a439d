"""Rows 41 to 45 of the matrix of faults and attacks: strings of the kind that break programs go
through a feed, extraction and every store, and come back as they were after the clean-up.
"""

import json
from dataclasses import replace

from monitor.extract.clean import clean
from monitor.extract.entries import read_entry
from monitor.printable import printable
from spiders.kinds.feeds import read_feed
from spiders.records import Entry
from storage.contract import Store
from storage.records import Changes
from tests.factories import make_document, make_stored_document

NAUGHTY = (
    *("undefined", "null", "NaN", "-1", "1/0", "0x7fffffff", "1e999", "True", "nil", "()"),
    *(
        "' OR 1=1 --",
        "'; DROP TABLE documents; --",
        '"',
        "`",
        "\\",
        "\\0",
        "%s%n%d",
        "%",
        "_",
        "$1",
    ),
    *("{{ 7 * 7 }}", "${7*7}", "<%= 7 %>", "#{7}", ":name", "?", "=cmd|' /C calc'!A0", "@SUM(1)"),
    *("<script>alert(1)</script>", "<svg/onload=alert(1)>", "<img src=//evil.example/x.png>"),
    *("../../etc/passwd", "CON", "NUL.txt", "C:\\a", "~root", "file:///etc/passwd", "a" * 300),
    *(
        "田中さん",
        "사회과학원",
        "הספר",
        "العربية",
        "Ⱥ Ⱦ",
        "ﷺ",
        "İıſK",
        "ﬁ",
        "ß ẞ",
        "Ωåé",
        "👩‍👩‍👧‍👦",
        "🇰🇿",
        "𝒯𝑒𝓍𝓉",
    ),
    *("Қазақстан Республикасы", "Qazaqstan Respublikasy", "Қазақстан".replace("Қ", "К\u0327")),
    *("й", "и\u0306", "Cyдeбный", "Z" + "\u0300" * 60, "a\u0301\u0323", "ї", "і\u0308"),
    *("\u202egpj.exe\u202c", "\u2066isolate\u2069", "zero\u200bwidth\u200d\ufeff", "so\xadft"),
    *("tag\U000e0041\U000e007f", "\u2028line\u2029", "\x85", "\t \xa0 \u3000", "a\r\nBcc: b@c.kz"),
    *("a\0b", "\0", "\ud800", "x\udfff\ud800y", "\ufffe\uffff", "\U0010ffff", "\x1b[2J", "\x7f"),
    *("[red]markup[/red]", "[/red]", "[link=https://evil.example]x[/link]", "{", "}", "]]>", "-->"),
)


def through_a_feed(words: str) -> Entry:
    """The entry of a JSON feed that says these words in every field."""
    fields = ("title", "content_text", "language", "date_published", "id")
    item = {"url": "https://a.kz/1", **dict.fromkeys(fields, words)}
    body = {"version": "https://jsonfeed.org/version/1.1", "title": "t" * 200, "items": [item]}
    (entry,) = read_feed(json.dumps(body).encode(), base="https://a.kz/feed").entries
    return entry


def test_naughty_strings_come_back_from_the_store_as_they_were_cleaned(store: Store) -> None:
    """Title and text come through the feed, the other fields as extraction cleans them."""
    given = []
    for number, words in enumerate(NAUGHTY):
        read = read_entry(through_a_feed(words))
        cleaned = clean(words)
        document = replace(
            make_document(number),
            title=read.title if read else "",
            text=read.text if read else "",
            language=cleaned[:8],
            country=cleaned[:8] or None,
        )
        given.append(make_stored_document(number, document=document, source_id=cleaned))
    store.apply(Changes(documents=tuple(given)))
    assert [store.document(each.document.id) for each in given] == given


def test_every_naughty_string_can_be_shown() -> None:
    for words in NAUGHTY:
        for shown in (printable(words), printable(through_a_feed(words).title)):
            assert shown.isprintable()
            shown.encode()


def test_row_43_what_turns_the_reading_is_kept_as_evidence_and_gone_where_shown() -> None:
    read = read_entry(through_a_feed("\u202egpj.exe"))
    assert read is not None
    assert (read.title, printable(read.title)) == ("\u202egpj.exe", "gpj.exe")


def test_row_44_two_spellings_of_a_letter_are_one_and_look_alikes_stay() -> None:
    assert clean("и\u0306") == "й"
    assert clean("Cyдeбный") == "Cyдeбный"
