"""Whose surname it is: full names, initials, and surnames that a document explains."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.inflect.names import PersonName, forms_of
from rules.inflect.romanise import romanised
from rules.lexicon import Lexicon
from rules.matcher import Matcher
from rules.people import People, Person
from rules.register import Rulebook, read_rulebook
from rules.text import fold
from tests.rules.books import CONCEPTS, make_document, make_matcher, told, write_book

NAMES = [
    PersonName(written=("Асет Абишев", "Әсет Әбішев")),
    PersonName(written=("Жанболат Мамай",), alone=True),
    PersonName(written=("Марат Жыланбаев",)),
    PersonName(written=("Айгуль Утепова", "Айгүл Өтепова")),
    PersonName(written=("Талгат Аян", "Талғат Аян")),
]
PEOPLE = People([Person(concept=n, forms=forms_of(name)) for n, name in enumerate(NAMES)], first=9)
LEXICON = Lexicon(PEOPLE.forms())


def find(text: str) -> list[str]:
    folded = fold(text)
    hits = PEOPLE.resolve(LEXICON.find(folded.plain), folded)
    return [folded.cased[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    "text", ["Полиция задержала Асета Абишева.", "Полиция Әсет Әбішевті ұстады."]
)
def test_nothing_happens_to_whom_is_long_dead(text: str) -> None:
    died = date(2020, 2, 25)
    name = PersonName(written=("Асет Абишев", "Әсет Әбішев"), died=died)
    people = People([Person(concept=0, forms=forms_of(name))], first=9)
    folded = fold(text)
    hits = Lexicon(people.forms()).find(folded.plain)
    found = {
        days: bool(people.resolve(list(hits), folded, died + timedelta(days=days)))
        for days in (-400, 0, 60, 61, 4000)
    }
    assert found == {-400: True, 0: True, 60: True, 61: False, 4000: False}
    assert people.resolve(list(hits), folded)


@pytest.mark.parametrize(
    "name",
    [
        "Асета Абишева",
        "Әсет Әбішевтің",
        "Aset Abishev",
        "Asset Abishev",
        "Абишев Асет",
        "Асет Нурланович Абишев",
        "А. Абишев",
        "А.Абишеву",
        "А. Н. Абишев",
        "А.Н.Абишев",
        "A. Abishev",
        "Абишев А.",
        "АСЕТ АБИШЕВ",
        "Zh. Mamai",
        "Ж.Мамайды",
        "Janbolat Mamaıdy",
        "Айгуль Утеповой",
        "Айгүл Өтепованы",
        "Талғат Аянның",
    ],
)
def test_a_full_name_is_found_as_a_whole(name: str) -> None:
    assert find(f"Сот: {name}, деп жазды.") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Абишева",
        "Марат Абишев и Серик Абишев",
        "Б. Абишев",
        "Mr. Abishev",
        "Асет, Абишев",
        "Асет\nАбишев",
        "Айгуль Утепов",
        "Жанболат Мамаев",
        "Асет Абишевич",
        "Асет и Абишев",
    ],
)
def test_a_surname_without_its_own_given_name_is_nobody(text: str) -> None:
    assert find(text) == []


def test_the_text_tells_whose_surname_stands_in_the_title() -> None:
    assert find("Суд освободил Абишева\nАсет Абишев вышел.") == ["Абишева", "Асет Абишев"]


def test_a_namesake_does_not_count_beside_the_person() -> None:
    text = "Асет Абишев; Марат Абишев, Б. Абишев, г-н Абишев, абишев"
    assert find(text) == ["Асет Абишев", "Абишев"]


def test_a_rare_surname_needs_no_given_name() -> None:
    assert find("Мамая и Mamay's, но не Марат Мамай") == ["Мамая", "Mamay"]


def test_a_short_surname_never_stands_alone() -> None:
    assert find("Талгат Аян. Аян туралы.") == ["Талгат Аян"]


def test_a_year_is_no_initial() -> None:
    assert find("Асет Абишев в 2010 г. Абишев") == ["Асет Абишев", "Абишев"]


@given(st.sampled_from(NAMES), st.data())
def test_every_spelling_of_a_name_is_found(name: PersonName, data: st.DataObject) -> None:
    forms = forms_of(name)
    literal = data.draw(st.sampled_from(sorted(forms.surnames)))
    surname = literal + data.draw(st.sampled_from(sorted(forms.surnames[literal])))
    written = name.written[0].split()[0]
    first = data.draw(st.sampled_from([written, *romanised(written)])).title()
    initial = data.draw(st.sampled_from(sorted(forms.initials))).title()
    orders = (f"{first} {surname}", f"{surname} {first}", f"{initial}. {surname}")
    text = data.draw(st.sampled_from((*orders, f"{initial}.{surname}")))
    assert find(f"Сот {text}, 2020") == [text]


@given(st.text(alphabet="АаБиш.евсетМй \n'«-Zhbolatmi", max_size=80))
def test_any_text_is_answered_with_surnames_inside_it(text: str) -> None:
    assert all(fragment in fold(text).cased for fragment in find(text))


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    people = "people: [{ru: Асет Абишев, kk: Әсет Әбішев}]"
    concepts = CONCEPTS.replace("any: [Zhakiyanov, Жақиянов*]", people)
    return make_matcher(tmp_path_factory.mktemp("people"), concepts=concepts)


def test_evidence_in_the_title_is_found_by_what_the_text_tells(matcher: Matcher) -> None:
    document = make_document(
        "Ночью Асет Абишев поехал домой.", title="Суд освободил Абишева", language="ru"
    )
    (match,) = matcher.match(document)
    assert [one.quote for one in match.evidence] == ["освободил", "Абишева"]


def test_a_namesake_in_the_title_gives_nothing(matcher: Matcher) -> None:
    document = make_document(
        "Домой поехал Серик Абишев.", title="Суд освободил Абишева", language="ru"
    )
    assert told(matcher.match(document)) == []


@pytest.mark.parametrize(
    ("person", "complaint"),
    [
        ("{ru: Абишев}", "lacks a given name or a surname"),
        ("{ru: А. Абишев}", "something other than words"),
        ("{name: Асет Абишев}", "has no key 'name'"),
        ("Асет Абишев", "expected a mapping"),
    ],
)
def test_a_name_that_cannot_be_used_is_a_complaint(
    tmp_path: Path, person: str, complaint: str
) -> None:
    concepts = CONCEPTS.replace("any: [Zhakiyanov, Жақиянов*]", f"people: [{person}]")
    _, complaints = read_rulebook("tiny", shipped=write_book(tmp_path, concepts=concepts))
    assert any(complaint in one.message for one in complaints)


def test_no_person_of_the_shipped_rules_is_listed_twice(shipped_rules: Rulebook) -> None:
    people = [person for concept in shipped_rules.concepts.values() for person in concept.people]
    names = {(frozenset(one.surnames), frozenset(one.given)) for one in people}
    assert len(names) == len(people)
