"""Row 40: the right words whatever the server claims about its bytes."""

import os

import pytest

from monitor.extract.charset import decoded
from monitor.extract.failures import GarbledText

RUSSIAN = "<p>Суд в Астане освободил политика Галымжана Жакиянова, сообщили в среду.</p>"
KAZAKH = "<p>Президент халықаралық пактіні бекіту туралы заңға қол қойды, үлгі өзгерді.</p>"
CLAIMS = ["", "text/html", "text/html; charset=utf-8", "text/html; charset=iso-8859-1"]


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "iso8859-5", "cp866", "utf-16", "utf-16-be"],
)
def test_russian_is_read_in_every_encoding_under_every_claim(encoding: str, claim: str) -> None:
    assert decoded(RUSSIAN.encode(encoding), claim) == RUSSIAN


@pytest.mark.parametrize("claim", [*CLAIMS, "text/html; charset=windows-1251"])
@pytest.mark.parametrize("encoding", ["utf-8", "kz1048", "utf-16-le"])
def test_kazakh_letters_survive(encoding: str, claim: str) -> None:
    assert decoded(KAZAKH.encode(encoding), claim) == KAZAKH


def test_a_meta_tag_counts_where_the_header_is_silent() -> None:
    page = '<meta charset="windows-1254"><p>Mahkeme ilçe başkanını serbest bıraktı</p>'
    assert decoded(page.encode("cp1254")) == page


def test_accents_do_not_make_a_page_cyrillic() -> None:
    page = "<p>L'été dernier, à Strasbourg, les députés européens ont débattu</p>"
    assert decoded(page.encode("latin-1")) == page


@pytest.mark.parametrize("wrong", ["latin-1", "cp1251"])
def test_words_that_were_read_wrongly_before_they_were_saved_are_turned_back(wrong: str) -> None:
    broken = RUSSIAN.encode().decode(wrong, "ignore").encode()
    assert "освобо" in decoded(broken)


def test_a_page_cut_within_a_letter_is_read() -> None:
    assert decoded(RUSSIAN.encode()[:40], "text/html; charset=utf-8").startswith("<p>Суд в Астане")


def test_noise_is_garbled() -> None:
    with pytest.raises(GarbledText):
        decoded(bytes(range(256)) * 20 + os.urandom(2000))
