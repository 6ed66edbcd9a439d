"""Bytes to text, whatever the server claims.

    byte order mark ─► valid UTF-8 ─► the declared encoding, if the result reads like words
        ─► the Cyrillic encoding whose result reads best ─► text that was decoded wrongly before
           it was saved is turned back ─► or the text is garbled

Declarations are read as browsers read them, but believed only as far as the text bears them out.
"""

import re
from collections import Counter

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

from monitor.extract.failures import GarbledText

CYRILLIC = ("cp1251", "koi8-r", "kz1048", "iso8859-5", "cp866", "mac-cyrillic")
SAMPLE = 20_000
FEW = 20  # letters; fewer prove nothing
GARBLED_SHARE = 0.03  # of all characters; a page cut in the middle has one broken one

# What a letter is worth as a sign of Russian or Kazakh. What the encodings confuse with one another
# (capitals, Serbian and Ukrainian letters, box drawings) is worth nothing, so it tells them apart.
_WORTH = {
    **dict.fromkeys("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁӘҒҚҢӨҰҮІ", 0.4),
    **dict.fromkeys("«»—–№…“”’\u00a0", 0.6),
    **dict.fromkeys("әғқңөұүі", 0.9),
    **dict.fromkeys("абвгдежзийклмнопрстуфхцчшщъыьэюяё", 1.0),
}
_READS_WELL = 0.75

_HIGH_BYTES = re.compile(rb"[\x04\x00]")  # of UTF-16: of ASCII and of Cyrillic letters
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_LATIN_LETTERS = re.compile(r"[\u00c0-\u00ff]")
_LETTERS = re.compile(r"[^\W\d_]")
# How text looks that was decoded wrongly: as which encoding, and what it was.
_MISTAKES = (("cp1252", "utf-8"), ("cp1251", "utf-8"), ("cp1252", "cp1251"))
# Browsers read the bytes that cp1252 leaves open as control characters; Python refuses them.
_CP1252 = {ord(bytes([b]).decode("cp1252", "replace")): b for b in range(0x80, 0xA0)}


def decoded(data: bytes, content_type: str = "") -> str:
    """The text of a page. Raises GarbledText."""
    text = _decode(data, content_type)
    text = _turned_back(text)
    broken = text.count("\ufffd") + len(re.findall(r"[\x00-\x08\x0e-\x1f]", text))
    if broken > max(3, GARBLED_SHARE * len(text)):
        raise GarbledText("the answer's bytes make no text in any encoding that was tried")
    return text


def _decode(data: bytes, content_type: str) -> str:
    marked, mark = read_bom(data)
    if marked and mark:
        return data[len(mark) :].decode(marked, "replace")
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, "replace")
    utf8 = _as_utf8(data)
    if utf8 is not None:
        return utf8
    return _as_single_bytes(data, _declared(data, content_type))


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of markup or of Cyrillic text is the same."""
    head = data[:2000]
    half = len(head) // 2
    if half < 8:
        return None
    even, odd = (len(_HIGH_BYTES.findall(head[start::2])) for start in (0, 1))
    if odd > half * 0.3 and odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.3 and even > 4 * odd else None


def _as_utf8(data: bytes) -> str | None:
    """Other encodings hardly ever give valid UTF-8, so a few broken characters don't count."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken == 0:
        return text
    beyond_ascii = sum(not char.isascii() for char in text[:SAMPLE])
    return text if broken * 20 < beyond_ascii else None


def _declared(data: bytes, content_type: str) -> str | None:
    named = http_content_type_encoding(content_type) or html_body_declared_encoding(data[:4096])
    return resolve_encoding(named) if named else None


def _as_single_bytes(data: bytes, declared: str | None) -> str:
    declared = None if declared and declared.startswith("utf") else declared
    runs = _BEYOND_ASCII.findall(data[: 10 * SAMPLE])
    sample = b"".join(runs)[:SAMPLE]
    is_words = len(sample) > 2 * len(runs)  # a few accents among Latin letters are none
    # Pages in Kazakh are often declared as their Russian neighbour.
    trusted = (declared, "kz1048") if declared else ()
    for tried in (trusted, CYRILLIC):
        best = max(tried, key=lambda encoding: _goodness(sample, encoding), default=None)
        if is_words and best and _goodness(sample, best) >= _READS_WELL:
            return data.decode(best, "replace")
    return data.decode(declared or "cp1252", "replace")


def _goodness(sample: bytes, encoding: str) -> float:
    """From 0 to 1: how much these bytes, read so, are words in Cyrillic script."""
    if not sample:
        return 0.0
    text = sample.decode(encoding, "replace")
    return sum(_WORTH.get(char, 0.0) * n for char, n in Counter(text).items()) / len(text)


def _turned_back(text: str) -> str:
    """The text itself unless most of its letters look like another text decoded wrongly."""
    sample = text[: 10 * SAMPLE]
    if sample.isascii() or not _looks_mistaken(sample):
        return text
    for wrong, right in _MISTAKES:
        before = _bytes_of(text, wrong).decode(right, "replace")
        beyond_ascii = "".join(char for char in before[: 10 * SAMPLE] if not char.isascii())
        if _share_worth(beyond_ascii) >= _READS_WELL:
            return before
    raise GarbledText("the page's letters were broken before it was published")


def _bytes_of(text: str, encoding: str) -> bytes:
    if encoding == "cp1252":
        return text.translate(_CP1252).encode("latin-1", "replace")
    return text.encode(encoding, "replace")


def _looks_mistaken(sample: str) -> bool:
    latin = len(_LATIN_LETTERS.findall(sample))
    # UTF-8 read as cp1251 is a row of Р and С, each followed by something rare.
    doubled = sample.count("Р") + sample.count("С")
    if max(latin, doubled) < FEW:  # so it is with nearly all pages; counting letters takes longer
        return False
    letters = len(_LETTERS.findall(sample))
    return latin > 0.4 * letters or doubled > 0.35 * letters


def _share_worth(text: str) -> float:
    return sum(_WORTH.get(char, 0.0) for char in text) / len(text) if text else 0.0
