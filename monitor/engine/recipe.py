"""How a worker is made ready: small enough to be pickled into it, complete enough to work alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.assess import Matcher, assess
from monitor.contracts import Assessment, PageReader
from monitor.engine.local import failed
from monitor.extract.failures import DamagedRecord, UnknownSource
from rules.cache import load_matcher
from rules.complaints import BadFiles
from spiders.records import Source
from storage.archive import Archive
from storage.archive import DamagedRecord as DamagedSpan
from storage.records import PageRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessorRecipe:
    """What an assessor is made from. register, overlay, cache: as `load_matcher` takes them."""

    archive: Path
    sources: tuple[Source, ...]
    register: str | None = None
    overlay: Path | None = None
    cache: Path | None = None

    def __call__(self) -> "ArchiveAssessor":
        """Load the rules and open the archive. Raises BadFiles."""
        loaded = load_matcher(self.register, self.overlay, self.cache)
        if loaded.item is None:
            raise BadFiles(loaded.complaints)
        return ArchiveAssessor(
            reader=Archive(self.archive),
            sources=self.sources,
            matcher=loaded.item,
        )


class ArchiveAssessor:
    """Assesses a page by its record: reads it from the archive first."""

    def __init__(self, *, reader: PageReader, sources: Sequence[Source], matcher: Matcher) -> None:
        self._reader = reader
        self._matcher = matcher
        self._sources: Mapping[str, Source] = {source.id: source for source in sources}

    def __call__(self, record: PageRecord) -> Assessment:
        """The page's assessment; a record that can't be read back is a failure of that page."""
        source = self._sources.get(record.written.source_id)
        if source is None:
            name = record.written.source_id
            return failed(record, UnknownSource(f"its source {name} is no longer in the catalogue"))
        try:
            page = self._reader.read(record)
        except DamagedSpan as cause:
            return failed(record, DamagedRecord(str(cause)))
        return assess(page, source, self._matcher)
