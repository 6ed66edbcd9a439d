"""The matcher's mechanisms, each in three languages, over a tiny rulebook."""

from datetime import date
from pathlib import Path

import pytest

from rules.matcher import Matcher
from rules.records import Direction, Document
from tests.rules.books import (
    DULL,
    FREED_ALONE,
    HELD_ALONE,
    NEWS,
    SIGNALS,
    make_document,
    make_matcher,
    told,
)


def _told(matcher: Matcher, text: str, language: str, **more: object) -> list[tuple[str, str]]:
    return told(matcher.match(make_document(text, language=language, **more)))  # type: ignore[arg-type]  # shorthand


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The court released the politician on Friday."),
        ("ru", "Суд освободил политика в пятницу."),
        ("kk", "Сот саясаткерді жұма күні босатты."),
    ],
)
def test_an_act_is_found_and_actual(matcher: Matcher, language: str, text: str) -> None:
    assert _told(matcher, text, language) == [("freed", "actual")]


@pytest.mark.parametrize(
    ("language", "text", "factuality"),
    [
        ("en", "The court did not release the politician.", "denied"),
        ("en", "Rights groups demand that the politician be released.", "demanded"),
        ("en", "The court will release the politician.", "planned"),
        ("en", "The politician was released five years ago.", "past"),
        ("en", "Will the politician be released?", "planned"),
        ("ru", "Суд не освободил политика.", "denied"),
        ("ru", "Правозащитники требуют, чтобы политика освободили.", "demanded"),
        ("ru", "Власти обещают освободить политика.", "planned"),
        ("ru", "Политика освободили пять лет назад.", "past"),
        ("ru", "Политика освободили?", "planned"),
        ("kk", "Сот саясаткерді босатпады.", "denied"),
        ("kk", "Құқық қорғаушылар саясаткерді босатуды талап етті.", "demanded"),
        ("kk", "Билік саясаткерді босатуға уәде берді.", "planned"),
        ("kk", "Саясаткер бес жыл бұрын босатылды.", "past"),
    ],
)
def test_what_did_not_happen_is_a_statement(
    matcher: Matcher, language: str, text: str, factuality: str
) -> None:
    (match,) = matcher.match(make_document(text, language=language))
    assert (match.factuality.value, match.direction) == (factuality, Direction.STATEMENT)


@pytest.mark.parametrize(
    ("language", "text", "factuality"),
    [
        ("en", "The politician was released on Friday.", "state"),
        ("ru", "Политика освободили в пятницу.", "state"),
        ("kk", "Саясаткер жұма күні босатылды.", "state"),
        ("en", "The politician was not released.", "denied"),
        ("ru", "Политика освободили пять лет назад.", "past"),
    ],
)
def test_a_state_that_a_signal_tells_of_is_a_statement_and_read_like_an_act_otherwise(
    tmp_path: Path, language: str, text: str, factuality: str
) -> None:
    signals = SIGNALS.replace("toward: progress", "toward: progress\n    tells: state")
    of_states = make_matcher(tmp_path, signals=signals)
    (match,) = of_states.match(make_document(text, language=language))
    assert (match.factuality.value, match.direction) == (factuality, Direction.STATEMENT)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Rights groups urged the state to halt the trials, allow rallies in the towns and the"
            " villages of the south, and release the politician.",
        ),
        ("ru", "Правозащитники призвали власти прекратить суды, освободить политика."),
        (
            "ru",
            "Правозащитники требуют от властей страны прекращения судов над жителями городов и сёл"
            " на юге, а также освобождения политика.",
        ),
        ("kk", "Құқық қорғаушылар саясаткерді босатуды, сотты тоқтатуды талап етті."),
    ],
)
def test_every_item_of_a_list_of_demands_is_demanded(
    matcher: Matcher, language: str, text: str
) -> None:
    assert _told(matcher, text, language) == [("freed", "demanded")]


def test_two_turns_cancel_out(matcher: Matcher) -> None:
    text = "The court rejected the prosecutor's appeal against the release of the politician."
    assert _told(matcher, text, "en") == [("freed", "actual")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In 2002 the politician was released."),
        ("en", "On March 3, 2002, the politician was released."),
        ("en", "In October the politician was released."),
        ("ru", "В 2002 году политика освободили."),
        ("ru", "Политика освободили 3 марта 2002 года."),
        ("kk", "2002 жылы саясаткер босатылды."),
        ("ru", "Пять лет назад, 24 февраля 2001 года, суд освободил политика."),
        ("en", "Five years ago, on 24 February 2001, the court released the politician."),
    ],
)
def test_a_stated_date_long_ago_is_a_look_back(matcher: Matcher, language: str, text: str) -> None:
    assert _told(matcher, text, language, published=NEWS) == [("freed", "past")]


def test_without_a_day_of_publication_no_date_is_long_ago(matcher: Matcher) -> None:
    assert _told(matcher, "In 2002 the politician was released.", "en") == [("freed", "actual")]


def test_a_date_of_this_news_is_news(matcher: Matcher) -> None:
    text = "The politician was released on January 14, 2006."
    assert _told(matcher, text, "en", published=NEWS) == [("freed", "actual")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A court in Kyrgyzstan released the politician."),
        ("ru", "Суд в Узбекистане освободил политика."),
        ("kk", "Өзбекстан соты саясаткерді босатты."),
        ("en", "Kyrgyz police released a Kazakh politician."),
    ],
)
def test_another_country_is_no_match(matcher: Matcher, language: str, text: str) -> None:
    assert _told(matcher, text, language) == []


def test_a_source_of_many_countries_must_name_this_one(matcher: Matcher) -> None:
    assert _told(matcher, "The court released the politician.", "en", country=None) == []


def test_a_person_says_whose_affairs_these_are(matcher: Matcher) -> None:
    found = _told(matcher, "The court released Zhakiyanov.", "en", country=None)
    assert found == [("freed", "actual")]


def test_a_title_may_name_the_country(matcher: Matcher) -> None:
    document = make_document(
        "The court released the politician.", title="News of Kazakhstan", country=None
    )
    assert told(matcher.match(document)) == [("freed", "actual")]


def test_the_items_of_a_digest_keep_their_own_country(matcher: Matcher) -> None:
    text = "Kazakhstan holds an exhibition; Russia released a politician; weather in Astana"
    assert _told(matcher, text, "en", country=None) == []


@pytest.mark.parametrize(
    ("day", "read"), [("4 июля 2015 года", "actual"), ("4 июля 2013 года", "past"), ("", "past")]
)
def test_who_is_only_described_by_an_act_is_news_if_it_is_dated_so(
    matcher: Matcher, day: str, read: str
) -> None:
    text = f"К сторонникам политика, которого арестовали {day}, пришла полиция."
    document = make_document(text, language="ru", published=date(2015, 7, 6))
    assert told(matcher.match(document)) == [("held", read)]


def test_a_body_sentence_on_what_is_usual_is_background(matcher: Matcher) -> None:
    text = f"Bread is dear.\n{DULL}\nThe court often released the politician."
    assert _told(matcher, text, "en") == []


def test_an_undated_sentence_of_the_body_repeats_what_the_lead_reports(matcher: Matcher) -> None:
    text = f"A politician was freed.\n{DULL}\nBread is dear.\nPolice released activists."
    assert _told(matcher, text, "en") == [("freed", "actual")]


@pytest.mark.parametrize(
    ("later", "held"),
    [
        ("Police arrested a politician.", True),
        ("Police often arrested a politician.", False),
        ("In Almaty a politician can be arrested by police.", False),
        ("In 2001 police arrested a politician.", False),
        ("In Minsk police arrested a politician.", False),
        ("Read also: Police arrested a politician.", False),
    ],
)
def test_a_page_is_read_on_for_acts_that_were_done_once(
    tmp_path: Path, later: str, held: bool
) -> None:
    matcher = make_matcher(tmp_path, signals=FREED_ALONE, second=HELD_ALONE)
    news = f"A politician was freed.\n{DULL}\nBread is dear in Almaty.\n{later}"
    told = [("freed", "actual"), ("held", "actual")] if held else [("freed", "actual")]
    assert _told(matcher, news, "en", published=NEWS) == told
    late = [("held", "actual")] if held else []
    assert _told(matcher, news.replace("freed", "well"), "en", published=NEWS) == late


@pytest.mark.parametrize(("first", "held"), [("Bread is dear.", True), ("Rain in Minsk.", False)])
def test_a_page_that_begins_abroad_and_reports_nothing_is_not_read_on(
    tmp_path: Path, first: str, held: bool
) -> None:
    matcher = make_matcher(tmp_path, signals=FREED_ALONE, second=HELD_ALONE)
    news = f"{first}\n{DULL}\nSnow fell.\nIn Almaty police arrested a politician."
    assert bool(_told(matcher, news, "en", published=NEWS)) is held


def test_what_went_the_other_way_before_is_background_of_the_news(matcher: Matcher) -> None:
    text = f"A politician was freed.\n{DULL}\nBread is dear.\nPolice arrested a politician."
    assert _told(matcher, text, "en", published=NEWS) == [("freed", "actual")]
    again = text.replace("arrested", "released")
    assert _told(matcher, again, "en", published=NEWS) == [("freed", "actual")]
    dated = text.replace("a politician.", "a politician on January 15.")
    told = [("freed", "actual"), ("held", "actual")]
    assert _told(matcher, dated.replace("A politician.", ""), "en", published=NEWS) == told


@pytest.mark.parametrize(("grounds", "held"), [("gov", False), ("us", True)])
@pytest.mark.parametrize("later", ["Police arrested a politician.", "Today police arrested one."])
def test_what_moved_a_body_is_no_news_behind_its_lead(
    tmp_path: Path, grounds: str, held: bool, later: str
) -> None:
    matcher = make_matcher(
        tmp_path, signals=FREED_ALONE, second=HELD_ALONE, first=f"grounds: [{grounds}]"
    )
    told = [("freed", "actual"), ("held", "actual")] if held else [("freed", "actual")]
    later = later.replace("one", "a politician")
    news = f"A politician was freed.\n{DULL}\nBread is dear in Almaty.\n{later}"
    assert _told(matcher, news, "en", published=NEWS) == told
    in_lead = f"A politician was freed. {later}"
    both = [("freed", "actual"), ("held", "actual")]
    assert _told(matcher, in_lead, "en", published=NEWS) == both


@pytest.mark.parametrize(("grounds", "held"), [("gov", False), ("us", True)])
def test_what_moved_a_body_is_no_news_in_the_sentence_of_its_act(
    tmp_path: Path, grounds: str, held: bool
) -> None:
    matcher = make_matcher(
        tmp_path, signals=FREED_ALONE, second=HELD_ALONE, first=f"grounds: [{grounds}]"
    )
    both = [("freed", "actual"), ("held", "actual")]
    act = "A politician was freed for one that police arrested, a politician."
    assert _told(matcher, act, "en") == (both if held else [("freed", "actual")])
    assert told(matcher.match(make_document("Bread is dear.", title=act))) == both


@pytest.mark.parametrize("place", ["A politician was freed. {}", "A politician was freed.\n{}"])
def test_a_wider_demand_yields_to_the_news_wherever_it_stands(tmp_path: Path, place: str) -> None:
    matcher = make_matcher(
        tmp_path, signals=HELD_ALONE, second=FREED_ALONE, first="yields_to: [T-2]"
    )
    text = place.format(f"{DULL}\nBread is dear in Almaty.\nPolice arrested a politician.")
    assert _told(matcher, text, "en", published=NEWS) == [("freed", "actual")]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("(Minsk, March 16, 2022) – Police arrested a politician.", True),
        ("(Minsk) - Police arrested a politician.", True),
        ("In Minsk police arrested a politician.", False),
        ("(Minsk police) arrested a politician.", False),
    ],
)
def test_the_city_of_a_writers_office_is_not_where_it_happened(
    matcher: Matcher, text: str, inside: bool
) -> None:
    found = matcher.match(make_document(text, title="News of Kazakhstan"))
    assert [match.signal for match in found] == (["held"] if inside else [])


@pytest.mark.parametrize(
    "second",
    [
        "In 2001 police arrested a politician. He was a governor.",
        "The law of 1999 let police arrest any politician.",
        "Minsk was calm. Police arrested a politician.",
        "Read also: Police arrested a politician today.",
    ],
)
def test_a_second_paragraph_that_looks_away_is_not_of_the_lead(
    matcher: Matcher, second: str
) -> None:
    text = f"Bread is dear, they say in Almaty.\n{second}"
    assert _told(matcher, text, "en", published=NEWS) == []


def test_headlines_under_a_heading_are_an_aside(matcher: Matcher) -> None:
    lines = ["Bread is dear.", "Milk is dear.", "Related stories:", "Weather in Almaty"]
    text = "\n".join((*lines, "Police arrested a politician on Friday"))
    assert _told(matcher, text, "en") == []


def test_a_weekday_beside_an_old_date_is_no_day_of_this_news(matcher: Matcher) -> None:
    text = f"Bread is dear.\n{DULL}\nOn Friday, 5 March 2004, he freed a politician."
    assert _told(matcher, text, "en", published=NEWS) == []


def test_a_body_sentence_with_a_day_of_this_news_is_news(matcher: Matcher) -> None:
    text = f"Bread is dear.\n{DULL}\nThe court released the politician on Friday."
    assert _told(matcher, text, "en") == [("freed", "actual")]


@pytest.mark.parametrize(
    ("title", "text", "told_as"),
    [
        ("Court will release the politician", "The court released the politician.", ["planned"]),
        ("Allies demand to release him", "The court released the politician.", ["actual"]),
        ("Court will release a politician", "The politician was released today.", ["actual"]),
        ("Is the politician released?", "The court released the politician.", ["actual"]),
    ],
)
def test_an_undated_sentence_tells_of_the_plan_that_the_title_tells_of(
    matcher: Matcher, title: str, text: str, told_as: list[str]
) -> None:
    found = told(matcher.match(make_document(text, title=title)))
    assert [how for _, how in found if how != "planned" or told_as == ["planned"]] == told_as


def test_names_are_found_in_russian_letters_too(matcher: Matcher) -> None:
    assert _told(matcher, "Суд освободил Жакиянова.", "ru") == [("freed", "actual")]


def test_words_of_two_sentences_are_no_match(matcher: Matcher) -> None:
    assert _told(matcher, "The hostages were released. A politician spoke.", "en") == []


def test_a_distance_does_not_reach_further_than_it_says(matcher: Matcher) -> None:
    words = "one two three four five six seven eight nine"
    assert _told(matcher, f"Police detained {words} activists.", "en") == []


def test_the_first_match_of_a_signal_is_kept(matcher: Matcher) -> None:
    document = make_document("The politician was freed.", title="Politician released")
    (match,) = matcher.match(document)
    assert {piece.field for piece in match.evidence} == {"title"}


def test_evidence_quotes_the_document_where_lengths_changed(matcher: Matcher) -> None:
    text = "Су\u00adд осво\u200bбодил полити\u00adка."
    (match,) = matcher.match(make_document(text, language="ru", title="\ufeffНовости"))
    quotes = [piece.quote for piece in match.evidence]
    assert quotes == ["осво\u200bбодил", "полити\u00adка"]


def test_latin_look_alikes_hide_nothing(matcher: Matcher) -> None:
    assert _told(matcher, "Cуд oсвободил пoлитика.", "ru") == [("freed", "actual")]


def test_a_language_without_forms_is_read_with_all(matcher: Matcher) -> None:
    assert _told(matcher, "Суд освободил политика.", "und") == [("freed", "actual")]


BACKGROUND = [
    "In 2001 police arrested the politician.",
    "Kyrgyz police detained activists on Friday.",
    "Полиция Узбекистана задержала активистов.",
    "Саясаткер 2001 жылы ұсталған болатын.",
    "Read also: weather, culture, sport",
]


@pytest.mark.parametrize("background", BACKGROUND)
@pytest.mark.parametrize("place", [2, 3, 4])
def test_background_behind_the_lead_changes_no_verdict(
    matcher: Matcher, background: str, place: int
) -> None:
    lines = ["The court released the politician.", "He went home.", "Bread is dear.", "The end."]
    without = matcher.match(_of(lines))
    lines.insert(place, background)
    events = [m for m in matcher.match(_of(lines)) if m.direction is not Direction.STATEMENT]
    assert events == list(without)


def _of(lines: list[str]) -> Document:
    return make_document("\n".join(lines), title="A politician in Kazakhstan", published=NEWS)


SCOPED = """
  - id: freed
    clause: out
    toward: progress
    rung: released
    when: "{when}"
    examples: EXAMPLES
  - id: held
    clause: out
    toward: regression
    rung: arrested
    when: "@arrest NEAR/8 (@politician OR @zhakiyanov)"
    examples: EXAMPLES
"""


@pytest.mark.parametrize(
    ("when", "body", "told_as"),
    [
        ("SENT(@release) AND @politician", "Politicians came.", []),
        ("SENT(@release) AND @politician", "A politician came.", []),
        ("SENT(@release AND @politician) AND NOT @arrest", "He was detained.", ["actual"]),
        ("TITLE(@release) AND SENT(@politician)", "A politician came.", ["actual"]),
        ("TITLE(@release) AND SENT(@politician)", "In 2001 a politician came.", []),
        ("TITLE(@release) AND SENT(@politician)", "In Minsk a politician came.", []),
        ("TITLE(@release) AND SENT(@politician)", "See also: a politician came.", []),
    ],
)
def test_the_body_neither_makes_nor_unmakes_what_title_and_lead_tell(
    tmp_path: Path, when: str, body: str, told_as: list[str]
) -> None:
    matcher = make_matcher(tmp_path, signals=SCOPED.format(when=when))
    who = "A politician was freed in Astana." if "NOT" in when else "Astana is glad."
    lines = [who, DULL, body]
    document = make_document("\n".join(lines), title="He was released", published=NEWS)
    assert [how for _, how in told(matcher.match(document))] == told_as
