"""Kazakh in Latin letters is read as Kazakh, whatever its alphabet, and nothing else is touched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.kazakh.lines import READ, is_kazakh_latin
from rules.kazakh.respell import respell
from rules.kazakh.wordlist import NO_WORDS, Wordlist
from rules.matcher import Matcher
from rules.text import fold
from tests.rules.books import make_document, make_matcher

# One sentence: "The court freed the politician on Monday, and people gathered there."
CYRILLIC = "Сот дүйсенбіде саясаткерді босатты және жұрт алаңға жиналды."
SPELLINGS = {
    "2018": "Sot dúısenbide saıasatkerdi bosatty jáne jurt alańǵa jınaldy.",
    "2021": "Sot düisenbıde saiasatkerdı bosatty jäne jūrt alañğa jinaldy.",
    "2021, i for all": "Sot düisenbide saiasatkerdi bosatty jäne jurt alañğa jinaldy.",
    "press": "Sot düysenbide sayasatkerdi bosattı jäne jurt alañğa jïnaldı.",
    "plain": "Sot duysenbide sayasatkerdi bosatty zhane zhurt alangha zhinaldy.",
}


def _spell(text: str, known: Wordlist = NO_WORDS) -> str:
    return fold(text, known).cased


@pytest.mark.parametrize("alphabet", SPELLINGS)
def test_a_sentence_is_spelled_in_cyrillic_from_any_alphabet(alphabet: str) -> None:
    known = Wordlist({"дүйсенбіде", "және", "жұрт", "алаңға"}, {"жинал", "саясат"})
    assert _spell(SPELLINGS[alphabet], known) == CYRILLIC


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Qazaqstan partııasynyń uıymy", "Қазақстан партиясының ұйымы"),
        ("Konstıtýtsııaǵa ózgeris qıyn, qoıý kerek", "Конституцияға өзгеріс қиын, қою керек"),
        ("Ádilet mınıstrligi týraly ıaǵnı", "Әділет министрлігі туралы яғни"),
        ("Qaulyny jariialady, ūiymğa şağym keldı", "Қаулыны жариялады, ұйымға шағым келді"),
        ("QAZAQSTAN ÁDILET SHYŃY", "ҚАЗАҚСТАН ӘДІЛЕТ ШЫҢЫ"),
    ],
)
def test_letters_that_mean_two_sounds_are_told_by_their_place(latin: str, cyrillic: str) -> None:
    assert _spell(latin) == cyrillic


def test_what_the_spelling_leaves_open_the_known_words_decide() -> None:
    text = "Qazaqstanda bilik pen ukimet ozgerdi"
    assert _spell(text, Wordlist({"билік", "пен"}, {"үкімет", "өзгер"})) == (
        "Қазақстанда билік пен үкімет өзгерді"
    )


@pytest.mark.parametrize(
    "text",
    [
        "The court freed the politician, Qazaq media said, and Iraq was told.",
        "Полиция Human Rights Watch ұйымының есебіне жауап берді.",
        "www.qazaqstan.tv @qazaq_uni",
    ],
)
def test_what_is_not_kazakh_stays_as_it_is(text: str) -> None:
    assert _spell(text) == fold(text).cased


def test_foreign_names_and_addresses_in_a_kazakh_sentence_stay() -> None:
    text = "Jańa zań týraly Human Rights Watch málimdedi, azattyq.org jazdy."
    assert _spell(text) == "Жаңа заң туралы Human Rights Watch мәлімдеді, azattyq.org жазды."


def test_an_english_line_among_kazakh_ones_stays() -> None:
    text = "Sot qaýlysy týraly jańa habar\nThe ruling of the court in English\nQoǵam qaıratkeri"
    assert _spell(text).split("\n")[1] == "The ruling of the court in English"


def test_a_latin_paragraph_in_a_cyrillic_document_is_read() -> None:
    text = "Сот саясаткерді босатты.\nSot saıasatkerdi qamaýǵa aldy."
    assert _spell(text).split("\n")[1] == "Сот саясаткерді қамауға алды."


def test_a_cyrillic_letter_inside_a_latin_word_is_no_obstacle() -> None:
    assert _spell("Qalalardyń ákіmderіne tapsyrma berdі") == "Қалалардың әкімдеріне тапсырма берді"


def test_a_text_of_any_length_is_read_to_a_limit() -> None:
    text = "qazaq tili " * READ
    assert max(unit.end for unit in respell(text, NO_WORDS)) <= READ


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("tiny"))


@pytest.mark.parametrize(
    ("latin", "quotes"),
    [
        (SPELLINGS["2018"], ["saıasatkerdi", "bosatty"]),
        (SPELLINGS["2021"], ["saiasatkerdı", "bosatty"]),
        (SPELLINGS["press"], ["sayasatkerdi", "bosattı"]),
        (SPELLINGS["plain"], ["sayasatkerdi", "bosatty"]),
        ("Sottan Jaqııanov bosatyldy.", ["Jaqııanov", "bosatyldy"]),
        ("«Belsendilerdi bosatty», dep jazdy qoǵam.", ["Belsendilerdi", "bosatty"]),
    ],
)
def test_a_rule_that_fires_on_cyrillic_fires_on_latin(
    matcher: Matcher, latin: str, quotes: list[str]
) -> None:
    document = make_document(latin, title="Qoǵam jańalyǵy", language="kk")
    (found,) = matcher.match(document)
    assert [piece.quote for piece in found.evidence] == quotes
    assert all(document.text[e.start : e.end] == e.quote for e in found.evidence)


def test_a_denial_is_read_in_latin_letters(matcher: Matcher) -> None:
    document = make_document("Sot saıasatkerdi bosatpady, dep jazdy qoǵam.", language="kk")
    assert [match.factuality.value for match in matcher.match(document)] == ["denied"]


def test_only_a_document_that_is_kazakh_is_respelled(matcher: Matcher) -> None:
    assert matcher.match(make_document(SPELLINGS["2018"], language="en")) == ()


_PIECES = st.sampled_from(
    [
        *(*SPELLINGS.values(), CYRILLIC, "I\u0301", "\u00ad", "\u0130", "ﬁ", "\ud800", "qazaq "),
        *("Qoǵam", "uı", "ts", "nghy", "sh", "ń", "ıa", "\n", " ", ". ", "The ", "@", "www.", "іі"),
    ]
)
_texts = st.one_of(st.text(), st.lists(_PIECES, max_size=12).map("".join))


@given(_texts)
@settings(deadline=None)
def test_every_place_leads_back_in_order(text: str) -> None:
    folded = fold(text, NO_WORDS)
    assert len(folded.cased) == len(folded.plain)
    places = [folded.origin(index, index + 1) for index in range(len(folded.plain))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(_texts)
@settings(deadline=None)
def test_respelling_replaces_whole_stretches_in_order(text: str) -> None:
    done = 0
    for unit in respell(text, NO_WORDS):
        assert done <= unit.start < unit.end <= len(text)
        assert unit.cyrillic
        done = unit.end


@pytest.mark.parametrize("text", SPELLINGS.values())
def test_kazakh_is_told_in_any_alphabet(text: str) -> None:
    assert is_kazakh_latin(text)


@pytest.mark.parametrize(
    "text",
    [
        "Iraq and Qatar signed many treaties by May, says the ministry of many ways",
        "Azərbaycan prezidenti yeni qanunu imzaladı, qərar qəbul edildi",
        "O‘zbekiston prezidenti yangi qonunni qabul qildi, bu haqda xabar berildi",
        "Qaraqalpaqstan húkimeti jańa nızamdı qabıl etti, dep xabarladı baspasóz xızmeti",
        "Tatarstan xökümäte yaña qanun qabul itte, dip xäbär itä matbuğat xezmäte",
        "Mahkeme siyasetçiyi serbest bıraktı ve halk meydanda toplandı",
        "Kazyýet syýasatçyny boşatdy we adamlar meýdança ýygnandy",
        "Tribunal liberó al político quechua que vivía en Quito",
        "",
    ],
)
def test_a_cousin_of_kazakh_is_not_taken_for_it(text: str) -> None:
    assert not is_kazakh_latin(text)
