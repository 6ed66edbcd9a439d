"""Starts a child process per plan, a few at once, watches them, and passes on what they say.

A child is not trusted: what it says is checked, its time is limited from outside, and its end,
however it comes, leaves every source of its plan with exactly one outcome. One child's end does
not touch the others.
"""

import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import IO

from spiders.records import CrawlMessage, CrawlPlan, RecordWritten, SourceOutcome, SourceState
from spiders.wire import Nonsense, decode_message, encode_plan

# Seconds a child gets beyond its deadline, to say its outcomes, before it is killed.
GRACE = 30.0
LONGEST_LINE = 8 * 2**20  # bytes; the entry keys of one record make the longest true line
_LISTENED_TO = 10_000  # messages that may wait for the reader before children must
_LAST_WORDS = 40  # lines of a child's standard error that are kept

_log = logging.getLogger(__name__)


class ProcessCrawler:
    """Fetches in child processes. concurrent: how many at once. grace: see GRACE."""

    def __init__(self, concurrent: int = 2, grace: float = GRACE) -> None:
        self._concurrent = concurrent
        self._grace = grace

    def crawl(self, plans: Sequence[CrawlPlan]) -> Generator[CrawlMessage, None, None]:
        """Run every plan and pass on what the children say, as it comes.

        Each RecordWritten is fsynced before it is given. Every source of every plan ends with
        exactly one SourceOutcome. Closing the generator ends the children: each finishes the
        page under way, and is killed after the grace.
        """
        said: queue.Queue[CrawlMessage | None] = queue.Queue(_LISTENED_TO)
        watches = [_Watch(plan, said, self._grace) for plan in plans]
        # Each child is started by the thread that waits for it: on Linux a child dies with that.
        pool = ThreadPoolExecutor(self._concurrent, "crawl")
        try:
            for watch in watches:
                pool.submit(watch.run)
            yield from _until_all_ended(said, len(watches))
        finally:
            for watch in watches:
                watch.end()
            pool.shutdown(wait=True, cancel_futures=True)


def _until_all_ended(said: "queue.Queue[CrawlMessage | None]", left: int) -> Iterator[CrawlMessage]:
    while left:
        message = said.get()
        if message is None:
            left -= 1
        else:
            yield message


class _Watch:
    """One child, from its start to its last outcome; `run` belongs to one thread."""

    def __init__(
        self, plan: CrawlPlan, said: "queue.Queue[CrawlMessage | None]", grace: float
    ) -> None:
        self._plan = replace(plan, warc=str(Path(plan.warc).absolute()))
        self._said = said
        self._grace = grace
        self._missing = {each.source.id for each in plan.sources}
        self._found_for = _found_for(plan)
        self._why: str | None = None
        self._last_words: deque[str] = deque(maxlen=_LAST_WORDS)
        self._ending = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def run(self) -> None:
        """Start the child, pass on its messages, and make up the outcomes it did not say."""
        try:
            if self._plan.sources and not self._ending.is_set():
                self._watched()
        except Exception as error:
            _log.exception("crawl %s", self._plan.warc)
            self._why = self._why or f"the fetching process can't be watched ({error})"
        finally:
            self._make_up()
            self._say(None)

    def end(self) -> None:
        """Ask the child to finish; it is killed if it takes longer than the grace."""
        self._ending.set()
        with self._lock:
            if self._child is not None and self._child.poll() is None:
                _signal(self._child, signal.SIGTERM)
                killer = threading.Timer(self._grace, self._kill, ("stopped by wish",))
                killer.daemon = True
                killer.start()

    # -- the child -------------------------------------------------------------------------------

    def _watched(self) -> None:
        with self._lock:
            self._child = child = _started()
        after = self._plan.limits.deadline + self._grace
        killer = threading.Timer(after, self._kill, (f"killed at its deadline of {after:.0f} s",))
        listener = threading.Thread(target=self._listen, args=(child.stderr,), daemon=True)
        for each in (killer, listener):
            each.daemon = True
            each.start()
        try:
            _tell(child, self._plan)
            self._read(child)
            code = child.wait()
        finally:
            killer.cancel()
            _signal(child, signal.SIGKILL)
            child.wait()
        listener.join(timeout=1)
        self._why = self._why or _cause(code, "\n".join(self._last_words))

    def _read(self, child: "subprocess.Popen[bytes]") -> None:
        assert child.stdout is not None  # noqa: S101 - it was started with a pipe
        while line := child.stdout.readline(LONGEST_LINE):
            try:
                self._take(decode_message(line.decode("ascii", "strict")))
            except (Nonsense, UnicodeDecodeError) as error:
                self._kill(f"the fetching process said nonsense ({error})")
                return

    def _take(self, message: CrawlMessage) -> None:
        """Raises Nonsense for what this plan's child has no business to say."""
        is_record = isinstance(message, RecordWritten)
        if message.source_id not in self._missing and not (
            is_record and message.source_id in self._found_for
        ):
            raise Nonsense(f"about a source that is not its own: {message.source_id[:80]!r}")
        if isinstance(message, RecordWritten) and message.warc != Path(self._plan.warc).name:
            raise Nonsense(f"about a file that is not its own: {message.warc[:80]!r}")
        if not is_record:
            self._missing.discard(message.source_id)
        self._say(message)

    def _listen(self, stream: "IO[bytes]") -> None:
        while line := stream.readline(4096):
            text = line.decode("utf-8", "replace").rstrip()
            self._last_words.append(text)
            _log.debug("child: %s", text)

    def _kill(self, why: str) -> None:
        self._why = self._why or why
        if self._child is not None:
            _signal(self._child, signal.SIGKILL)

    # -- what is said ----------------------------------------------------------------------------

    def _make_up(self) -> None:
        for source in (each.source for each in self._plan.sources):
            if source.id in self._missing:
                self._say(_failed(source.id, self._why or "stopped before it was begun"))

    def _say(self, message: CrawlMessage | None) -> None:
        """Wait for room, but never for a reader that has gone."""
        while not self._ending.is_set():
            try:
                self._said.put(message, timeout=0.5)
            except queue.Full:
                continue
            return


def _found_for(plan: CrawlPlan) -> frozenset[str]:
    """The sources whose pages are looked for in an archive, which is the one that is visited."""
    points = (point for each in plan.sources for point in each.source.entry_points)
    wishes = (point.wish for point in points if point.wish is not None)
    return frozenset(source_id for wish in wishes for _, source_id in wish.belongs)


def _failed(source_id: str, why: str) -> SourceOutcome:
    return SourceOutcome(
        source_id=source_id,
        state=SourceState.FAILED,
        reason=why,
        read=0,
        unchanged=0,
        refused=0,
    )


def _started() -> "subprocess.Popen[bytes]":
    # -I: no folder of this process and no PYTHON* variable decides what the child imports.
    return subprocess.Popen(
        [sys.executable, "-I", "-m", "spiders.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        env=_environment(),
        start_new_session=True,
    )


def _environment() -> dict[str, str]:
    """No secret of ours: a child that is taken over has nothing to tell."""
    passed_on = ("PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "TMPDIR")
    kept = {name: os.environ[name] for name in passed_on if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "HOME": "/nonexistent"}


def _tell(child: "subprocess.Popen[bytes]", plan: CrawlPlan) -> None:
    assert child.stdin is not None  # noqa: S101 - it was started with a pipe
    try:
        child.stdin.write(encode_plan(plan).encode("ascii"))
        child.stdin.close()
    except OSError:  # it is gone already; its exit code says more
        return


def _signal(child: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    if child.returncode is None:
        try:
            os.killpg(child.pid, number)
        except (ProcessLookupError, PermissionError):
            return


def _cause(code: int, last_words: str) -> str:
    """Why a child that said too little ended."""
    if "MemoryError" in last_words or "Cannot allocate memory" in last_words:
        return "the fetching process ran out of memory"
    if (found := last_words.rpartition("GuardOpen: ")[2]) != last_words:
        return f"nothing was fetched: {found.splitlines()[0][:200]}"
    if code < 0:
        return f"the fetching process was killed (signal {-code})"
    if code:
        last = last_words.rpartition("\n")[2]
        return f"the fetching process ended with exit code {code} ({last[:200]})"
    return "the fetching process ended without a word"
