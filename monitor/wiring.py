"""The one module that knows concrete parts. Doors call it; nothing is made before they do."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.contracts import Assessment, Engine, Mailer
from monitor.night import Parts
from monitor.settings import Settings, read_settings
from rules.complaints import BadFiles, Complaint, Loaded, Place
from spiders.records import Source
from storage.contract import Store
from storage.records import PageRecord

if False:  # pragma: no cover - names for type checkers only
    pass


def load_settings(**given: Any) -> Settings:
    """The settings; `given` goes before environment and file. Raises BadFiles."""
    return read_settings(**{name: value for name, value in given.items() if value is not None})
