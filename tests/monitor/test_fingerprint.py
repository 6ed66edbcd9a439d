"""Signatures that must stay comparable for years."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.fingerprint import bands_of, signature_of
from monitor.stories import ALIKE, likeness
from tests.monitor.page_makers import ENGLISH, RUSSIAN

TEXT = " ".join(ENGLISH)
KNOWN = (1326451453, 1237841030, 8645744799011954789)


def test_the_numbers_of_a_known_text_never_change() -> None:
    signature = signature_of(TEXT)
    assert (signature[0], signature[127], bands_of(signature)[0]) == KNOWN


def test_a_text_with_a_few_words_changed_is_alike_and_shares_a_band() -> None:
    words = TEXT.split()
    words[10], words[40] = "another", "different"
    left, right = signature_of(TEXT), signature_of(" ".join(words))
    assert likeness(left, right) >= ALIKE
    assert set(bands_of(left)) & set(bands_of(right))


def test_another_text_is_not_alike() -> None:
    assert likeness(signature_of(TEXT), signature_of(" ".join(RUSSIAN))) < 0.1


@given(st.text(max_size=80))
def test_bands_fit_a_signed_64_bit_column(text: str) -> None:
    signature = signature_of(text)
    assert all(0 <= number < 2**32 for number in signature)
    assert all(-(2**63) <= band < 2**63 for band in bands_of(signature))


def test_case_and_punctuation_do_not_count() -> None:
    assert signature_of("The court, at last!") == signature_of("the COURT at last")
