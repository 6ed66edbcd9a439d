"""The bench of the pages' tests: the same work in this process, over the tiny rules."""

from collections.abc import Sequence
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from monitor.extract.language import guess_language
from monitor.workbench import (
    AskedChange,
    AskedText,
    Linted,
    LintState,
    ReadText,
    TriedChange,
    read_text,
    try_change,
)
from rules.compiler import compile_rulebook
from rules.complaints import Complaint
from rules.register import Rulebook, load_rulebook
from rules.rulefolders import ChangedFile
from storage.contract import Store
from tests.monitor.tiny import write_rulebook


@lru_cache(maxsize=1)
def tiny_folder() -> Path:
    return write_rulebook(Path(mkdtemp(prefix="recwatch-tiny-")))


@lru_cache(maxsize=1)
def tiny_rulebook() -> Rulebook:
    found = load_rulebook("tiny", None, tiny_folder()).item
    assert found is not None
    return found


class NearBench:
    """A Bench without a process: what it does takes as long as it takes."""

    def __init__(self, store: Store, linted: Sequence[Complaint] = ()) -> None:
        self._store = store
        self._linted = tuple(linted)

    def read(self, asked: AskedText) -> ReadText:
        return read_text(compile_rulebook(tiny_rulebook()), asked, guess_language)

    def try_(self, asked: AskedChange) -> TriedChange:
        return try_change(
            tiny_rulebook(),
            _load,
            lambda: nullcontext(self._store),
            asked,
            overlay=Path("own"),
            is_over=lambda: False,
        )

    def lint(self) -> Linted:
        return Linted(state=LintState.DONE, complaints=self._linted)

    def close(self) -> None:
        """Nothing was started."""


def _load(changed: Sequence[ChangedFile]) -> tuple[Rulebook | None, tuple[Complaint, ...]]:
    loaded = load_rulebook("tiny", None, tiny_folder(), changed)
    return loaded.item, loaded.errors
