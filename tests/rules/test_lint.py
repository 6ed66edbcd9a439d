"""What loads and is still worth a second look."""

from pathlib import Path

import pytest

from rules.compiler import compile_rulebook
from rules.complaints import Level
from rules.lint.corpus import never_fired
from rules.lint.run import lint
from rules.register import Rulebook, read_rulebook
from tests.rules.books import CONCEPTS, EXAMPLES, SIGNALS, make_document, write_book

RIVALS = "\n  {id}:\n    gloss: more\n    {more}\n    any: [{forms}]\n"


def _book(folder: Path, **rules: str) -> Rulebook:
    rulebook, complaints = read_rulebook("tiny", shipped=write_book(folder, **rules))
    assert rulebook is not None
    assert complaints == ()
    return rulebook


def _lint(folder: Path, **rules: str) -> list[str]:
    rulebook = _book(folder, **rules)
    found = lint(rulebook, compile_rulebook(rulebook))
    assert all(complaint.level is Level.WARNING for complaint in found)
    return [complaint.message for complaint in found]


def _concept(identity: str, forms: str, more: str = "kind: thing") -> str:
    return RIVALS.format(id=identity, forms=forms, more=more)


def _held(when: str) -> str:
    return SIGNALS.replace('"@arrest NEAR/8 (@politician OR @zhakiyanov)"', f'"{when}"')


def test_sound_rules_give_no_warning(tmp_path: Path) -> None:
    assert _lint(tmp_path) == []


def test_a_signal_without_an_act_is_worth_a_look(tmp_path: Path) -> None:
    signals = SIGNALS.replace("@arrest NEAR/8 ", "")
    assert "T-1/held names no act" in _lint(tmp_path, signals=signals)


def test_a_short_stem_is_worth_a_look(tmp_path: Path) -> None:
    found = _lint(tmp_path, concepts=CONCEPTS.replace("[ұста*, ", "[ұс*, "))
    assert found == ["the form ұс* of arrest begins many other words"]


def test_a_form_in_two_concepts_is_nothing_to_warn_of(tmp_path: Path) -> None:
    assert _lint(tmp_path, concepts=CONCEPTS.replace("[arrest, ", "[arrest, freed, ")) == []


def test_a_concept_that_is_nearly_all_in_another_is_a_copy(tmp_path: Path) -> None:
    copy = _concept("opponent", "Zhakiyanov, Жақиянов*, Жакиянов*, Duvanov", "kind: person")
    more = CONCEPTS.replace("[Zhakiyanov, Жақиянов*]", "[Zhakiyanov, Жақиянов*, Жакиянов*]")
    signals = _held("@arrest NEAR/8 (@politician OR @zhakiyanov OR @opponent)")
    found = _lint(tmp_path, concepts=more + copy, signals=signals)
    assert "opponent repeats nearly all words of zhakiyanov" in found


EVERYWHERE = "stands beside a scope, so it is looked for in the whole document"


@pytest.mark.parametrize(
    ("when", "terms"),
    [
        ("TITLE(@arrest) AND @politician", ["@politician"]),
        ("SENT(@arrest AND @politician) OR @arrest NEAR/8 @release", ["@arrest NEAR/8 @release"]),
        ("@arrest AND @politician AND NOT TITLE(@release)", ["@arrest", "@politician"]),
        ("TITLE(@arrest) AND LEAD(@politician OR @zhakiyanov)", []),
    ],
)
def test_a_term_beside_a_scope_is_looked_for_everywhere(
    tmp_path: Path, when: str, terms: list[str]
) -> None:
    found = [message for message in _lint(tmp_path, signals=_held(when)) if EVERYWHERE in message]
    assert found == [f"T-1/held: {term} {EVERYWHERE}" for term in terms]


@pytest.mark.parametrize(
    ("when", "warned"),
    [
        ("@arrest AND (@politician OR @zhakiyanov) AND NOT @politician", ["@politician"]),
        (
            "@arrest AND (@politician OR @arrest NEAR/3 @release) AND NOT @release",
            ["@arrest NEAR/3 @release"],
        ),
        ("@arrest AND @politician AND NOT TITLE(@politician)", []),
    ],
)
def test_a_branch_that_a_not_covers_can_never_hold(
    tmp_path: Path, when: str, warned: list[str]
) -> None:
    found = [m for m in _lint(tmp_path, signals=_held(when)) if "never hold" in m]
    assert [m.split(": ")[1].split(" can never")[0] for m in found] == warned


def test_a_branch_that_another_includes_adds_nothing(tmp_path: Path) -> None:
    person = _concept("person", "somebody", "includes: [politician]")
    found = _lint(
        tmp_path,
        concepts=CONCEPTS + person,
        signals=_held("@arrest NEAR/8 (@person OR @politician OR @zhakiyanov)"),
    )
    assert "T-1/held: @politician adds nothing beside @person, which includes it" in found


def test_one_word_for_two_pieces_asks_for_one_thing(tmp_path: Path) -> None:
    concepts = CONCEPTS.replace("[arrest, ", "[arrest, activist, ")
    found = _lint(tmp_path, concepts=concepts, signals=_held("@arrest AND @politician"))
    assert "T-1/held: “activist” alone satisfies both @arrest and @politician" in found


def test_words_near_each_other_are_two(tmp_path: Path) -> None:
    concepts = CONCEPTS.replace("[arrest, ", "[arrest, activist, ")
    assert not any("alone" in message for message in _lint(tmp_path, concepts=concepts))


def test_a_decoy_that_wins_over_a_used_form_is_sound(tmp_path: Path) -> None:
    assert _lint(tmp_path, concepts=CONCEPTS + _concept("decoy", '"house arrest"')) == []


def test_a_concept_that_nothing_uses_and_that_wins_over_nothing_is_dead(tmp_path: Path) -> None:
    found = _lint(tmp_path, concepts=CONCEPTS + _concept("idle", '"green tea"'))
    assert found == ["no signal and no concept uses idle, and it lies over no used form"]


@pytest.mark.parametrize(("form", "idle"), [('"house arrest"', False), ("freezing", True)])
def test_overlaps_without_a_rival_changes_nothing(tmp_path: Path, form: str, idle: bool) -> None:
    concepts = CONCEPTS + _concept("cold", form, "overlaps: true")
    signals = _held("@arrest NEAR/8 (@politician OR @zhakiyanov OR @cold)")
    found = _lint(tmp_path, concepts=concepts, signals=signals)
    assert ("`overlaps: true` of cold changes nothing" in found) is idle


def test_a_branch_without_an_example_is_named(tmp_path: Path) -> None:
    own = '{lang: en, text: "They arrested the politician.", gives: true}'
    signals = _held("SENT(@arrest NEAR/3 @politician) OR SENT(@release NEAR/3 @zhakiyanov)")
    signals = signals.replace("EXAMPLES", f"[{own}, {EXAMPLES}]")
    assert [message for message in _lint(tmp_path, signals=signals) if "branches" in message] == [
        "T-1/held: 1 of 2 branches are in no example: SENT(@release NEAR/3 @zhakiyanov)"
    ]


def test_an_example_with_a_title_goes_through_a_title(tmp_path: Path) -> None:
    own = '{lang: en, title: "An arrest", text: "The politician spoke.", gives: true}'
    signals = _held("TITLE(@arrest) AND LEAD(@politician) OR SENT(@arrest NEAR/3 @zhakiyanov)")
    signals = signals.replace("EXAMPLES", f"[{own}, {EXAMPLES}]")
    (message,) = (m for m in _lint(tmp_path, signals=signals) if "branches" in m)
    assert message.endswith("1 of 2 branches are in no example: SENT(@arrest NEAR/3 @zhakiyanov)")


def test_a_word_of_two_scripts_is_warned_of_and_still_loads(tmp_path: Path) -> None:
    concepts = CONCEPTS.replace("арест,", "aрест,")  # its first letter is Latin
    rulebook, complaints = read_rulebook("tiny", shipped=write_book(tmp_path, concepts=concepts))
    (complaint,) = complaints
    assert rulebook is not None and len(rulebook.register.recommendations) == 1
    assert complaint.level is Level.WARNING and "mixes Latin and Cyrillic" in complaint.message


def test_what_never_fired_on_a_corpus_is_named(tmp_path: Path) -> None:
    rulebook = _book(tmp_path)
    matcher = compile_rulebook(rulebook)
    documents = [
        make_document("Police detained an activist."),
        make_document("The court will release the politician."),
    ]
    found = [complaint.message for complaint in never_fired(rulebook, matcher, documents)]
    assert sorted(found) == [
        "T-1/freed was only planned, denied, past or abroad where it was satisfied",
        "no word of zhakiyanov stands in 2 documents",
    ]
