"""How long a door waits for its rules: read from their files, and from the file they are kept in.

Seconds of one process's own work. The first text in each language makes that language's automatons.
"""

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import psutil

from monitor.wiring import load_settings
from rules.cache import load_matcher
from rules.matcher import Matcher
from rules.records import Document

T = TypeVar("T")
MEGABYTE = 2**20


def measure() -> dict[str, float]:
    """Seconds to load the register cold and kept, and for each language's first text; memory."""
    settings = load_settings()

    def load() -> Matcher:
        loaded = load_matcher(settings.register_id, None, folder)
        if loaded.item is None:
            raise RuntimeError([str(complaint) for complaint in loaded.complaints])
        return loaded.item

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold, _ = _timed(load)
        kept, matcher = _timed(load)
    figures = {"cold_seconds": cold, "kept_seconds": kept}
    for language in matcher.register.languages:
        text = Document(id="d", title="", text="Kazakhstan", language=language)
        figures[f"first_{language}_seconds"], _ = _timed(partial(matcher.match, text))
    memory = psutil.Process().memory_info().rss / MEGABYTE
    return {**figures, "megabytes": round(memory)}


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.process_time()
    done = work()
    return round(time.process_time() - begun, 2), done
