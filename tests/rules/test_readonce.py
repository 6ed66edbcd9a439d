"""What small rulebooks of tests share is what their files say."""

from pathlib import Path

import pytest

import rules.register
import rules.yamlfile
from rules.register import Rulebook, read_rulebook
from tests.readonce import read_once
from tests.rules.books import write_book


def _read(folder: Path) -> Rulebook:
    rulebook, complaints = read_rulebook("tiny", shipped=folder)
    assert rulebook is not None and complaints == ()
    return rulebook


def test_what_is_remembered_is_what_would_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = write_book(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        read_once(patch)
        _, remembered = _read(book), _read(book)
    for name in ("read_asides", "read_cues", "read_country", "read_dates", "read_sentences"):
        again = getattr(rules.register, name)
        monkeypatch.setattr(rules.register, name, getattr(again, "__wrapped__", again))
    monkeypatch.setattr(rules.register, "parse_yaml", rules.yamlfile.parse_yaml)
    assert _read(book) == remembered


def test_a_changed_file_is_read_and_told_of_by_its_name(tmp_path: Path) -> None:
    book = write_book(tmp_path)
    _read(book)
    shipped = (book / "places").resolve()
    (book / "places").unlink()
    (book / "places").mkdir()
    text = (shipped / "KG.yml").read_text(encoding="utf-8")
    (book / "places" / "KG.yml").write_text(f"{text}nonsense: 1\n", encoding="utf-8")
    _, complaints = read_rulebook("tiny", shipped=book)
    assert [one.place.file for one in complaints] == [f"{book}/places/KG.yml"]
