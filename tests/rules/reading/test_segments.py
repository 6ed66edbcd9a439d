"""Where sentences end, in three languages, and what the lead is."""

import re
from functools import cache

import pytest

from rules.cues import AsideWords
from rules.forms import parse_form
from rules.reading.asides import AsideReader
from rules.reading.segments import LEAD_LINES, SENTENCE_AT_MOST, Segments, abbreviations_of
from rules.text import fold
from tests.kept import kept_rules


@cache
def _abbreviations() -> re.Pattern[str]:
    return abbreviations_of(kept_rules()[0].sentences.abbreviations)


def _segments(text: str, title: str = "") -> Segments:
    whole = fold(f"{title}\n{text}")
    return Segments(whole, title_end=len(title), abbreviations=_abbreviations())


def _sentences(text: str) -> list[str]:
    segments = _segments(text)
    plain = segments.whole.cased
    spans = dict.fromkeys(segments.sentence(i) for i in range(1, len(plain)))
    return [plain[start:end].strip() for start, end in spans]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One ends. Two ends! Three?", 3),
        ("Mr. Smith met Dr. Jones. They left.", 2),
        ("The U.S. Senate voted. It passed.", 2),
        ("А. Жакиянов вышел. Его ждали.", 2),
        ("Он живет в г. Алматы на ул. Абая. Точка.", 2),
        ("По ст. 266 УК он осужден. Точка.", 2),
        ("В 2012 г. Суд вынес приговор.", 1),
        ("Кеше 5 млн. теңге төленді. Сот бітті.", 2),
        ("Ол кетті... Бәрі күтті.", 2),
        ("He asked “Why?” She left.", 2),
        ("First item; second item; third", 3),
        ("version 2.5 and 3.6 are out", 1),
        ("• one thing ● another thing", 3),
        ("no stop here\nbut a new line", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(_sentences(text)) == count, _sentences(text)


def test_a_title_is_one_sentence_whatever_it_says() -> None:
    segments = _segments("Text.", title="Freed. At last? Yes!")
    assert segments.sentence(8) == (0, 20)


def test_a_sentence_without_end_is_cut() -> None:
    start, end = _segments("word " * 2000).sentence(5000)
    assert end - start <= SENTENCE_AT_MOST


def test_the_lead_is_the_first_two_paragraphs_with_words() -> None:
    long = "A long one. " * 45
    assert _lead_of(f"One.\n\n  \n{long}\nThree.") == ["One.", long]


def test_a_short_lead_takes_up_to_two_more_paragraphs() -> None:
    assert _lead_of("One.\nTwo.\nThree.\nFour.\nFive.") == ["One.", "Two.", "Three.", "Four."]


def test_a_date_and_a_byline_take_no_place_in_the_lead() -> None:
    lead = _lead_of("19.01.2012\nBy A. Writer\nOne.\nTwo.\nThree.\nFour.\nFive.")
    assert lead == ["19.01.2012", "By A. Writer", "One.", "Two.", "Three.", "Four."]


def test_a_list_of_short_lines_is_not_all_lead() -> None:
    assert len(_lead_of("short line\n" * 100)) == LEAD_LINES


def _lead_of(text: str) -> list[str]:
    segments = _segments(text, title="T")
    return [segments.whole.cased[start:end] for start, end in segments.lead]


def test_the_lead_ends_where_it_speaks_of_something_else() -> None:
    asides = AsideReader(AsideWords(opens=(("en", (parse_form("video by"),)),), headings=()))
    whole = fold("T\nA court sat on Friday. Video by A. Writer")
    segments = Segments(whole, title_end=1, asides=asides)
    assert [whole.cased[start:end] for start, end in segments.lead] == ["A court sat on Friday."]


@pytest.mark.parametrize(
    "title", ["A Court Freed Two Men", "Сот екі адамды босатты", "Суд освободил двух человек"]
)
def test_a_page_begins_below_the_last_line_of_its_frame_that_repeats_the_title(title: str) -> None:
    frame = f"Menu\nSearch. Login.\n\n• {title}\nShare it!\n{title.upper()} | Site\n"
    segments = _segments(f"{frame}12.03.2012\n\nOne.\n\nTwo.", title=title)
    lead = [segments.whole.cased[start:end] for start, end in segments.lead]
    assert lead == ["12.03.2012", "One.", "Two."]


def test_below_a_long_line_no_frame_is_looked_for() -> None:
    long = "It is told here. " * 20
    segments = _segments(f"{long}\nA court freed two\nOne.", title="A court freed two")
    assert segments.lead[0][0] == segments.title_end + 1


@pytest.mark.parametrize("length", range(195, 215))
def test_a_paragraph_below_a_blank_line_is_no_headline_of_an_aside(length: int) -> None:
    asides = AsideReader(AsideWords(opens=(("en", (parse_form("read also"),)),), headings=()))
    told = f"{'The court sat and sat on it '.ljust(length, 'a')}and rose."
    whole = fold(f"T\nA day.\n\n{told}\n\n“He is free”\n\nRead also\n\nOld things")
    segments = Segments(whole, title_end=1, asides=asides)
    assert len(segments.lead) == 3
    assert segments.tells(whole.plain.index("and rose"))
    assert not segments.tells(whole.plain.index("old things"))


def test_an_item_of_an_enumeration_tells_like_a_sentence() -> None:
    segments = _segments("A day.\nAnother day.\n(a) to free the men;\nOld things", title="T")
    plain = segments.whole.plain
    assert segments.tells(plain.index("to free"))
    assert not segments.tells(plain.index("old things"))


def test_a_long_first_paragraph_gives_only_its_beginning() -> None:
    segments = _segments("A sentence of some words. " * 200, title="T")
    assert segments.lead[0][1] < 700
    assert not segments.in_news(2000)


def test_the_title_is_news_too() -> None:
    assert _segments("Text.", title="Title").in_news(0)
