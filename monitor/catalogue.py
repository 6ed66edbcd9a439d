"""Loads the catalogue: one YAML file a source, checked whole, all complaints together.

Of two folders the later one wins, source by source. Only the folders named by the caller are read.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from monitor.catalogue_fields import read_source
from rules.complaints import Complaint, Level, Loaded, Place
from rules.yamlfile import Node, read_yaml
from spiders.records import Source

SOURCES_AT_MOST = 5000


def load_catalogue(
    folders: Sequence[Path], values: Mapping[str, str] | None = None
) -> Loaded[tuple[Source, ...]]:
    """The sources by id, in its order.

    values: what `{name}` stands for in addresses and hosts ("newsroom": "127.0.0.1:8000").
    A folder that is missing is empty; a file that is wrong keeps the whole from loading.
    """
    complaints: list[Complaint] = []
    sources: dict[str, Source] = {}
    for folder in folders:
        sources |= _read_folder(folder, values or {}, complaints)
    if any(complaint.level is Level.ERROR for complaint in complaints):
        return Loaded(item=None, complaints=tuple(complaints))
    ordered = tuple(sources[name] for name in sorted(sources))
    return Loaded(item=ordered, complaints=tuple(complaints))


def years(this: int) -> dict[str, str]:
    """What addresses may name of the calendar: a list by year, and in January the one before."""
    return {"year": str(this), "last_year": str(this - 1)}


def _read_folder(
    folder: Path, values: Mapping[str, str], complaints: list[Complaint]
) -> dict[str, Source]:
    found: dict[str, Source] = {}
    places: dict[str, Place] = {}
    for path in _files(folder):
        loaded = read_yaml(path, _shown(path, folder))
        complaints.extend(loaded.complaints)
        if loaded.item is None:
            continue
        source = read_source(loaded.item, values, complaints)
        if source.id in found:
            complaints.append(_twice(source.id, loaded.item, places[source.id]))
        found[source.id] = source
        places.setdefault(source.id, loaded.item.place)
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*.y*ml") if p.suffix in (".yml", ".yaml"))


def _shown(path: Path, folder: Path) -> str:
    """Short enough to read, long enough to find."""
    return str(Path(folder.name) / path.relative_to(folder))


def _twice(source_id: str, node: Node, first: Place) -> Complaint:
    return Complaint(
        place=node.place,
        message=f"the id {source_id!r} stands in {first.file} already",
        remedy="give one of the two another id",
    )
