"""English words and phrases in all their forms."""

import pytest

from rules.inflect.lemma import NoParadigmError, Part
from rules.inflect.paradigms import surface_forms


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("release", "release releases released releasing"),
        ("acquit", "acquit acquits acquitted acquitting"),
        ("visit", "visit visits visited visiting"),
        ("stop", "stop stops stopped stopping"),
        ("quit", "quit quits quitting"),
        ("jail", "jail jails jailed jailing"),
        ("try", "try tries tried trying"),
        ("free", "free frees freed freeing"),
        ("die", "die dies died dying"),
        ("veto", "veto vetoes vetoed vetoing"),
        ("panic", "panic panics panicked panicking"),
        ("cancel", "cancel cancels canceled cancelled canceling cancelling"),
        ("uphold", "uphold upholds upheld upholding"),
        ("be", "be am is are was were been being"),
    ],
)
def test_a_verb_has_five_forms_or_fewer(verb: str, forms: str) -> None:
    assert surface_forms("en", f"to {verb}") == set(forms.split())


@pytest.mark.parametrize(
    ("noun", "forms"),
    [
        ("trial", "trial trials trial's trials'"),
        ("party", "party parties party's parties'"),
        ("witness", "witness witnesses witness' witnesses'"),
        ("policeman", "policeman policemen policeman's policemen's"),
        ("crisis", "crisis crises crisis' crises'"),
        ("charges", "charges charges'"),
        ("police", "police police's"),
        ("wife", "wife wives wife's wives'"),
    ],
)
def test_a_noun_has_a_plural_and_possessives(noun: str, forms: str) -> None:
    assert surface_forms("en", noun) == set(forms.split())


def test_a_verb_phrase_inflects_the_verb() -> None:
    going = {"go on trial", "goes on trial", "went on trial", "gone on trial", "going on trial"}
    assert surface_forms("en", "to go on trial") == going


def test_a_noun_phrase_inflects_the_word_before_its_preposition() -> None:
    assert "heads of state" in surface_forms("en", "head of state")
    assert "prison terms" in surface_forms("en", "prison term")


def test_a_part_of_speech_may_be_told() -> None:
    assert surface_forms("en", "innocent", Part.ADJECTIVE) == {"innocent"}
    assert "freed" in surface_forms("en", "free", Part.VERB)


@pytest.mark.parametrize("lemma", ["суд", "in the dock", "—"])
def test_what_has_no_head_or_other_letters_is_refused(lemma: str) -> None:
    with pytest.raises(NoParadigmError):
        surface_forms("en", lemma)


def test_a_language_without_paradigms_is_told() -> None:
    with pytest.raises(NoParadigmError, match="no paradigm for xx"):
        surface_forms("xx", "word")
