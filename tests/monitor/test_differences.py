"""What changed between two versions of a page, and what keeps its name."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.differences import Came, differences, rekeyed
from monitor.extract.paragraphs import paragraphs
from storage.records import Passage

LINES = st.lists(st.sampled_from(["a b c", "a b d", "x y", "x y z", "q", ""]), max_size=12)


def page(*lines: str) -> tuple[Passage, ...]:
    return tuple(Passage(key=p.key, text=p.text) for p in paragraphs(lines))


def changes(before: tuple[Passage, ...], *lines: str) -> list[tuple[str, str, str]]:
    found = differences(before, rekeyed(before, page(*lines)))
    return [(each.what.value, each.before, each.after) for each in found]


LAW = ("Article 1. Parties.", "Article 2. A party has 40,000 members.", "Article 3. In force.")


def test_a_new_wording_takes_the_place_of_the_old() -> None:
    now = "Article 2. A party has 5,000 members."
    assert changes(page(*LAW), LAW[0], now, LAW[2]) == [("changed", LAW[1], now)]


def test_a_paragraph_that_is_put_in_came() -> None:
    assert changes(page(*LAW), LAW[0], "A footnote.", *LAW[1:]) == [("came", "", "A footnote.")]


def test_a_paragraph_that_is_left_out_went() -> None:
    assert changes(page(*LAW), LAW[0], LAW[2]) == [("went", LAW[1], "")]


def test_another_order_is_no_change() -> None:
    assert changes(page(*LAW), *reversed(LAW)) == []


def test_words_with_nothing_in_common_are_two_changes() -> None:
    other = "Repealed by decree."
    assert changes(page(*LAW), LAW[0], other, LAW[2]) == [
        ("came", "", other),
        ("went", LAW[1], ""),
    ]


def test_a_paragraph_keeps_its_key_through_all_its_wordings() -> None:
    first = page("Members: 40,000 are needed.")
    second = rekeyed(first, page("Members: 20,000 are needed."))
    third = rekeyed(second, page("Members: 5,000 are needed."))
    assert third[0].key == first[0].key


@given(LINES, LINES)
def test_no_key_stands_twice_and_no_word_is_lost(before: list[str], after: list[str]) -> None:
    found = rekeyed(page(*before), page(*after))
    assert [passage.text for passage in found] == after
    assert len({passage.key for passage in found}) == len(found)


@given(LINES)
def test_the_same_page_has_no_differences(lines: list[str]) -> None:
    assert changes(page(*lines), *lines) == []


@given(LINES, LINES)
def test_every_line_is_kept_or_told(before: list[str], after: list[str]) -> None:
    old = page(*before)
    found = differences(old, rekeyed(old, page(*after)))
    went = [each.before for each in found if each.what is not Came.CAME]
    came = [each.after for each in found if each.what is not Came.WENT]
    kept = sorted(before)
    for line in went:
        kept.remove(line)
    assert sorted([*kept, *came]) == sorted(after)
