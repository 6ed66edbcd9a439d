"""Rows 45, 47 and 50: lists of attacks that nobody here wrote, through everything that shows words.

Those that a package carries are taken from it; further lists, a line an attack, are read from the
folder that RECWATCH_LISTS names.
"""

import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from monitor.away.page import AwayFlag, make_page
from monitor.digests.build import build_letter
from monitor.extract.clean import clean
from monitor.extract.entries import read_entry
from monitor.printable import printable
from spiders.kinds.apis import read_api
from spiders.kinds.feeds import read_feed
from spiders.kinds.reading import Unreadable, make_entry
from spiders.shapes import ApiShape
from storage.contract import Store
from storage.records import Changes
from tests.contract.conftest import Kept
from tests.factories import make_document, make_stored_document
from tests.monitor.flagging import AT, make_view
from tests.monitor.test_letter import make_content, make_group
from tests.published import json_cases, naughty_strings, source_of

pytestmark = [pytest.mark.prove, pytest.mark.timeout(900)]
Record = Callable[[str, object], None]
SHAPE = ApiShape(items="", link="https://site.example/{id}", title="{title}")


@pytest.fixture(scope="module")
def naughty(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return naughty_strings(tmp_path_factory.mktemp("blns"))


@pytest.fixture(scope="module")
def attacks(tmp_path_factory: pytest.TempPathFactory, naughty: list[str]) -> list[str]:
    bleach = source_of("bleach", tmp_path_factory.mktemp("bleach"), "6.4.0")
    found = [each.read_text("utf-8", "replace") for each in (bleach / "tests/data").glob("*.test")]
    folder = os.environ.get("RECWATCH_LISTS")
    for file in sorted(Path(folder).iterdir()) if folder else ():
        found += file.read_text("utf-8", "replace").splitlines()
    return [one for one in (*found, *naughty) if one.strip()]


@pytest.mark.parametrize("kind", ["sqlite_store", "postgres_store"])
def test_row_45_naughty_strings_come_back_from_the_store(
    naughty: list[str], kind: str, request: pytest.FixtureRequest
) -> None:
    kept: Kept = request.getfixturevalue(kind)
    store: Store = kept.emptied()
    given = []
    for number, words in enumerate(naughty):
        entry = make_entry("https://a.kz/", "https://a.kz/1", words, summary=words)
        read = read_entry(entry) if entry else None
        title, text = (read.title, read.text) if read else ("", "")
        document = replace(make_document(number), title=title, text=text)
        given.append(make_stored_document(number, document=document, source_id=clean(words)))
    store.apply(Changes(documents=tuple(given)))
    assert [store.document(each.document.id) for each in given] == given


def test_row_45_naughty_strings_can_be_shown(naughty: list[str]) -> None:
    for words in naughty:
        assert printable(words).isprintable()


def test_row_47_no_attack_adds_a_node_to_the_page(
    attacks: list[str], record_property: Record
) -> None:
    """As title and text; what is there beside the words is the page's own."""
    plain = nodes(page("x"))
    for attack in attacks:
        assert nodes(page(attack)) == plain, attack
    record_property("attacks in the page, 0 nodes", len(attacks))


def test_row_47_no_attack_adds_a_node_to_the_letter(
    attacks: list[str], record_property: Record
) -> None:
    plain = nodes(letter("x"))
    for attack in attacks:
        assert nodes(letter(attack)) == plain, attack
    record_property("attacks in the letter, 0 nodes", len(attacks))


def page(words: str) -> str:
    view = make_view(1, title=words, text=f"{words} x" if words.split() else "x")
    flag = AwayFlag(
        view=view, version="0.1", text=view.document.document.text, is_cut=False, address=""
    )
    return make_page([flag], title="Review", made_at=AT, names=True)


def letter(words: str) -> str:
    return build_letter(make_content(happened=(make_group([make_view(1, title=words)]),))).html


def nodes(markup: str) -> Counter[tuple[str, ...]]:
    """The elements with the names of their attributes; marks may be more or fewer."""
    found = html.document_fromstring(markup).iter()
    counted = Counter((str(one.tag), *sorted(one.attrib)) for one in found)
    del counted[("mark",)]
    return counted


def test_row_50_what_is_no_json_is_bad_and_no_crash(
    tmp_path: Path, record_property: Record
) -> None:
    cases = json_cases(tmp_path)
    for case in cases:
        body = str(case["input"]).encode("utf-8", "surrogatepass")
        assert is_read(body) or not case["name"].startswith("y_"), case["name"]
        for wrapped in (body, b'{"version": "https://jsonfeed.org/version/1", "items": ' + body):
            is_fed(wrapped)
    record_property("malformed and odd JSON", len(cases))


def is_read(body: bytes) -> bool:
    """Whether the reader of APIs parses it; a list at least, for its entries."""
    try:
        read_api(b"[%s]" % body, base="https://a.kz/", shape=SHAPE)
    except Unreadable:
        return False
    return True


def is_fed(body: bytes) -> Any:
    try:
        return read_feed(body.ljust(300), base="https://a.kz/feed")
    except Unreadable as error:
        return json.dumps(str(error))
