"""Russian words and phrases in all their forms."""

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.inflect.lemma import NoParadigmError, Part
from rules.inflect.paradigms import surface_forms


def _forms(lemma: str, part: Part | None = None) -> frozenset[str]:
    return surface_forms("ru", lemma, part)


def test_a_noun_has_all_cases_in_both_numbers() -> None:
    singular = {"приговор", "приговора", "приговору", "приговором", "приговоре"}
    plural = {"приговоры", "приговоров", "приговорам", "приговорами", "приговорах"}
    assert _forms("приговор") == singular | plural


def test_a_plural_gives_the_plural_alone() -> None:
    assert _forms("протесты") == {"протесты", "протестов", "протестам", "протестами", "протестах"}


@pytest.mark.parametrize(
    "form",
    [
        "оправдал",
        "оправдают",
        "оправдать",
        "оправдав",
        "оправдавшего",
        "оправдан",
        "оправданы",
        "оправданной",
    ],
)
def test_a_verb_has_finite_forms_converbs_and_participles(form: str) -> None:
    assert form in _forms("оправдать")


@pytest.mark.parametrize("form", ["оправдывает", "оправдался", "оправдание", "оправдай"])
def test_the_other_aspect_the_reflexive_the_noun_and_orders_are_no_forms(form: str) -> None:
    assert form not in _forms("оправдать")


def test_yo_is_folded() -> None:
    assert "освобожден" in _forms("освободить")
    assert _forms("отчёт") == _forms("отчет")


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("уголовное дело", "уголовных дел"),
        ("тюремный срок", "тюремным сроком"),
        ("мера пресечения", "меру пресечения"),
        ("скамья подсудимых", "скамье подсудимых"),
        ("рабочий день", "рабочего дня"),
        ("осужденный активист", "осужденного активиста"),
        ("политический заключенный", "политическому заключенному"),
        ("политические заключенные", "политических заключенных"),
        ("виновный в убийстве", "виновными в убийстве"),
        ("новый судья", "новой судье"),
        ("выйти на свободу", "вышедший на свободу"),
        ("досрочно освободить", "досрочно освобождены"),
        ("страна-участница", "страны-участницы"),
        ("жанаозенский расстрел", "жанаозенского расстрела"),
    ],
)
def test_a_phrase_inflects_its_head_and_what_agrees_with_it(lemma: str, form: str) -> None:
    assert form in _forms(lemma)


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("мера пресечения", "мера пресечений"),
        ("уголовное дело", "уголовное дела"),
        ("главный врач", "главнейшего врача"),
        ("выйти на свободу", "выйти на свободы"),
        ("политические заключенные", "политический заключенный"),
    ],
)
def test_the_rest_of_a_phrase_stays_as_written(lemma: str, form: str) -> None:
    assert form not in _forms(lemma)


def test_a_homonym_of_another_lexeme_lends_no_forms() -> None:
    assert "вестей" not in _forms("вести")
    assert "судна" not in _forms("суд")
    assert "политика" in _forms("политик")
    assert "политикой" not in _forms("политик")


def test_the_author_may_say_which_homonym_is_meant() -> None:
    assert "вестями" in _forms("вести", Part.NOUN)
    assert "ведут" not in _forms("вести", Part.NOUN)


def test_an_adjective_may_be_said_to_stand_for_a_noun() -> None:
    assert _forms("верующая", Part.NOUN) >= {"верующей", "верующих"}
    assert "верующего" not in _forms("верующая", Part.NOUN)


@pytest.mark.parametrize(
    "lemma", ["Жакиянов", "акимат", "освбодить", "в суде", "xyz", "Жакиянов суд"]
)
def test_what_no_dictionary_knows_is_refused(lemma: str) -> None:
    with pytest.raises(NoParadigmError):
        _forms(lemma)


def test_an_unknown_word_is_inflected_by_its_ending_where_the_author_says_what_it_is() -> None:
    assert "акиматом" in _forms("акимат", Part.NOUN)


_WORDS = (
    "суд",
    "новый",
    "освободить",
    "мера",
    "в",
    "не",
    "дело",
    "вести",
    "глава",
    "рабочий",
    "ъъ",
)


# No deadline: the first lemma of all reads the dictionary.
@settings(deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4), st.sampled_from((None, *Part)))
def test_any_phrase_is_one_of_its_own_forms_or_is_refused(words: list[str], part: Part) -> None:
    lemma = " ".join(words)
    with suppress(NoParadigmError):
        assert lemma in _forms(lemma, part)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_inflected_or_refused(text: str) -> None:
    with suppress(NoParadigmError):
        assert _forms(text)


def test_the_dictionary_is_read_only_for_a_russian_lemma() -> None:
    code = (
        "import sys; from rules.inflect.paradigms import surface_forms;"
        "surface_forms('en', 'trial'); sys.exit('pymorphy3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
