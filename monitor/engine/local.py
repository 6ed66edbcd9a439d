"""Assesses pages in processes of this machine: each under a deadline and a memory limit.

A page that hangs or kills its worker costs that page alone; the next one finds a new worker.
Workers are forked from a clean server process, never from this one: it has threads.
"""

import logging
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as OutOfTime
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any

from pebble import ProcessExpired, ProcessPool

from monitor.assess import named_failure
from monitor.contracts import Assessment
from monitor.engine.manners import belong_to, limit_memory
from monitor.extract.failures import ExtractionFault, Hung, OutOfMemory, Unreadable, WorkerDied
from spiders.urls import canonical_url
from storage.records import PageRecord

Assessor = Callable[[PageRecord], Assessment]
_Waiting = tuple[PageRecord, Any]

PAGE_SECONDS = 30
MEMORY = 2**30
PAGES_A_WORKER = 4  # waiting ahead, so that no worker idles and memory stays flat
ENTRIES_A_PAGE = 40  # entries that are given the time of one page
BREAKS_IN_A_ROW = 3
_TALKATIVE = ("pypdf", "trafilatura", "htmldate")  # a line for every fault of a hostile page


class AssessorBroken(Exception):
    """No worker can be made ready (rules, archive or sources don't load): end the run, say why."""


class LocalEngine:
    """An Engine over a pool of processes, started with the first page.

    make_assessor is pickled into each worker and called there once. page_seconds: for one
    article; a page of many entries has more. memory: bytes of address space that reading a page
    may take beyond what a ready worker maps (1.2 GB, of which 90 MB are used).
    """

    def __init__(
        self,
        make_assessor: Callable[[], Assessor],
        workers: int = 2,
        page_seconds: float = PAGE_SECONDS,
        memory: int = MEMORY,
    ) -> None:
        self._recipe = (make_assessor, memory)
        self._workers = workers
        self._page_seconds = page_seconds
        self._pool = self._new_pool()

    def assess(self, pages: Iterable[PageRecord]) -> Iterator[Assessment]:
        """One Assessment a page, in order. Raises AssessorBroken; leaving early drops the rest."""
        remaining = iter(pages)
        waiting = deque(map(self._scheduled, islice(remaining, self._workers * PAGES_A_WORKER)))
        breaks = 0
        try:
            while waiting:
                page, future = waiting[0]
                try:
                    assessment = self._result(page, future)
                except BrokenProcessPool as cause:
                    breaks += 1
                    if breaks > BREAKS_IN_A_ROW:
                        raise AssessorBroken("the processes that read pages keep dying") from cause
                    waiting[0] = self._scheduled(page)
                    continue
                breaks = 0
                waiting.popleft()
                waiting.extend(map(self._scheduled, islice(remaining, 1)))
                yield assessment
        finally:
            for _, future in waiting:
                future.cancel()

    def close(self) -> None:
        """End the processes, whatever they are at."""
        self._pool.stop()
        self._pool.join()

    def _new_pool(self) -> Any:
        context = multiprocessing.get_context("forkserver")
        # Imported once in the server, shared by all workers and by those that replace dead ones.
        context.set_forkserver_preload(["monitor.assess"])
        return ProcessPool(
            max_workers=self._workers,
            initializer=_make_ready,
            initargs=(*self._recipe, os.getpid()),
            context=context,
        )

    def _scheduled(self, page: PageRecord) -> _Waiting:
        try:
            return self._in_pool(page)
        except RuntimeError:  # pebble gives a pool up when one of its idle workers is killed
            self.close()
            self._pool = self._new_pool()
            return self._in_pool(page)

    def _in_pool(self, page: PageRecord) -> _Waiting:
        return page, self._pool.schedule(_assess, args=(page,), timeout=self._seconds(page))

    def _seconds(self, page: PageRecord) -> float:
        return self._page_seconds * (1 + len(page.written.entry_keys) // ENTRIES_A_PAGE)

    def _result(self, page: PageRecord, future: Any) -> Assessment:
        """Raises AssessorBroken, BrokenProcessPool, and OSError: an archive that can't be read
        fails for every page, and calling all of them failed would lose them.
        """
        try:
            assessment: Assessment = future.result()
        except OutOfTime:
            seconds = f"{self._seconds(page):g}"
            return failed(page, Hung(f"reading took longer than {seconds} seconds and was ended"))
        except MemoryError:
            return failed(page, OutOfMemory("reading asked for more memory than a page may have"))
        except ProcessExpired as expired:
            return failed(page, WorkerDied(f"the process that read it died ({_how(expired)})"))
        except (AssessorBroken, BrokenProcessPool, OSError):
            raise
        except Exception as cause:  # a fault of ours must cost one page, and be seen
            name = type(cause).__name__
            return failed(page, ExtractionFault(f"judging the page failed unexpectedly ({name})"))
        return assessment


def failed(page: PageRecord, failure: Unreadable) -> Assessment:
    """An Assessment that holds only why there is none."""
    return Assessment(
        page_id=page.id,
        url=canonical_url(page.written.final_url),
        documents=(),
        failure=named_failure(page.id, failure),
    )


def _how(expired: ProcessExpired) -> str:
    code = expired.exitcode or 0
    try:
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        return f"signal {-code}"


# -- in the worker -------------------------------------------------------------------------------

_ready: list[Assessor | Exception] = []  # one item; a worker has one job for life


def _make_ready(make_assessor: Callable[[], Assessor], memory: int, parent: int) -> None:
    """Prepare this worker. What goes wrong is kept for the first page, so that it can be said:
    a worker that dies here would be replaced for ever.
    """
    belong_to(parent)
    for library in _TALKATIVE:
        logging.getLogger(library).setLevel(logging.CRITICAL)
    try:
        _ready.append(make_assessor())
    except Exception as cause:  # whatever it is, the parent must hear of it
        _ready.append(AssessorBroken(f"{type(cause).__name__}: {cause}"))
    limit_memory(memory)


def _assess(page: PageRecord) -> Assessment:
    assessor = _ready[0]
    if isinstance(assessor, Exception):
        raise assessor
    return assessor(page)
