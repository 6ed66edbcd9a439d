"""Finds out what a changed rule file is, by its keys, and so where it would lie."""

from collections.abc import Iterator
from pathlib import Path

from rules.complaints import Complaint, Loaded, Place
from rules.cues import CueFile, kind_of
from rules.gazetteer import Naming
from rules.rulefolders import FOLDERS, ChangedFile
from rules.yamlfile import Mapping, Node, Text, parse_yaml, read_bytes

FILES_AT_MOST = 1000
_BY_KEY = {"concepts": "concepts", "patterns": "patterns", "rungs": "ladders", "reads": "cues"}
_PLACE_KEYS = frozenset(naming.value for naming in Naming)


def changed_files(path: Path, register: str) -> Loaded[tuple[ChangedFile, ...]]:
    """What a person wants to try: one file, or a folder of them, laid out as rules are or flat.

    register: the one that recommendations belong to. A file that can't be read, or is no rule
    file, is a complaint.
    """
    files: list[ChangedFile] = []
    complaints: list[Complaint] = []
    for folder, one in _listed(path):
        data = read_bytes(one, str(one))
        if isinstance(data, Complaint):
            complaints.append(data)
            continue
        placed = place_file(data, register, shown=str(one), name=one.name, folder=folder)
        complaints.extend(placed.complaints)
        files += [placed.item] if placed.item else []
    if not files and not complaints:
        remedy = "name a rule file, or a folder of them"
        complaints.append(_wrong(str(path), "holds no rule file (*.yml)", remedy))
    if complaints:
        return Loaded(item=None, complaints=tuple(complaints))
    return Loaded(item=tuple(files))


def place_file(
    data: bytes, register: str, *, shown: str, name: str = "", folder: str = ""
) -> Loaded[ChangedFile]:
    """A file's content with the folder it belongs to. folder: where that is known already.

    name: its own, "" where it has none. A recommendation's file is called as its id says.
    """
    loaded = parse_yaml(data, shown)
    if loaded.item is None:
        return Loaded(item=None, complaints=loaded.complaints)
    keys = _texts(loaded.item)
    chosen = folder or _folder(loaded.item, keys, register)
    if not chosen:
        remedy = "give a recommendation, concepts, patterns, cues, a ladder, a report or a country"
        return Loaded(item=None, complaints=(_wrong(shown, "is no rule file", remedy),))
    called = _name(keys, name)
    return Loaded(item=ChangedFile(folder=chosen, name=called, shown=shown, data=data))


def _name(keys: dict[str, str], name: str) -> str:
    """A report is report.yml; a recommendation is called by its id, whatever its file is called."""
    if "baseline" in keys:
        return "report.yml"
    if name and "signals" not in keys:
        return name
    return f"{keys['id']}.yml" if keys.get("id") else name or "tried.yml"


def _listed(path: Path) -> Iterator[tuple[str, Path]]:
    """Each file with the folder of rules it lies in; "" where the file itself has to say."""
    if not path.is_dir():
        yield "", path
        return
    laid_out = [name for name in FOLDERS if (path / name).is_dir()]
    found = [
        (one.parent.relative_to(path).as_posix(), one)
        for name in laid_out
        for one in sorted((path / name).rglob("*.yml"))
    ]
    yield from found or [("", one) for one in sorted(path.glob("*.yml"))[:FILES_AT_MOST]]


def _texts(node: Node) -> dict[str, str]:
    """The keys of a file, and their values where those are texts."""
    entries = node.entries if isinstance(node, Mapping) else ()
    return {k.value: v.value if isinstance(v, Text) else "" for k, v in entries}


def _folder(node: Node, keys: dict[str, str], register: str) -> str:
    if "signals" in keys or "asks" in keys:
        return f"registers/{register}"
    if "baseline" in keys:
        return f"registers/{keys.get('id', register)}"
    named = next((folder for key, folder in _BY_KEY.items() if key in keys), "")
    if named:
        return named
    if kind_of(node) is not CueFile.CUES:
        return "cues"
    return "places" if _PLACE_KEYS & keys.keys() else ""


def _wrong(file: str, message: str, remedy: str) -> Complaint:
    return Complaint(place=Place(file=file), message=message, remedy=remedy)
