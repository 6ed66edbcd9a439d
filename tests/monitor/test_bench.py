"""The workbench in real processes: what it gives, and what hangs or hogs costs a process only."""

import os
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import psutil
import pytest

from monitor.engine.bench import BenchRecipe, ProcessBench
from monitor.workbench import AskedChange, AskedText, LintState, TookTooLong
from rules.complaints import BadFiles, Loaded
from rules.register import Rulebook, load_rulebook
from rules.rulefolders import ChangedFile
from storage.records import Changes
from storage.sql.store import open_store
from tests.factories import make_run
from tests.monitor.flagging import make_document
from tests.monitor.tiny import RECOMMENDATION, write_rulebook

FREED = AskedText(title="", text="The court has freed the editor.", country="KZ")
NARROWER = RECOMMENDATION.replace("@release NEAR/6 @editor", "@release NEAR/6 bicycle")


def load(folder: Path, changed: Sequence[ChangedFile] = ()) -> Loaded[Rulebook]:
    return load_rulebook("tiny", None, folder, changed)


def load_slowly(folder: Path, changed: Sequence[ChangedFile] = ()) -> Loaded[Rulebook]:
    time.sleep(60)
    return load(folder, changed)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rulebook(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'recwatch.db'}"
    store = open_store(url)
    store.open_run(make_run(1, id="run1"))
    store.apply(Changes(documents=(make_document(1, country="KZ"), make_document(2))))
    store.close()
    return url


@pytest.fixture(scope="module")
def recipe(folder: Path, database: str) -> BenchRecipe:
    return BenchRecipe(
        load=partial(load, folder),
        load_changed=partial(load, folder),
        open_store=partial(open_store, database),
        overlay=folder,
    )


@pytest.fixture(scope="module")
def bench(recipe: BenchRecipe) -> Iterator[ProcessBench]:
    made = ProcessBench(recipe)
    yield made
    made.close()


def changed(text: str) -> AskedChange:
    file = ChangedFile(
        folder="registers/tiny", name="KZ-ZHA-1.yml", shown="yours", data=text.encode()
    )
    return AskedChange(changed=(file,), nights=30)


def test_a_text_is_read_in_another_process(bench: ProcessBench) -> None:
    found = bench.read(FREED)
    assert [one.signal for one in found.short.matched] == ["KZ-ZHA-1/released"]
    assert [p.text for p in found.told[0].pieces if p.part] == ["freed", "editor"]


def test_an_unknown_recommendation_is_told_as_such(bench: ProcessBench) -> None:
    with pytest.raises(KeyError):
        bench.read(AskedText(title="", text=FREED.text, recommendation="KZ-NO-1"))


def test_a_change_is_held_against_the_database(bench: ProcessBench) -> None:
    trial = bench.try_(changed(NARROWER)).trial
    assert trial is not None and (trial.documents, len(trial.rows)) == (2, 1)


def test_a_change_that_does_not_load_comes_back_with_its_complaints(bench: ProcessBench) -> None:
    found = bench.try_(changed(RECOMMENDATION.replace("@editor", "@nobody")))
    assert found.trial is None
    assert "'nobody' is not a concept" in str(found.complaints)


def test_what_takes_too_long_is_ended_and_the_next_text_is_read(recipe: BenchRecipe) -> None:
    # A change may not load for ever; nor may whatever else a process is at.
    slow = BenchRecipe(
        load=recipe.load,
        load_changed=partial(load_slowly, recipe.overlay),
        open_store=recipe.open_store,
        overlay=recipe.overlay,
    )
    bench = ProcessBench(slow, try_seconds=0.2)
    try:
        with pytest.raises(TookTooLong):
            bench.try_(changed(NARROWER))
        assert bench.read(FREED).short.matched
    finally:
        bench.close()


def test_what_asks_for_too_much_memory_is_ended(recipe: BenchRecipe) -> None:
    bench = ProcessBench(recipe, memory=20 * 2**20)
    try:
        with pytest.raises(TookTooLong):
            bench.read(AskedText(title="", text="freed the editor " * 200_000, country="KZ"))
    finally:
        bench.close()


def test_rules_that_do_not_load_any_more_are_told(recipe: BenchRecipe, tmp_path: Path) -> None:
    bench = ProcessBench(
        BenchRecipe(
            load=partial(load, tmp_path),
            load_changed=recipe.load_changed,
            open_store=recipe.open_store,
            overlay=tmp_path,
        )
    )
    try:
        with pytest.raises(BadFiles, match="there is no register"):
            bench.read(FREED)
    finally:
        bench.close()


def test_lint_is_worked_out_once_and_told_when_it_is_done(recipe: BenchRecipe) -> None:
    bench = ProcessBench(recipe)
    try:
        assert bench.lint().state is LintState.WORKING
        while (found := bench.lint()).state is LintState.WORKING:
            time.sleep(0.05)
        assert (found.state, found.complaints) == (LintState.DONE, ())
    finally:
        bench.close()


def test_closing_leaves_no_process_behind(bench: ProcessBench, recipe: BenchRecipe) -> None:
    def workers() -> set[int]:
        return {p.pid for p in psutil.Process(os.getpid()).children(recursive=True)}

    bench.read(FREED)  # from here on the fork server runs, once for all benches
    before = workers()
    other = ProcessBench(recipe)
    other.read(FREED)
    assert workers() - before
    other.close()
    assert workers() - before == set()
