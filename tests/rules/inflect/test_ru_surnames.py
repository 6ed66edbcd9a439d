"""Surnames, of which most stand in no dictionary."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.inflect.lemma import NoParadigmError
from rules.inflect.ru_surnames import bearer_forms, first_name_forms, name_forms


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        (
            "Жакиянов",
            "Жакиянов Жакиянова Жакиянову Жакияновым Жакиянове Жакияновы Жакияновых Жакияновыми",
        ),
        ("Ергалиева", "Ергалиева Ергалиевой Ергалиеву Ергалиевы Ергалиевых Ергалиевым Ергалиевыми"),
        ("Вольский", "Вольский Вольского Вольскому Вольским Вольском Вольские Вольских Вольскими"),
        ("Вольская", "Вольская Вольской Вольскую Вольские Вольских Вольским Вольскими"),
        ("Белый", "Белый Белого Белому Белым Белом Белые Белых Белыми"),
        ("Мамай", "Мамай Мамая Мамаю Мамаем Мамае"),
        ("Жармахан", "Жармахан Жармахана Жармахану Жармаханом Жармахане"),
        ("Лин", "Лин Лина Лину Лином Лине"),
        ("Цой", "Цой Цоя Цою Цоем Цое"),
        ("Берия", "Берия Берии Берию Берией"),
        ("Коваленко", "Коваленко"),
        ("Бейсенкызы", "Бейсенкызы"),
        ("Долгих", "Долгих"),
    ],
)
def test_a_surname_declines_by_its_ending(name: str, forms: str) -> None:
    assert name_forms(name) == set(forms.split())


def test_a_mans_first_name_declines_with_his_surname() -> None:
    assert "Серику Ахметову" in name_forms("Серик Ахметов")
    assert "Серик Ахметову" not in name_forms("Серик Ахметов")


def test_a_womans_first_name_in_a_consonant_stays() -> None:
    assert "Гульжан Ахметовой" in name_forms("Гульжан Ахметова")


def test_a_womans_surname_in_a_consonant_stays() -> None:
    assert {"Динары Мамай", "Динарой Мамай"} <= name_forms("Динара Мамай")


def test_both_halves_of_a_double_surname_decline() -> None:
    assert "Садыковой-Вольской" in name_forms("Садыкова-Вольская")


@given(st.text(max_size=12))
def test_a_name_is_declined_or_refused_and_is_one_of_its_own_forms(name: str) -> None:
    with suppress(NoParadigmError):
        assert " ".join(name.split()) in name_forms(name)


@given(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=12))
def test_every_name_in_russian_letters_has_a_paradigm(name: str) -> None:
    assert name in name_forms(name)


def test_a_man_brings_his_family_and_a_woman_does_not() -> None:
    assert "Жакияновых" in bearer_forms("Жакиянов")
    assert "Ергалиевых" not in bearer_forms("Ергалиева")


def test_a_first_name_is_declined_as_a_mans_and_as_a_womans() -> None:
    assert {"Айгуль", "Айгули", "Айгулем"} <= first_name_forms("Айгуль")
