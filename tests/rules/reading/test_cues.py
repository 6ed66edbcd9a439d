"""Every example in a shipped cue file is read as it says, through all cues together."""

from datetime import date

from rules.cues import CueExample, Reads
from rules.lexicon import Hit
from rules.reading.factuality import Act, FactualityReader
from rules.records import Factuality
from rules.register import Rulebook
from rules.text import fold

_MEANS = {
    Reads.TURNED: Factuality.DENIED,
    Reads.DEMANDED: Factuality.DEMANDED,
    Reads.PLANNED: Factuality.PLANNED,
    Reads.PAST: Factuality.PAST,
    Reads.SAME: Factuality.ACTUAL,
}


def _read(rulebook: Rulebook, example: CueExample) -> Factuality:
    plain = fold(example.text).plain
    act = fold(example.act).plain
    start = plain.index(act)
    # Half of the act's word is taken as its stem, as in a form with a star.
    hit = Hit(start, start + len(act), 0, start + (len(act) + 1) // 2)
    reader = FactualityReader(rulebook.cues, rulebook.dates, example.language, rulebook.sentences)
    sentence = reader.sentence(plain, (0, len(plain)), None)
    return reader.read(sentence, Act(evidence=(hit,), words=(hit,))).factuality


def test_every_example_of_a_cue_file_is_read_as_it_says(shipped_rules: Rulebook) -> None:
    wrong = [
        (file.id, example.text, _read(shipped_rules, example).value)
        for file in shipped_rules.cues
        for example in file.examples
        if _read(shipped_rules, example) is not _MEANS[example.reads]
    ]
    assert wrong == []


def test_every_cue_file_has_examples_in_each_language(shipped_rules: Rulebook) -> None:
    for file in shipped_rules.cues:
        assert {example.language for example in file.examples} == {"en", "ru", "kk"}, file.id


def _read_freed(rulebook: Rulebook, text: str) -> Factuality:
    """How "freed" is read in an English text of June 2006."""
    reader = FactualityReader(rulebook.cues, rulebook.dates, "en", rulebook.sentences)
    plain = fold(text).plain
    start = plain.index("freed")
    act = (Hit(start, start + 5, 0, start + 5),)
    sentence = reader.sentence(plain, (0, len(plain)), date(2006, 6, 1))
    return reader.read(sentence, Act(evidence=act, words=act)).factuality


def test_the_month_of_may_is_no_maybe(shipped_rules: Rulebook) -> None:
    def planned(text: str) -> bool:
        return _read_freed(shipped_rules, text) is Factuality.PLANNED

    assert not planned("The court had on 30 May freed the politician.")
    assert not planned("In May 2006 freed politicians came home.")
    assert planned("The politician may be freed.")


def test_a_sentence_that_opens_with_a_year_far_back_is_of_that_time(
    shipped_rules: Rulebook,
) -> None:
    def past(text: str) -> bool:
        return _read_freed(shipped_rules, text) is Factuality.PAST

    assert past("In 1989 the wall fell, crowds filled the streets, and courts freed politicians.")
    assert not past("In 2004 the law changed, lawyers wrote appeals, and courts freed politicians.")
    assert not past("In 1989 the wall fell; on Friday courts freed politicians.")
