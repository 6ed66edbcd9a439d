"""A change of a rule file: what it is, where it would lie, and whose verdicts it may alter."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rules.affected import affected
from rules.complaints import Complaint
from rules.placing import changed_files, place_file
from rules.register import Rulebook, read_rulebook
from rules.rulefolders import ChangedFile
from tests.rules.books import CONCEPTS, REPORT, write_book

OTHER_CONCEPTS = """
concepts:
  register:
    gloss: to register
    kind: act
    forms: {en: [registered], ru: [зарегистрир*], kk: [тіркел*]}
  party:
    gloss: a party
    forms: {en: [party], ru: [партия], kk: [партия]}
  garden_party:
    gloss: a party in a garden
    forms: {en: ["garden party"], ru: ["партия в саду"], kk: ["бақ партия"]}
"""
OTHER = """
  - id: registered
    clause: out
    toward: progress
    when: "@register NEAR/8 @party"
    examples: EXAMPLES
  - id: struck
    clause: out
    toward: regression
    when: "@party AND struck"
    examples: EXAMPLES
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """T-1 is about politicians, T-2 about parties, and T-3 yields to T-1."""
    book = write_book(tmp_path_factory.mktemp("book"))
    (book / "concepts" / "other.yml").write_text(OTHER_CONCEPTS, encoding="utf-8")
    register = book / "registers" / "tiny"
    first = (register / "T-1.yml").read_text(encoding="utf-8")
    signals = first[first.index("signals:") :]
    examples = signals[signals.index("[{lang") : signals.index("]\n") + 1]
    (register / "T-2.yml").write_text(
        first.replace("id: T-1", "id: T-2").replace(signals, "signals:")
        + OTHER.replace("EXAMPLES", examples),
        encoding="utf-8",
    )
    wide = first.replace("id: T-1", "id: T-3").replace("@politician", "activists")
    (register / "T-3.yml").write_text(f"{wide}\nyields_to: [T-1]\n", encoding="utf-8")
    report = REPORT.replace("[T-1]", "[T-1, T-2, T-3]")
    (register / "report.yml").write_text(report, encoding="utf-8")
    return book


Change = Callable[..., tuple[Rulebook, Rulebook, list[ChangedFile]]]


@pytest.fixture(scope="module")
def before(folder: Path) -> Rulebook:
    return _read(folder)


@pytest.fixture
def change(folder: Path, before: Rulebook) -> Change:
    """The rules before and after a word was replaced in one of their files."""

    def make(name: str, old: str, new: str) -> tuple[Rulebook, Rulebook, list[ChangedFile]]:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        place, _, file = name.rpartition("/")
        data = text.replace(old, new).encode()
        changed = [ChangedFile(folder=place, name=file, shown=f"./{file}", data=data)]
        # As if the whole book were the team's own: so that a changed file is its namesake's.
        return before, _read(folder, changed), changed

    return make


def _read(folder: Path, changed: list[ChangedFile] | None = None) -> Rulebook:
    empty = folder / "empty"
    for one in ("cues", "places", "ladders"):
        (empty / one).mkdir(parents=True, exist_ok=True)
    book, complaints = read_rulebook("tiny", folder, empty, changed or ())
    assert complaints == () and book is not None
    return book


@pytest.mark.parametrize(
    ("name", "old", "new", "names"),
    [
        ("registers/tiny/T-2.yml", "NEAR/8", "NEAR/2", ("T-2",)),
        ("registers/tiny/T-1.yml", "NEAR/8", "NEAR/2", ("T-1", "T-3")),
        ("registers/tiny/T-2.yml", "asks: Release them.", "asks: Free them.", ()),
        ("registers/tiny/T-2.yml", "text: x", "text: y", ()),
        ("concepts/other.yml", "[registered]", "[registered, registers]", ("T-2",)),
        ("concepts/tiny.yml", "[politician, activist,", "[politician,", ("T-1", "T-3")),
        ("concepts/other.yml", '["garden party"]', '["garden party", "tea party"]', ("T-2",)),
        (
            "concepts/other.yml",
            '["garden party"]',
            '["garden party", "the politician party"]',
            ("T-1", "T-2", "T-3"),
        ),
        ("registers/tiny/report.yml", "country: KZ", "country: KG", ("T-1", "T-2", "T-3")),
        ("concepts/tiny.yml", "[Zhakiyanov,", "[Zhakiyanov, Zhaqiyanov,", ("T-1", "T-2", "T-3")),
    ],
    ids=["rule", "yielded-to", "asks", "example", "word", "topic", "decoy", "decoy-across",
         "country", "whose-affairs"],
)  # fmt: skip
def test_a_change_affects_what_it_may_judge_otherwise(
    folder: Path, change: Change, name: str, old: str, new: str, names: tuple[str, ...]
) -> None:
    before, after, changed = change(name, old, new)
    assert affected(before, after, changed, folder) == names


def test_a_concept_that_is_used_no_more_wins_over_others(folder: Path, change: Change) -> None:
    # Nothing uses @party any more: it is there only to win, and stands inside no other word.
    before, after, changed = change("registers/tiny/T-2.yml", "@party", "party")
    assert affected(before, after, changed, folder) == ("T-2",)


SCALE = "kept from\t0.2\nspeaks\tT-1:progress=0\ntitle @register\tT-1:progress=1\ncase told\t1\n"


def test_a_concept_that_weighs_on_a_recommendation_affects_it(folder: Path, change: Change) -> None:
    before, after, changed = change("concepts/other.yml", "[registered]", "[registers]")
    weighed = replace(before, scale=SCALE), replace(after, scale=SCALE)
    assert affected(*weighed, changed, folder) == ("T-1", "T-2", "T-3")
    assert affected(before, replace(before, scale=SCALE)) == ("T-1", "T-2", "T-3")


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("id: T-9\nsignals: []", "registers/tiny", "T-9.yml"),
        (CONCEPTS, "concepts", "given.yml"),
        ("patterns: {a: {gloss: g, when: b}}", "patterns", "given.yml"),
        ("id: l\nrungs: [a]", "ladders", "given.yml"),
        ("id: c\nreads: denied\ncues: []", "cues", "given.yml"),
        ("id: d\nmonths: {en: []}", "cues", "given.yml"),
        ("id: KG\nnames: {en: [kyrgyzstan]}", "places", "given.yml"),
        (REPORT, "registers/tiny", "report.yml"),
    ],
    ids=["recommendation", "concepts", "patterns", "ladder", "cues", "dates", "place", "report"],
)
def test_a_file_says_by_its_keys_where_it_would_lie(text: str, place: str, name: str) -> None:
    placed = place_file(text.encode(), "tiny", shown="given.yml", name="given.yml").item
    assert placed is not None and (placed.folder, placed.name) == (place, name)


@pytest.mark.parametrize("text", ["a: b", "- 1", "just words", "{"])
def test_what_is_no_rule_file_is_told_with_its_name(text: str) -> None:
    told: tuple[Complaint, ...] = place_file(text.encode(), "tiny", shown="x.yml").complaints
    assert [one.place.file for one in told] == ["x.yml"]


def test_a_folder_is_read_as_it_is_laid_out_or_flat(folder: Path, tmp_path: Path) -> None:
    laid_out = changed_files(folder, "tiny").item or ()
    assert {"registers/tiny", "concepts"} <= {one.folder for one in laid_out}
    flat = changed_files(folder / "registers" / "tiny", "tiny").item or ()
    assert [one.name for one in flat] == ["T-1.yml", "T-2.yml", "T-3.yml", "report.yml"]


def test_nothing_to_try_is_said(tmp_path: Path) -> None:
    assert "holds no rule file" in str(changed_files(tmp_path, "tiny").complaints[0])
    assert "cannot be read" in str(changed_files(tmp_path / "no.yml", "tiny").complaints[0])


def test_files_of_a_rulebook_are_named_with_their_hashes(before: Rulebook) -> None:
    files = before.files
    names = [file.name for file in files]
    assert names == sorted(names) and "registers/tiny/T-2.yml" in names
    assert all(file.own and len(file.sha256) == 64 for file in files)
