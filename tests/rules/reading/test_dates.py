"""How the dates of a sentence lie to the day of publication."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.reading.dates import DateReader, When
from rules.register import Rulebook
from rules.text import fold


@pytest.fixture(scope="module")
def readers(shipped_rules: Rulebook) -> dict[str, DateReader]:
    return {language: DateReader(shipped_rules.dates, language) for language in ("en", "ru", "kk")}


@pytest.mark.parametrize(
    ("language", "text", "published", "when"),
    [
        ("ru", "Осенью ему отказали.", date(2020, 5, 5), [When.LONG_AGO]),
        ("ru", "Осенью ему отказали.", date(2020, 11, 5), []),
        ("ru", "Осенью ему отказали.", date(2020, 12, 20), []),
        ("en", "He was jailed in the spring.", date(2020, 9, 1), [When.LONG_AGO]),
        ("en", "He was jailed in the spring.", date(2020, 4, 1), []),
        ("en", "He was jailed in the winter.", date(2020, 12, 5), []),
        ("en", "He was jailed in the winter of 2011.", date(2020, 12, 5), [When.LONG_AGO]),
        ("kk", "Оны күзде соттады.", date(2020, 5, 5), [When.LONG_AGO]),
        ("kk", "Оны жазда соттады.", date(2020, 8, 5), []),
        ("kk", "Қыркүйекте елші хаттамаға қол қойды.", date(2020, 12, 2), [When.LONG_AGO]),
        ("kk", "Қараша айында елші хаттамаға қол қойды.", date(2020, 12, 2), [When.NEWS]),
        ("kk", "Оны Қаңтар оқиғасы үшін соттады.", date(2023, 12, 2), []),
        ("kk", "2011 жылы 16 желтоқсанда оны ұстады.", date(2019, 12, 16), [When.LONG_AGO]),
        ("kk", "2019 жылы 16 желтоқсанда оны ұстады.", date(2019, 12, 16), [When.NEWS]),
    ],
)
def test_a_season_or_month_looks_back_when_it_is_over_for_long(
    readers: dict[str, DateReader], language: str, text: str, published: date, when: list[When]
) -> None:
    plain = fold(text).plain
    found = readers[language].read(plain, (0, len(plain)), published)
    assert [one.when for one in found] == when


@pytest.mark.parametrize(
    ("language", "text", "has_cause"),
    [
        ("en", "He was jailed over the unrest of January 2022.", True),
        ("en", "He was jailed for taking part in rallies in January 2022.", True),
        ("en", "He was jailed in January 2022.", False),
        ("en", "He was jailed over the unrest of January 2019.", False),
        ("ru", "Его осудили за участие в митинге в январе 2022 года.", True),
        ("ru", "Его осудили в январе 2022 года за долги.", False),
        ("kk", "Оны 2022 жылы қаңтарда шеруге қатысқаны үшін соттады.", True),
        ("kk", "Оны 2022 жылы қаңтарда соттады.", False),
    ],
)
def test_words_beside_a_date_make_it_that_of_a_cause_unless_it_is_years_past(
    readers: dict[str, DateReader], language: str, text: str, has_cause: bool
) -> None:
    plain = fold(text).plain
    found = readers[language].read(plain, (0, len(plain)), date(2023, 5, 10))
    assert {one.cause is not None for one in found} == {has_cause}


@given(published=st.dates(), season=st.sampled_from(["last winter", "in spring 2099", "in autumn"]))
def test_no_day_of_publication_is_too_odd_for_a_season(
    readers: dict[str, DateReader], published: date, season: str
) -> None:
    assert len(readers["en"].read(season, (0, len(season)), published)) <= 1


@pytest.mark.parametrize(
    ("language", "before", "sentence", "when"),
    [
        ("en", "The party was banned in 2005.", "In the same year it went to court.", "long ago"),
        ("ru", "Партию запретили в 2005 году.", "В том же году она подала в суд.", "long ago"),
        ("kk", "Партияға 2005 жылы тыйым салынды.", "Сол жылы ол сотқа берді.", "long ago"),
        ("kk", "Партияға тыйым салынды.", "Сол жылы ол сотқа берді.", None),
    ],
)
def test_the_same_year_is_that_of_the_sentence_before(
    readers: dict[str, DateReader], language: str, before: str, sentence: str, when: str | None
) -> None:
    plain = fold(f"{before} {sentence}").plain
    found = readers[language].read(plain, (len(before) + 1, len(plain)), date(2016, 5, 5))
    assert [one.when for one in found] == ([] if when is None else [When(when)])


@pytest.mark.parametrize(
    ("language", "text", "back"),
    [
        ("en", "The memorandum of April 2002 lets diplomats see him.", False),
        ("en", "In April 2002 a memorandum let diplomats see him.", True),
        ("en", "The memorandum, two pages that were signed in 2002, is void.", True),
        ("ru", "Меморандум от апреля 2002 года даёт дипломатам право его видеть.", False),
        ("ru", "В апреле 2002 года меморандум дал дипломатам право его видеть.", True),
        ("kk", "2002 жылғы сәуірдегі меморандум дипломаттарға онымен кездесуге жол ашады.", False),
        ("kk", "2002 жылы сәуірде елшілер меморандумға қол қойып, онымен кездесті.", True),
        ("en", "He was seen by them for the first time since 2002.", False),
        ("en", "He was seen by them since 2002.", True),
        ("ru", "Его видели впервые с 2002 года.", False),
        ("ru", "Его видели с 2002 года.", True),
        ("kk", "Оны 2002 жылдан бері алғаш рет көрді.", False),
        ("kk", "Оны 2002 жылдан бері көріп жүр.", True),
    ],
)
def test_a_date_by_which_a_thing_is_called_or_counted_does_not_look_back(
    readers: dict[str, DateReader], language: str, text: str, back: bool
) -> None:
    plain, published = fold(text).plain, date(2005, 3, 1)
    span = 0, len(plain)
    assert readers[language].looks_back(plain, span, span, published) is back
    found = readers[language].read(plain, span, published)
    assert (When.LONG_AGO in [one.when for one in found]) is back
