"""Reading YAML: strings stay what they are, and what is refused is refused with its place."""

from pathlib import Path

import pytest

from rules.complaints import Complaint
from rules.fields import Fields
from rules.records import Toward
from rules.yamlfile import DEPTH_AT_MOST, Mapping, Text, parse_yaml, read_yaml


def _fields(source: str) -> tuple[Fields, list[Complaint]]:
    complaints: list[Complaint] = []
    loaded = parse_yaml(source.encode(), "f.yml")
    assert loaded.item is not None, loaded.complaints
    return Fields(loaded.item, "a thing", complaints), complaints


def test_scalars_stay_the_strings_that_stand_there() -> None:
    loaded = parse_yaml(b"country: NO\ntime: 12:30\nversion: 08\nnothing: null\n", "f.yml")
    assert isinstance(loaded.item, Mapping)
    values = [v.value for _, v in loaded.item.entries if isinstance(v, Text)]
    assert values == ["NO", "12:30", "08", "null"]


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        (b"a: &x 1\nb: *x\n", "f.yml:1:4", "anchor"),
        (b"a: *x\n", "f.yml:1:4", "alias"),
        (b"a: 1\na: 2\n", "f.yml:2:1", "twice"),
        (b"a: !!python/object:os.system x\n", "f.yml:1:4", "tag"),
        (b"<<: {a: 1}\n", "f.yml:1:1", "merge"),
        (b"a: 1\n---\nb: 1\n", "f.yml:2:1", "second document"),
        (b"", "f.yml:1:1", "empty"),
        (b"a: [1\n", "f.yml:2:1", "not YAML"),
        (b"a: x\nb: \xff\n", "f.yml:2:1", "UTF-8"),
        (b"a: \x01\n", "f.yml:1:4", "control"),
        (b"? [a]\n: b\n", "f.yml:1:3", "as a key"),
        (b"[" * (DEPTH_AT_MOST + 1), f"f.yml:1:{DEPTH_AT_MOST + 1}", "deeper"),
        (b"x" * (1024 * 1024 + 1), "f.yml:1:1", "larger"),
    ],
)
def test_what_is_refused_says_where(source: bytes, place: str, words: str) -> None:
    loaded = parse_yaml(source, "f.yml")
    (complaint,) = loaded.complaints
    assert loaded.item is None
    assert (str(complaint.place), words in complaint.message) == (place, True)


def test_a_file_that_is_not_there_is_a_complaint(tmp_path: Path) -> None:
    assert "cannot be read" in read_yaml(tmp_path / "no.yml", "no.yml").complaints[0].message


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("when: SENT(@a)\n", "f.yml:1:12"),
        ('when: "SENT(@a)"\n', "f.yml:1:13"),
        ("when: >\n  SENT(\n    @a)\n", "f.yml:3:5"),
        ("when: |\n  b OR\n  (@a)\n", "f.yml:3:4"),
    ],
)
def test_a_place_inside_a_scalar_is_exact(source: str, place: str) -> None:
    fields, _ = _fields(source)
    scalar = fields.scalar("when")
    assert str(scalar.at(scalar.value.index("@"))) == place


def test_an_unknown_key_gets_a_remedy() -> None:
    fields, complaints = _fields("titel: x\n")
    fields.optional_text("title")
    fields.finish()
    assert [c.remedy for c in complaints] == ["did you mean title?"]


def test_every_misfit_is_told_at_once() -> None:
    fields, complaints = _fields("day: 2004-13-01\nhow: regresion\nmany: -1\nyes: maybe\nlist: x\n")
    fields.date("day")
    fields.choice("how", Toward)
    fields.integer("many")
    fields.boolean("yes")
    fields.texts("list")
    fields.text("gone")
    assert [c.place.line for c in complaints] == [1, 2, 3, 4, 5, 1]


def test_a_misspelt_choice_is_met_halfway() -> None:
    fields, complaints = _fields("how: regresion\n")
    fields.choice("how", Toward)
    assert complaints[0].remedy == "did you mean regression?"
