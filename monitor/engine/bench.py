"""The workbench in processes of this machine: one that reads and tries, one that lints once.

A text that hangs its process or eats its memory costs that process, never the server. Nothing is
started before it is asked for.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as OutOfTime
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

from monitor.engine.manners import belong_to, limit_memory
from monitor.workbench import (
    AskedChange,
    AskedText,
    Busy,
    Linted,
    LintState,
    ReadText,
    TookTooLong,
    TriedChange,
    lint_rules,
    read_text,
    try_change,
)
from rules.compiler import compile_rulebook
from rules.complaints import BadFiles, Complaint, Loaded
from rules.matcher import Matcher
from rules.register import Rulebook
from rules.rulefolders import ChangedFile
from storage.contract import Store

READ_SECONDS = 15.0
TRY_SECONDS = 60.0
LINT_SECONDS = 600.0
MEMORY = 2**30  # of address space beyond the rules; a ready process holds 230 MB
_LOAD_SECONDS = 180.0  # rules that were never kept take long on a busy machine
_WAIT_SECONDS = 10.0  # for somebody else's text


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchRecipe:
    """How a process is made ready; pickled into it.

    load: the rules as they are. load_changed: as if these files lay in the team's folder, overlay.
    """

    load: Callable[[], Loaded[Rulebook]]
    load_changed: Callable[[Sequence[ChangedFile]], Loaded[Rulebook]]
    open_store: Callable[[], Store]
    overlay: Path


class ProcessBench:
    """A Bench. read_seconds, try_seconds: the deadline of each, beyond making ready."""

    def __init__(
        self,
        recipe: BenchRecipe,
        *,
        read_seconds: float = READ_SECONDS,
        try_seconds: float = TRY_SECONDS,
        memory: int = MEMORY,
    ) -> None:
        self._recipe = recipe
        self._seconds = (read_seconds, try_seconds)
        self._memory = memory
        self._pool: Any = None
        self._lint_pool: Any = None
        self._starting = threading.Lock()
        self._turn = threading.Lock()
        self._linting: threading.Thread | None = None
        self._linted = Linted(state=LintState.WORKING)

    def read(self, asked: AskedText) -> ReadText:
        """What the rules make of a text. Raises TookTooLong, Busy, KeyError."""
        found: ReadText = self._done(_read, asked, seconds=self._seconds[0])
        return found

    def try_(self, asked: AskedChange) -> TriedChange:
        """What a change would have flagged. Raises TookTooLong, Busy, StoreUnusable."""
        seconds = self._seconds[1]
        # It ends by itself, with what was read by then; the deadline is for what hangs.
        found: TriedChange = self._done(_try, asked, seconds, seconds=seconds * 2)
        return found

    def lint(self) -> Linted:
        """The warnings about all rules; the first call has them worked out."""
        with self._starting:
            if self._linting is None:
                self._linting = threading.Thread(target=self._lint, daemon=True)
                self._linting.start()
        return self._linted

    def close(self) -> None:
        """End the processes, whatever they are at."""
        _end(self._pool)
        if self._lint_pool is not None:
            self._lint_pool.stop()  # its own thread joins it: joined twice it closes others' files
        if self._linting is not None:
            self._linting.join(_WAIT_SECONDS)

    def _done(self, work: Callable[..., Any], *given: object, seconds: float) -> Any:
        with self._own_turn():
            try:
                return self._ready().schedule(work, args=given, timeout=seconds).result()
            except (OutOfTime, MemoryError) as cause:
                raise TookTooLong from cause
            except (ProcessExpired, BrokenProcessPool) as cause:
                _end(self._pool)  # the next one finds a new process
                raise TookTooLong from cause

    @contextmanager
    def _own_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=_WAIT_SECONDS):
            raise Busy
        try:
            yield
        finally:
            self._turn.release()

    def _ready(self) -> Any:
        """The pool with a process that has the rules. Raises BadFiles."""
        if self._pool is None or not self._pool.active:
            self._pool = _new_pool(self._recipe, self._memory)
        # Apart from the work, so that the deadline of the work is the work's alone.
        _have_ready(self._pool)
        return self._pool

    def _lint(self) -> None:
        self._lint_pool = pool = _new_pool(self._recipe, self._memory)
        try:
            _have_ready(pool)
            found = pool.schedule(_lint, timeout=LINT_SECONDS).result()
        except Exception:  # whatever it is: a page without warnings must say so
            self._linted = Linted(state=LintState.FAILED)
        else:
            self._linted = Linted(state=LintState.DONE, complaints=found)
        finally:
            _end(pool)


def _have_ready(pool: Any) -> None:
    if complaints := pool.schedule(_make_ready, timeout=_LOAD_SECONDS).result():
        raise BadFiles(complaints)


def _end(pool: Any) -> None:
    if pool is not None:
        pool.stop()
        pool.join()


def _new_pool(recipe: BenchRecipe, memory: int) -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["monitor.workbench"])
    return ProcessPool(
        max_workers=1, initializer=_begin, initargs=(recipe, memory, os.getpid()), context=context
    )


# -- in the process ------------------------------------------------------------------------------

_given: list[tuple[BenchRecipe, int]] = []
_ready: list[tuple[Rulebook, Matcher]] = []


def _begin(recipe: BenchRecipe, memory: int, parent: int) -> None:
    belong_to(parent)
    _given.append((recipe, memory))


def _make_ready() -> tuple[Complaint, ...]:
    """Load the rules, once in a process's life; gives what is wrong with them."""
    if _ready:
        return ()
    recipe, memory = _given[0]
    loaded = recipe.load()
    if loaded.item is None:
        return loaded.errors
    _ready.append((loaded.item, compile_rulebook(loaded.item)))
    limit_memory(memory)
    return ()


def _read(asked: AskedText) -> ReadText:
    from monitor.extract.language import guess_language

    return read_text(_ready[0][1], asked, guess_language)


def _try(asked: AskedChange, seconds: float) -> TriedChange:
    recipe, end = _given[0][0], time.monotonic() + seconds

    def load(changed: Sequence[ChangedFile]) -> tuple[Rulebook | None, tuple[Complaint, ...]]:
        loaded = recipe.load_changed(changed)
        return loaded.item, loaded.errors

    return try_change(
        _ready[0][0],
        load,
        lambda: closing(recipe.open_store()),
        asked,
        overlay=recipe.overlay,
        is_over=lambda: time.monotonic() > end,
    )


def _lint() -> tuple[Complaint, ...]:
    return lint_rules(*_ready[0])
