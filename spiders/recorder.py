"""The one thread of a child that writes: evidence to disk, then the acknowledgement to the pipe.

Fetching never waits for the disk. What is ready at once shares one fsync; nothing is said before
it. After a failed write nothing is written or acknowledged any more, and `failure` says why.
"""

import queue
import threading
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import BinaryIO

from spiders.records import CrawlMessage, SourceOutcome, SourceState
from spiders.warc import AnswerSpan, Span, WarcWriter
from spiders.wire import encode_message

_TOGETHER = 64  # spans that share an fsync at most
BACKLOG = 32 * 2**20  # bytes that may wait before fetching pauses


class Recorder:
    """Takes spans and outcomes in order. Use it from one thread, and close it."""

    def __init__(self, writer: WarcWriter, out: BinaryIO) -> None:
        self.failure: str | None = None
        self._writer = writer
        self._out = out
        self._waiting: queue.Queue[Span | SourceOutcome | None] = queue.Queue()
        self._given = 0
        self._written = 0
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def put(self, item: Span | SourceOutcome) -> None:
        """Write a span, or say an outcome after everything put before it."""
        self._given += _size(item)
        self._waiting.put(item)

    @property
    def is_behind(self) -> bool:
        """Whether so much waits for the disk that fetching should pause."""
        return self._given - self._written > BACKLOG

    def close(self) -> None:
        """Write what waits and end."""
        self._waiting.put(None)
        self._thread.join()
        self._writer.close()

    def _run(self) -> None:
        while True:
            items = self._ready()
            self._handle([item for item in items if item is not None])
            if items[-1] is None:
                return

    def _ready(self) -> list[Span | SourceOutcome | None]:
        """At least one item, and those that wait behind it; None only as the last."""
        items = [self._waiting.get()]
        while items[-1] is not None and len(items) < _TOGETHER:
            try:
                items.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return items

    def _handle(self, items: list[Span | SourceOutcome]) -> None:
        for is_outcome, group in groupby(items, lambda item: isinstance(item, SourceOutcome)):
            together = list(group)
            if is_outcome:
                self._say(self._true(item) for item in together if isinstance(item, SourceOutcome))
            else:
                self._write([item for item in together if not isinstance(item, SourceOutcome)])
            self._written += sum(map(_size, together))

    def _true(self, outcome: SourceOutcome) -> SourceOutcome:
        """An outcome was made up before its last evidence was written, or was not."""
        if self.failure is None:
            return outcome
        return replace(outcome, state=SourceState.FAILED, reason=self.failure)

    def _write(self, spans: list[Span]) -> None:
        if self.failure is not None:
            return
        try:
            self._say(self._writer.append(spans))
        except Exception as error:
            self.failure = f"the evidence can't be written: {error}"

    def _say(self, messages: Iterable[CrawlMessage]) -> None:
        lines = "".join(f"{encode_message(message)}\n" for message in messages)
        try:
            self._out.write(lines.encode("ascii"))
            self._out.flush()
        except OSError:  # whoever listened is gone; what is on disk is found there later
            self.failure = "nobody listens any more"


def _size(item: Span | SourceOutcome) -> int:
    return len(item.answer.payload) if isinstance(item, AnswerSpan) else 0
