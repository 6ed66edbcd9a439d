"""Loading a register: everything that is wrong is told at once, with place and remedy."""

from pathlib import Path

import pytest

from rules.compiler import compile_rulebook
from rules.complaints import Complaint
from rules.examples import check_examples
from rules.register import load_rulebook, read_rulebook
from tests.rules.books import CONCEPTS, SIGNALS, make_document, make_matcher, told, write_book


def _complaints(folder: Path, **rules: str) -> list[Complaint]:
    return list(read_rulebook("tiny", shipped=write_book(folder, **rules))[1])


def _told(folder: Path, **rules: str) -> str:
    return "\n".join(str(complaint) for complaint in _complaints(folder, **rules))


def test_a_sound_register_loads(tmp_path: Path) -> None:
    assert _complaints(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("@release AND", "@releas AND", "did you mean release?"),
        ("clause: out", "clause: in", "'in' is not a clause"),
        ("rung: arrested", "rung: arested", "did you mean arrested?"),
        ("toward: regression", "toward: progress", "no signal toward regression"),
        ("NEAR/8", "NEAR/", "expected a number after NEAR/"),
        ("id: held", "id: freed", "stands there twice"),
        ("examples: EXAMPLES", "examples: []", "no example of a match in en, ru, kk"),
        ("@release AND", "x* AND", "match nearly everything"),
        ("clause: out", "clauze: out", "did you mean clause?"),
        (
            "@release AND (@politician OR @zhakiyanov)",
            "said AND of",
            "nearly every text, by 'said'",
        ),
        ("@release AND", "@release OR the OR", "would match nearly every text, by 'the' alone"),
        ("@release AND (@politician OR @zhakiyanov)", "NOT @release", "NOT stands alone"),
    ],
)
def test_what_is_wrong_with_a_signal_is_told(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert words in _told(tmp_path, signals=SIGNALS.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("      kk: [босат*, босатыл*]\n", "", "concept release has no forms in kk"),
        ("kind: thing", "kind: thing\n    includes: [nobody]", "includes nobody"),
        ("kind: thing", "kind: thing\n    includes: [politician]", "includes itself"),
        ("kind: thing", "kind: thinq", "did you mean thing?"),
        ("[release, ", '[r*, "...", ', "match nearly everything"),
        ("[release, ", '["...", ', "holds no word"),
        ("    any: [Zhakiyanov, Жақиянов*]", "    any: []", "concept zhakiyanov has no forms"),
        ("    any: [Zhakiyanov, Жақиянов*]", "    forms: {en: []}", "zhakiyanov has no forms"),
    ],
)
def test_what_is_wrong_with_a_concept_is_told(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert words in _told(tmp_path, concepts=CONCEPTS.replace(old, new))


def test_a_recommendation_yields_only_to_one_that_loads(tmp_path: Path) -> None:
    book = write_book(tmp_path)
    file = book / "registers" / "tiny" / "T-1.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("ladder:", "yields_to: [T-9]\nladder:"), encoding="utf-8")
    _, complaints = read_rulebook("tiny", shipped=book)
    assert ["T-1 yields to T-9" in str(found) for found in complaints] == [True]


def test_all_complaints_come_together_in_order_of_place(tmp_path: Path) -> None:
    signals = SIGNALS.replace("@release", "@releas").replace("NEAR/8", "NEAR/")
    found = _complaints(tmp_path, signals=signals)
    assert len(found) >= 2
    assert [c.place for c in found] == sorted(c.place for c in found)


def test_a_place_inside_an_expression_is_exact(tmp_path: Path) -> None:
    signals = SIGNALS.replace("@release AND", "@releas AND")
    first = next(c for c in _complaints(tmp_path, signals=signals) if "'releas'" in c.message)
    assert str(first.place).split("T-1.yml")[1] == ":13:12"


def test_an_unknown_register_names_the_known_ones(tmp_path: Path) -> None:
    rulebook, complaints = read_rulebook("nope", shipped=write_book(tmp_path))
    assert rulebook is None
    assert complaints[0].remedy == "known registers: tiny"


def test_an_item_that_does_not_load_leaves_no_rulebook(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    (overlay / "concepts").mkdir(parents=True)
    (overlay / "concepts" / "mine.yml").write_text("concepts: {x: {gloss: y, forms: {en: 5}}}")
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    assert load_rulebook("tiny", overlay, write_book(shipped)).item is None


def test_an_overlay_takes_the_place_of_what_ships(tmp_path: Path) -> None:
    shipped, overlay = tmp_path / "shipped", tmp_path / "overlay"
    shipped.mkdir()
    write_book(shipped)
    (overlay / "concepts").mkdir(parents=True)
    mine = CONCEPTS.replace("[release, released, releases, freed]", "[liberated]")
    (overlay / "concepts" / "mine.yml").write_text(mine, encoding="utf-8")
    rulebook, complaints = read_rulebook("tiny", overlay, shipped=shipped)
    assert rulebook is not None, complaints
    matcher = compile_rulebook(rulebook)
    assert told(matcher.match(make_document("The politician was liberated.")))
    assert not told(matcher.match(make_document("The politician was released.")))


def test_the_digest_changes_with_any_file(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    first, _ = read_rulebook("tiny", shipped=write_book(one))
    second, _ = read_rulebook("tiny", shipped=write_book(other, concepts=CONCEPTS + " "))
    assert first is not None
    assert second is not None
    assert first.digest != second.digest


def test_an_example_that_is_not_answered_as_it_says_is_a_complaint(tmp_path: Path) -> None:
    matcher = make_matcher(tmp_path)
    found = check_examples(matcher)
    # The tiny rules' examples say that "x" gives a match; two signals in three languages.
    assert ["no match" in c.message for c in found] == [True] * 6


@pytest.mark.parametrize("name", ["release", "politician"])
def test_a_circle_of_concepts_is_told_where_it_stands(tmp_path: Path, name: str) -> None:
    rules = CONCEPTS.replace(
        "kind: act\n    forms:\n      en: [release,",
        "kind: act\n    includes: [politician]\n    forms:\n      en: [release,",
    )
    rules = rules.replace("kind: thing", "kind: thing\n    includes: [release]")
    circles = [c for c in _complaints(tmp_path, concepts=rules) if "includes itself" in c.message]
    (found,) = (c for c in circles if c.message.startswith(f"concept {name} "))
    assert (found.place.line > 1, found.remedy) == (True, "remove one of the includes")
