"""The folders that rules are read from: what ships, the team's own over it, changes not yet there.

<folder>/registers/<report>/<id>.yml   concepts/   patterns/   cues/   places/   ladders/
                           weighing.tsv
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rules.complaints import Complaint
from rules.yamlfile import read_bytes

# All folders that are read; what is kept of the rules (rules/cache.py) holds while these are alike.
FOLDERS = ("registers", "concepts", "patterns", "cues", "places", "ladders")
SUFFIXES = (".yml", ".tsv")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFile:
    """A file to be read as if it lay in the team's folder, in the place of its namesake there.

    folder: "concepts", "registers/<report>" …. shown: what complaints call it.
    """

    folder: str
    name: str
    shown: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file of rules. name: from the folder of rules on. data: its bytes where it is a change."""

    name: str
    own: bool
    shown: str
    path: Path | None = None
    data: bytes | None = None

    def read(self) -> bytes | Complaint:
        """Its bytes, or why they can't be had."""
        if self.data is not None:
            return self.data
        return read_bytes(self.path or Path(self.shown), self.shown)


class RuleFolder:
    """One folder with rules, and what is to be read as if it lay in it."""

    def __init__(
        self,
        root: Path | None,
        *,
        own: bool,
        shown: str | None = None,
        changed: Iterable[ChangedFile] = (),
    ) -> None:
        self._root = root
        self._own = own
        self._shown = shown or str(root)
        self._changed = tuple(changed)

    def registers(self) -> list[str]:
        """The names of the registers in it, sorted."""
        found = self._root.glob("registers/*/report.yml") if self._root else ()
        names = {report.parent.name for report in found}
        names |= {
            one.folder.removeprefix("registers/")
            for one in self._changed
            if one.name == "report.yml" and one.folder.startswith("registers/")
        }
        return sorted(names)

    def files(self, folder: str) -> dict[str, FoundFile]:
        """The YAML files of one of `FOLDERS`, or of a register, by file name."""
        if folder.partition("/")[0] not in FOLDERS:
            raise LookupError(f"{folder} is missing in FOLDERS")
        found = {path.name: self._file(folder, path) for path in self._paths(folder)}
        for one in self._changed:
            if one.folder == folder:
                found[one.name] = FoundFile(
                    name=f"{folder}/{one.name}", own=self._own, shown=one.shown, data=one.data
                )
        return dict(sorted(found.items()))

    def file(self, folder: str, name: str) -> FoundFile | None:
        """A file of another kind that lies there."""
        path = self._root / folder / name if self._root else None
        return self._file(folder, path) if path is not None and path.is_file() else None

    def _paths(self, folder: str) -> list[Path]:
        return sorted((self._root / folder).glob("*.yml")) if self._root else []

    def _file(self, folder: str, path: Path) -> FoundFile:
        name = f"{folder}/{path.name}"
        return FoundFile(name=name, own=self._own, shown=f"{self._shown}/{name}", path=path)
