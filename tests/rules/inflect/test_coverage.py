"""The command that holds paradigms against a treebank."""

from benchmarks.paradigms import cover, read_tokens

TREEBANK = """\
# text = Суды судов.
1-2\tСуды судов\t_\t_\t_\t_\t_\t_\t_\t_
1\tСуды\tсуд\tNOUN\t_\t_\t0\troot\t_\t_
2\tсудов\tсуд\tNOUN\t_\t_\t1\tnmod\t_\t_
3\tсудов\tсудно\tNOUN\t_\t_\t1\tnmod\t_\t_
4\tXX\txx\tNOUN\t_\t_\t1\tnmod\t_\t_
5\tсудищ\tсуд\tNOUN\t_\t_\t1\tnmod\t_\t_
6\tакимата\tакимат\tNOUN\t_\t_\t1\tnmod\t_\t_
"""


def test_what_is_attested_and_not_made_is_a_miss() -> None:
    found = cover("ru", list(read_tokens(TREEBANK.splitlines())), "NOUN")
    assert list(found.missed) == [("суд", "судищ")]


def test_a_word_of_another_script_is_no_word_of_the_language() -> None:
    found = cover("ru", list(read_tokens(TREEBANK.splitlines())), "NOUN")
    assert found.pairs.total() == 5


def test_a_made_form_that_is_attested_for_another_lemma_is_counted() -> None:
    found = cover("ru", list(read_tokens(TREEBANK.splitlines())), "NOUN")
    assert found.of_another_lemma == 2  # судов, of either


def test_a_lemma_that_loads_only_with_its_part_of_speech_is_told() -> None:
    found = cover("ru", list(read_tokens(TREEBANK.splitlines())), "NOUN")
    assert found.only_marked == {"акимат"}
