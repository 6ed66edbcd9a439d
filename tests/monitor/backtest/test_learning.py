"""A scale is learnt from labelled documents, and told how it does on those it has not seen."""

from pathlib import Path

import pytest

from monitor.backtest.learning import Page, TooFewError, learn, page_of
from monitor.backtest.records import Case, Expected
from rules.matcher import Matcher
from rules.records import Document, Toward
from rules.register import load_rulebook
from rules.weighing.scale import SCALE, read_scale, write_scale
from tests.rules.books import compiled, make_matcher, write_book

FREED = "The court released the politician on Friday."
ABOUT = ("T-1", Toward.PROGRESS)


def cases() -> list[Case]:
    """Where the title speaks of an arrest the release is a mistake of the rules, elsewhere not."""
    found = []
    for number in range(120):
        is_event = number % 3 > 0
        title = "The politician" if is_event else "The arrest"
        document = Document(
            id=f"b{number % 10}-{number}", title=title, text=FREED, language="en", country="KZ"
        )
        pairs = (("T-1", Expected.PROGRESS),) if is_event else ()
        found.append(Case(document=document, pairs=pairs))
    return found


def mistake(batch: str, number: int, title: str) -> Case:
    """What the rules take for a release, and a person does not."""
    document = Document(
        id=f"{batch}-{number}", title=title, text=FREED, language="en", country="KZ"
    )
    return Case(document=document, pairs=())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def pages(small: Matcher) -> list[Page]:
    return [page_of(small, one, is_fresh=number % 2 == 0) for number, one in enumerate(cases())]


def test_what_signs_say_is_learnt_and_leaves_out_what_the_rules_took_wrongly(
    pages: list[Page],
) -> None:
    learnt = learn(pages)
    assert (learnt.pages, learnt.fresh) == (120, 60)
    assert (learnt.before.pairs.found, learnt.before.pairs.false) == (40, 20)
    assert (learnt.after.pairs.found, learnt.after.pairs.false) == (40, 0)
    assert learnt.scale.signs["title @arrest"][ABOUT] < 0


def test_the_same_pages_give_the_same_scale_which_the_rules_read(
    pages: list[Page], tmp_path: Path
) -> None:
    text = write_scale(learn(pages).scale, "a test")
    assert text == write_scale(learn(pages).scale, "a test")
    assert read_scale(text, SCALE).complaints == ()
    folder = write_book(tmp_path)
    (folder / "registers" / "tiny" / SCALE).write_text(text, encoding="utf-8")
    matcher = compiled(folder)
    flagged = [bool(matcher.match(one.document)) for one in cases()[:3]]
    assert flagged == [False, True, True]
    assert load_rulebook("tiny", None, folder).complaints == ()


def test_figures_are_of_documents_that_the_scale_was_learnt_without(small: Matcher) -> None:
    """Batches of which one alone holds the mistakes: the others cannot teach to leave them out."""
    labelled = [one for one in cases() if one.pairs]
    odd = [mistake("x", n, "The arrest") for n in range(30)]
    others = [mistake(f"y{n % 9}", n, "The news") for n in range(30)]
    pages = [page_of(small, one, is_fresh=True) for one in (*labelled, *odd, *others)]
    learnt = learn(pages)
    assert learnt.before.pairs.false == 60
    assert learnt.after.pairs.false >= 30
    assert "title @arrest" in learnt.scale.signs


def test_too_few_documents_are_refused(pages: list[Page]) -> None:
    with pytest.raises(TooFewError, match="too few"):
        learn(pages[:1])
    with pytest.raises(TooFewError, match="nothing to weigh"):
        learn([one for one in pages if one.events])
