"""A rulebook that is kept in a file: the same as the one that was read, or read again."""

import gc
import json
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rules.cache
from rules.cache import load_kept, load_matcher
from rules.packing import NotPackedError, pack, unpack_rulebook
from rules.register import Rulebook
from tests.rules.books import CONCEPTS, REPORT, make_document, write_book


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Rules of the tests' own, in the place of those that ship."""
    folder = tmp_path / "rules"
    folder.mkdir()
    return write_book(folder)


def _kept(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def _load(book: Path, folder: Path) -> Rulebook:
    loaded = load_kept("tiny", None, folder, book)
    assert loaded.item is not None, loaded.complaints
    return loaded.item


def test_a_kept_rulebook_is_the_one_that_was_read(book: Path, tmp_path: Path) -> None:
    read = _load(book, tmp_path / "cache")
    assert pack(_load(book, tmp_path / "cache")) == pack(read)


def test_kept_rules_are_not_read_again(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _load(book, tmp_path / "cache")
    monkeypatch.delattr(rules.cache, "load_rulebook")
    assert _load(book, tmp_path / "cache").register.id == "tiny"


def test_a_changed_rule_counts_at_once(book: Path, tmp_path: Path) -> None:
    _load(book, tmp_path / "cache")
    (book / "concepts" / "tiny.yml").write_text(CONCEPTS.replace("to set free", "to free"))
    assert _load(book, tmp_path / "cache").concepts["release"].gloss == "to free"


def test_a_new_file_counts_at_once(book: Path, tmp_path: Path) -> None:
    _load(book, tmp_path / "cache")
    more = "concepts: {pardon: {gloss: to pardon, any: [pardon]}}"
    (book / "concepts" / "more.yml").write_text(more)
    assert "pardon" in _load(book, tmp_path / "cache").concepts


def _cut(data: bytes) -> bytes:
    return data[:-9]


def _flipped(data: bytes) -> bytes:
    return data[:-9] + bytes((data[-9] ^ 1,)) + data[-8:]


def _foreign(data: bytes) -> bytes:
    """A content of somebody else's, with the right hashes."""
    content = zlib.compress(json.dumps({"system": ["true"]}).encode())
    return b"\n".join((data.split(b"\n")[0], sha256(content).hexdigest().encode(), content))


def _endless(data: bytes) -> bytes:
    content = zlib.compress(b"[" * 100_000)
    return b"\n".join((data.split(b"\n")[0], sha256(content).hexdigest().encode(), content))


@pytest.mark.parametrize("harm", [_cut, _flipped, _foreign, _endless, lambda _: b""])
def test_a_damaged_file_is_made_anew_without_a_word(
    book: Path, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    _load(book, tmp_path / "cache")
    file = _kept(tmp_path / "cache")
    whole = file.read_bytes()
    file.write_bytes(harm(whole))
    loaded = load_kept("tiny", None, tmp_path / "cache", book)
    assert loaded.item is not None
    assert loaded.complaints == ()
    assert _kept(tmp_path / "cache").read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_no_error(book: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    assert _load(book, file / "cache").register.id == "tiny"


def test_bad_rules_are_complained_of_each_time(book: Path, tmp_path: Path) -> None:
    (book / "registers" / "tiny" / "report.yml").write_text(REPORT.replace("2004-04-05", "now"))
    for _ in range(2):
        assert load_matcher("tiny", None, tmp_path / "cache", book).errors


def test_kept_rules_match_alike(book: Path, tmp_path: Path) -> None:
    document = make_document("The court released the politician on Friday.")
    folders = [None, *[tmp_path / "c"] * 2]
    found = [load_matcher("tiny", None, folder, book).item for folder in folders]
    matches = [matcher.match(document) for matcher in found if matcher is not None]
    assert len(matches) == 3
    assert matches[0] == matches[1] == matches[2] != ()


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["Rulebook", "Place", "day", "set", "map", "forms", "Kind", "x"]),
            inner,
            max_size=2,
        )
    ),
)


@given(_values)
def test_no_values_but_those_of_a_rulebook_make_one(values: object) -> None:
    with pytest.raises(NotPackedError):
        unpack_rulebook(values)


@pytest.mark.parametrize("collecting", [True, False])
def test_the_collector_is_as_it_was_once_rules_are_loaded(
    book: Path, tmp_path: Path, collecting: bool
) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        load_matcher("tiny", None, tmp_path / "cache", book)
        load_matcher("nobody's", None, tmp_path / "cache", book)
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if was else gc.disable)()
