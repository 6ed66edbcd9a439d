"""Concepts written as dictionary forms: what is made of them, and what is refused."""

from pathlib import Path

import pytest

from rules.forms import Form, Piece, made_forms, parse_form
from rules.inflect.paradigms import surface_forms
from rules.lexicon import Lexicon
from rules.register import read_rulebook
from rules.text import fold
from tests.rules.books import CONCEPTS, make_document, make_matcher, told, write_book

RELEASE = "      ru: [освобод*, освобожд*]\n"
LEMMAS = '    lemmas:\n      ru: [освободить, "выйти на свободу"]\n      en: [to pardon]\n'


def _with(lemmas: str) -> str:
    """The tiny concepts, with `release` made of lemmas in Russian."""
    return CONCEPTS.replace(RELEASE, "").replace("  arrest:\n", f"{lemmas}  arrest:\n")


def _complaints(folder: Path, lemmas: str) -> list[str]:
    book = write_book(folder, concepts=_with(lemmas))
    return [str(complaint) for complaint in read_rulebook("tiny", shipped=book)[1]]


def test_a_form_of_a_lemma_is_found(tmp_path: Path) -> None:
    matcher = make_matcher(tmp_path, concepts=_with(LEMMAS))
    document = make_document("Политик вышел на свободу.", language="ru")
    assert told(matcher.match(document)) == [("freed", "actual")]


def test_lemmas_and_forms_of_one_language_stand_together(tmp_path: Path) -> None:
    matcher = make_matcher(tmp_path, concepts=_with(LEMMAS))
    for text in ("The politician was released.", "The politician was pardoned."):
        assert told(matcher.match(make_document(text))) == [("freed", "actual")]


def test_a_lemma_finds_no_longer_word(tmp_path: Path) -> None:
    matcher = make_matcher(tmp_path, concepts=_with(LEMMAS))
    document = make_document("Политик и освободительница.", language="ru")
    assert told(matcher.match(document)) == []


@pytest.mark.parametrize(
    ("lemmas", "words"),
    [
        ("{ru: [освбодить]}", "the lemma 'освбодить' has no word that the dictionary knows"),
        ("{ru: [суд (nuon)]}", "the lemma 'суд (nuon)' has an unknown part of speech"),
        ("{ru: [освободить], xx: [word]}", "there is no paradigm for xx"),
    ],
)
def test_a_lemma_without_a_paradigm_is_refused_at_its_place(
    tmp_path: Path, lemmas: str, words: str
) -> None:
    found = _complaints(tmp_path, f"    lemmas: {lemmas}\n")
    assert any(words in complaint and "tiny.yml:9:" in complaint for complaint in found)


def test_a_persons_lemma_is_a_surname(tmp_path: Path) -> None:
    concepts = CONCEPTS.replace(
        "any: [Zhakiyanov, Жақиянов*]", "any: [Zhakiyanov]\n    lemmas: {ru: [Мамай]}"
    )
    matcher = make_matcher(tmp_path, concepts=concepts)
    document = make_document("Суд освободил Мамая.", language="ru")
    assert told(matcher.match(document)) == [("freed", "actual")]


def test_what_inflection_added_counts_as_an_ending() -> None:
    forms = made_forms(surface_forms("ru", "осудить"))
    (hit,) = Lexicon((0, form) for form in forms).find("вчера осудили его")
    assert (hit.start, hit.open, hit.end) == (6, 9, 13)


def test_a_written_form_has_no_ending() -> None:
    (hit,) = Lexicon([(0, parse_form("осудили"))]).find("вчера осудили его")
    assert hit.open == hit.end


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("осуд#ить|или", "осудить, осудили, осуд, осудил", ["осудить", "осудили"]),
        ("суд#|ом", "суд судом суда", ["суд", "судом"]),
        ("құрамына ал#ды|ған", "құрамына алды, құрамына алмады", ["құрамына алды"]),
        ("по приговору суд#а|у", "по приговору суда по приговору судей", ["по приговору суда"]),
    ],
)
def test_a_lemma_is_found_with_its_endings_and_no_others(
    form: str, text: str, found: list[str]
) -> None:
    *before, last = form.split()
    stem, _, endings = last.partition("#")
    pieces = [Piece(text=word, stem=False) for word in before]
    lemma = Piece(text=stem, stem=False, endings=frozenset(endings.split("|")))
    lexicon = Lexicon([(0, Form(pieces=(*pieces, lemma)))])
    plain = fold(text).plain
    assert [plain[hit.start : hit.end] for hit in lexicon.find(plain)] == found


@pytest.mark.parametrize(
    ("language", "lemma"), [("ru", "осудить"), ("ru", "партия"), ("kk", "сот")]
)
def test_a_lemmas_forms_are_those_of_its_paradigm(language: str, lemma: str) -> None:
    made = surface_forms(language, lemma)
    spelled = [one for form in made_forms(made) for one in form.spelled()]
    assert {form.pieces[-1].text for form in spelled} == {fold(text).plain for text in made}
