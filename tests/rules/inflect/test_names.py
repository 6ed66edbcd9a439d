"""Names: their spellings and cases, and what is another name."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.inflect.names import (
    PersonName,
    WrongNameError,
    fits,
    forms_of,
    given_forms,
    surname_forms,
)
from rules.inflect.romanise import SPELLINGS_AT_MOST, romanised, skeleton
from rules.text import fold_word

GIVEN = ["Асет", "Әсем", "Ғалымжан", "Айгуль", "Наталья", "Евгений", "Жеңіс", "Мұхтар", "Анна"]
SURNAMES = ["Абишев", "Өтепова", "Мамай", "Винявский", "Жақиянов", "Қожахмет", "Аян", "Есенғазы"]


def is_surname(word: str, surname: str) -> bool:
    return fits(fold_word(word), surname_forms(surname))


def is_given(word: str, name: str) -> bool:
    return fits(skeleton(word), given_forms(name))


@pytest.mark.parametrize(
    ("surname", "words"),
    [
        ("Абишев", "Абишев Абишева Абишеву Абишевым Абишеве Абишевых Абишевтың"),
        ("Абишев", "Abishev Abishevs"),
        ("Әбішев", "Әбішев Әбішевтің Әбішевке Әбішевті Әбішевте Әбішевтен Әбішевпен Абишевтин"),
        ("Өтепова", "Өтепова Өтепованы Өтеповаға Утеповой Утепову Утепова Utepova"),
        ("Винявский", "Винявского Винявскому Винявским Винявском Vinyavsky Vinyavskiy Vinyavskii"),
        ("Мамай", "Мамай Мамая Мамаю Мамаем Мамае Мамайды Мамайға Мамайдың Mamai Mamay Mamaı"),
        ("Тайжан", "Тайжана Тайжану Тайжаном Тайжане Тайжанның Taizhan Tayzhan Taıjan"),
        ("Жақиянов", "Жакиянова Жақияновтың Zhakiyanov Zhakianov Zhaqiyanov Zhaqianov Jaqiyanov"),
        ("Еңсебек", "Енсебек Yensebek Ensebek Eńsebek Eñsebek Еңсебекті"),
        ("Қожахметов", "Kozhakhmetov Qozhakhmetov Qozhahmetov Qojahmetov Кожахметова"),
        ("Назарбаев", "Nazarbayev Nazarbaev"),
        ("Алиев", "Aliyev Aliev"),
        ("Хасенов", "Khassenov Hasenov"),
        ("Мақсұтхан", "Maksutkhan Maxutkhan Maqsuthan"),
        ("Джакишев", "Dzhakishev Jakishev Zhakishev"),
        ("Уәлиев", "Ualiyev Ualiev Уалиева"),
    ],
)
def test_a_surname_is_known_in_every_spelling_and_case(surname: str, words: str) -> None:
    assert [word for word in words.split() if not is_surname(word, surname)] == []


@pytest.mark.parametrize(
    ("surname", "words"),
    [
        ("Мамай", "Мамаев Мамаева Мамаевым маман мамандар Mamaev Mamayev"),
        ("Абишев", "Абишевой Абишевич Абишевна Abisheva Абишов"),
        ("Утепова", "Утепов Утеповым Утеповы Utepov"),
        ("Аян", "аянышты аяныш Аянов Ayanov"),
        ("Ашим", "Ашимов Ашимовой Ашимбаев"),
    ],
)
def test_another_name_is_not_taken_for_it(surname: str, words: str) -> None:
    assert [word for word in words.split() if is_surname(word, surname)] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Асет", "Асет Асета Асету Асетом Асете Әсет Aset Asset"),
        ("Әсем", "Асем Assem Asem Әсемнің Ásem"),
        ("Ғалымжан", "Галымжан Галимжана Ghalymzhan Galymzhan Galimjan Ğalymjan Ǵalymjan"),
        ("Евгений", "Евгения Евгению Евгением Yevgeny Evgeniy Yevgeni Evgenii"),
        ("Айгуль", "Айгуль Айгули Айгулью Aigul Aygul Айгүл"),
        ("Наталья", "Наталья Натальи Наталье Наталию Natalya Natalia"),
        ("Қуат", "Куат Қуатқа Quat Kuat Qýat"),
        ("Жан-Айдар", "Жан-Айдара Жанайдар Zhan-Aidar Zhanaidar"),
        ("Ерлан", "Yerlan Erlan Ерланның"),
        ("Меруерт", "Meruyert Meruert"),
        ("Өмірбек", "Омирбек Умирбека Omirbek"),
    ],
)
def test_a_given_name_is_known_in_every_spelling_and_case(name: str, words: str) -> None:
    assert [word for word in words.split() if not is_given(word, name)] == []


@pytest.mark.parametrize("word", ["Асель", "Асетов", "Марат", "Serik", "а"])
def test_another_given_name_is_not_taken_for_it(word: str) -> None:
    assert not is_given(word, "Асет")


@given(st.sampled_from(GIVEN), st.data())
def test_every_romanisation_of_a_given_name_has_its_sound(name: str, data: st.DataObject) -> None:
    assert is_given(data.draw(st.sampled_from(romanised(name))), name)


@given(st.sampled_from(SURNAMES), st.data())
def test_every_romanisation_of_a_surname_is_a_form_of_it(name: str, data: st.DataObject) -> None:
    assert is_surname(data.draw(st.sampled_from(romanised(name))), name)


@given(st.text(alphabet="абгеёжийксңғқәіьыюяцщ-", min_size=1, max_size=40))
def test_the_spellings_of_any_word_are_few(word: str) -> None:
    assert 1 <= len(romanised(word)) <= SPELLINGS_AT_MOST + 4


@given(st.text(max_size=60))
def test_any_word_has_a_skeleton_of_letters_and_digits(word: str) -> None:
    assert all(char.isalnum() for char in skeleton(word))


def test_both_written_spellings_and_further_ones_are_joined() -> None:
    name = PersonName(written=("Макс Бокаев", "Макс Боқаев"), also=("Max Bokay", "Бокайұлы"))
    forms = forms_of(name)
    found = product(("бокаев", "боқаев", "bokayev", "bokay", "бокайұлы"), [forms.surnames])
    assert all(fits(word, table) for word, table in found)
    assert fits("maks", forms.given)


def test_initials_come_in_both_scripts_and_with_two_letters() -> None:
    assert forms_of(PersonName(written=("Жанболат Мамай",))).initials >= {"ж", "zh", "j", "z"}
    assert forms_of(PersonName(written=("Евгений Жовтис",))).initials >= {"е", "ye", "e", "y"}


@pytest.mark.parametrize("text", ["Мамай", "", "Ж. Мамай", "Жанболат М", "Жанболат Мамай1"])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(WrongNameError):
        forms_of(PersonName(written=(text,)))
