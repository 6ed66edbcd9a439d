"""The workbench of a server: what its processes load, by the settings that the server has."""

from collections.abc import Sequence
from functools import partial

from monitor.engine.bench import BenchRecipe, ProcessBench
from monitor.settings import Settings
from monitor.wiring import open_store
from rules.cache import load_kept
from rules.complaints import Loaded
from rules.register import Rulebook, load_rulebook
from rules.rulefolders import ChangedFile


def make_bench(settings: Settings) -> ProcessBench:
    """Nothing is started before a text is given to it."""
    return ProcessBench(
        BenchRecipe(
            load=partial(_load, settings),
            load_changed=partial(_load_changed, settings),
            open_store=partial(open_store, settings),
            overlay=settings.home,
        )
    )


def _load(settings: Settings) -> Loaded[Rulebook]:
    return load_kept(settings.register_id, settings.home, settings.cache)


def _load_changed(settings: Settings, changed: Sequence[ChangedFile]) -> Loaded[Rulebook]:
    return load_rulebook(settings.register_id, settings.home, changed=changed)
