"""Finding forms: boundaries, stems, several words, and who silences whom."""

import pytest

from rules.forms import parse_form
from rules.lexicon import Hit, Lexicon, Silencing, all_rivals, longest
from rules.text import fold


def _find(form: str, text: str) -> list[str]:
    plain = fold(text).plain
    found = Lexicon([(0, parse_form(form))]).find(plain)
    return [plain[hit.start : hit.end] for hit in found]


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("court", "The Court's courtyard, court.", ["court", "court"]),
        ("суд*", "Суды и судьба рассудок", ["суды", "судьба"]),
        ("acced* to", "Kazakhstan acceded to it", ["acceded to"]),
        ("acced* to", "acceded  to, accede-to, acceded of", ["acceded  to", "accede-to"]),
        ("парти* алга", "«Партия „Алга“»", ['партия "алга']),
        (
            "covenant on economic, social",
            "Covenant on Economic Social",
            ["covenant on economic social"],
        ),
        ("to the* court", "went to theatre court", ["to theatre court"]),
        ("U.S. senate", "the U.S.-Senate of the U.S", ["u.s.-senate"]),
        ("senat* of the U.S. court", "a senate of the U.S. Court", ["senate of the u.s. court"]),
        ("the U.S. supreme*", "the U.S. Supreme", ["the u.s. supreme"]),
        ("сот", "сотталды сот", ["сот"]),
    ],
)
def test_a_form_is_found_at_its_words(form: str, text: str, found: list[str]) -> None:
    assert _find(form, text) == found


def test_a_form_does_not_cross_a_line() -> None:
    assert _find("supreme court", "supreme\ncourt") == []


def test_open_tells_where_the_stem_ended() -> None:
    (hit,) = Lexicon([(0, parse_form("бас тарт*"))]).find("бас тартпады")
    assert (hit.end, hit.open) == (12, 8)


def _hits(*spans: tuple[int, int, int]) -> list[Hit]:
    return [Hit(start, end, concept, end) for start, end, concept in spans]


def test_the_longer_hit_silences_the_shorter_inside_it() -> None:
    hits = _hits((0, 20, 0), (4, 9, 1), (12, 25, 1))
    assert longest(hits, all_rivals(2)) == [hits[0], hits[2]]


def test_an_included_concept_does_not_silence() -> None:
    silencing = Silencing(topics=["t", "t"], keeps=[frozenset(), frozenset({0})])
    hits = _hits((0, 20, 0), (4, 9, 1))
    assert longest(hits, silencing) == hits


def test_concepts_of_two_topics_leave_each_other_alone() -> None:
    silencing = Silencing(topics=["t", "u"], keeps=[frozenset(), frozenset()])
    hits = _hits((0, 20, 0), (4, 9, 1))
    assert longest(hits, silencing) == hits


def test_a_decoy_wins_over_all_topics() -> None:
    silencing = Silencing(
        topics=["t", "u"], keeps=[frozenset(), frozenset()], decoys=frozenset({0})
    )
    hits = _hits((0, 20, 0), (4, 9, 1))
    assert longest(hits, silencing) == hits[:1]
