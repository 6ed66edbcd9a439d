"""How the life of a watched page is told."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.pagehistory import turns, wording
from monitor.passages import Piece
from tests.factories import make_version

WORDS = st.lists(st.sampled_from(["a", "b", "c", "д", "е"]), max_size=12).map(" ".join)


def told(pieces: tuple[Piece, ...]) -> str:
    return " ".join(piece.text for piece in pieces)


@given(WORDS, WORDS)
def test_short_wordings_are_told_whole(before: str, after: str) -> None:
    was, now = wording(before, after)
    assert (told(was), told(now)) == (before, after)


@given(WORDS, WORDS)
def test_what_is_not_marked_is_the_same_in_both(before: str, after: str) -> None:
    plain = [" ".join(p.text for p in pieces if not p.part) for pieces in wording(before, after)]
    assert plain[0] == plain[1]


def test_long_stretches_that_stay_are_cut_out() -> None:
    same = " ".join(f"w{n}" for n in range(200))
    was, _ = wording(f"{same} forty {same}", f"{same} five {same}")
    assert [piece.part for piece in was] == [None, "gone", None]
    assert was[0].text == "… " + " ".join(f"w{n}" for n in range(188, 200))


def test_no_control_character_comes_through() -> None:
    _, now = wording("a", "\x1b[31mb")
    assert told(now) == "[31mb"


def test_the_oldest_of_a_part_has_no_turn_for_nobody_knows_what_it_changed() -> None:
    some = (make_version(9, "b"), make_version(8, "a"))
    assert [turn.version.number for turn in turns(some)] == [9]


def test_the_first_version_changed_nothing() -> None:
    (turn,) = turns((make_version(1, "a"),))
    assert turn.changed is None
