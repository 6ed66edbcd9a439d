"""Loads a register with everything its rules need, and tells all that is wrong at once.

What ships with the package is overlaid, by id, with what stands in the team's own folder.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from rules.commonplace import check_commonplace
from rules.complaints import Complaint, Level, Loaded, Place
from rules.concepts import Concept, check_includes, check_languages, read_concepts
from rules.cues import (
    NO_ASIDES,
    NO_DATES,
    AsideWords,
    CueFile,
    Cues,
    DateWords,
    SentenceWords,
    kind_of,
    read_asides,
    read_cues,
    read_dates,
    read_sentences,
)
from rules.gazetteer import Country, read_country
from rules.language.checks import concepts_of
from rules.patterns import Pattern, read_patterns, without_circles
from rules.recommendation import Surroundings, read_recommendation
from rules.records import Ladder, Recommendation, Register, RuleFile
from rules.report import Report, read_ladder, read_report
from rules.rulefolders import ChangedFile, FoundFile, RuleFolder
from rules.weighing.scale import SCALE, read_scale
from rules.yamlfile import Node, parse_yaml

SHIPPED = Path(__file__).parent

Item = TypeVar("Item")
Named = TypeVar("Named", Concept, Pattern)
Read = Callable[[Node, list[Complaint]], Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """A register and all that its rules are read with.

    addressee_countries: an addressee's own countries, which are never "another country" to it.
    digest: of all files, as lower-case hex. files: by name, what ships before the team's own.
    scale: the text of what was learnt for weighing (rules/weighing/scale.py); empty: nothing.
    """

    register: Register
    concepts: Mapping[str, Concept]
    cues: tuple[Cues, ...]
    dates: DateWords
    asides: AsideWords
    sentences: SentenceWords
    places: tuple[Country, ...]
    ladders: Mapping[str, Ladder]
    addressee_countries: Mapping[str, tuple[str, ...]]
    digest: str
    files: tuple[RuleFile, ...]
    scale: str = ""


def load_rulebook(
    name: str | None = None,
    overlay: Path | None = None,
    shipped: Path = SHIPPED,
    changed: Sequence[ChangedFile] = (),
) -> Loaded[Rulebook]:
    """The register of that name (None: the first that ships, or else of the overlay's) with its
    rules, or what is wrong. changed: read as if they lay in the overlay, which stays as it is.
    """
    rulebook, complaints = read_rulebook(name, overlay, shipped, changed)
    bad = any(complaint.level is Level.ERROR for complaint in complaints)
    return Loaded(item=None if bad else rulebook, complaints=complaints)


def read_rulebook(
    name: str | None = None,
    overlay: Path | None = None,
    shipped: Path = SHIPPED,
    changed: Sequence[ChangedFile] = (),
) -> tuple[Rulebook | None, tuple[Complaint, ...]]:
    """As load_rulebook, but what is sound is handed over even where something else is not."""
    folders = [RuleFolder(shipped, own=False, shown="rules" if shipped == SHIPPED else None)]
    if overlay is not None or changed:
        folders.append(RuleFolder(overlay, own=True, changed=tuple(changed)))
    reader = _Reader(folders)
    chosen = name or next(iter(reader.registers()), None)
    if chosen is None or chosen not in reader.registers():
        known = ", ".join(reader.registers()) or "none"
        place = Place(file="registers")
        message, remedy = f"there is no register {chosen}", f"known registers: {known}"
        return None, (Complaint(place=place, message=message, remedy=remedy),)
    rulebook = reader.rulebook(chosen)
    # What is wrong in a pattern is found again by each signal that names it.
    once = dict.fromkeys(reader.complaints)
    return rulebook, tuple(sorted(once, key=lambda c: c.place))


@dataclass(slots=True)
class _CueFolder:
    """What the files of cues/ hold together."""

    cues: tuple[Cues, ...] = ()
    dates: DateWords = NO_DATES
    asides: AsideWords = NO_ASIDES
    sentences: SentenceWords = field(default_factory=SentenceWords)


class _Reader:
    """One loading: the folders, what was read, and what was wrong with it."""

    def __init__(self, roots: list[RuleFolder]) -> None:
        self._roots = roots
        self._digest = sha256()
        self._read: list[RuleFile] = []
        self.complaints: list[Complaint] = []

    def registers(self) -> tuple[str, ...]:
        """The names of all registers: those that ship, then those of the overlay, sorted each."""
        return tuple(dict.fromkeys(name for root in self._roots for name in root.registers()))

    def rulebook(self, name: str) -> Rulebook | None:
        """Everything that is sound; the rest stands in `complaints`."""
        files = self._files(f"registers/{name}")
        node = self._node(files.pop("report.yml"))
        if node is None:
            return None
        report = read_report(node, self.complaints)
        ladders = {ladder.id: ladder for ladder in self._items("ladders", read_ladder)}
        concepts = self._concepts()
        around = Surroundings(
            languages=report.register.languages,
            country=report.register.country,
            addressees=tuple(identity for identity, _ in report.register.addressees),
            concepts=concepts,
            ladders=ladders,
            patterns=self._patterns(concepts),
        )
        found = self._recommendations(files, around)
        self._check_yielding(found)
        signals = [signal for one in found.values() for signal in one.signals]
        used = {name for signal in signals for name in concepts_of(signal.when)}
        check_languages(used, concepts, around.languages, self.complaints)
        folder = self._cues()
        common = frozenset(folder.sentences.common)
        check_commonplace(tuple(found.values()), concepts, common, self.complaints)
        scale = self._scale(f"registers/{name}")
        return Rulebook(
            register=replace(report.register, recommendations=self._ordered(report, found)),
            concepts=MappingProxyType(concepts),
            cues=folder.cues,
            dates=folder.dates,
            asides=folder.asides,
            sentences=folder.sentences,
            places=self._items("places", read_country),
            ladders=MappingProxyType(ladders),
            addressee_countries=MappingProxyType(dict(report.countries)),
            digest=self._digest.hexdigest(),
            files=tuple(sorted(self._read, key=lambda file: (file.name, file.own))),
            scale=scale,
        )

    def _scale(self, folder: str) -> str:
        """The text of a register's scale; an overlay's wins over what ships. Empty: none."""
        found = [file for root in self._roots if (file := root.file(folder, SCALE))]
        data = self._bytes(found[-1]) if found else None
        if data is None:
            return ""
        text = data.decode("utf-8", "replace")
        self.complaints.extend(read_scale(text, found[-1].shown).complaints)
        return text

    def _concepts(self) -> dict[str, Concept]:
        concepts = self._named("concepts", read_concepts)
        check_includes(concepts, self.complaints)
        return concepts

    def _patterns(self, concepts: Mapping[str, Concept]) -> dict[str, Pattern]:
        """Rules name patterns and concepts alike, so no pattern has a concept's name."""
        patterns = self._named("patterns", read_patterns)
        for pattern in patterns.values():
            self._once(pattern, concepts)
        return without_circles(patterns, self.complaints)

    def _named(self, folder: str, read: "Read[tuple[Named, ...]]") -> "dict[str, Named]":
        """All that the files of a folder define, by id. An overlay's wins over what ships."""
        found: dict[str, Named] = {}
        for root in self._roots:
            own: dict[str, Named] = {}
            for several in self._read_under(root, folder, read):
                for one in several:
                    self._once(one, own)
                    own[one.id] = one
            found |= own
        return found

    def _once(
        self, one: "Concept | Pattern", others: Mapping[str, "Concept"] | Mapping[str, "Pattern"]
    ) -> None:
        if one.id in others:
            message = f"{one.id} is defined in {others[one.id].place} already"
            self._complain(one.place, message, "give it another id, or merge the two")

    def _recommendations(
        self, files: dict[str, FoundFile], around: Surroundings
    ) -> dict[str, Recommendation]:
        found: dict[str, Recommendation] = {}
        for name, file in files.items():
            node = self._node(file)
            before = self._errors()
            if node is None:
                continue
            recommendation = read_recommendation(node, around, self.complaints)
            if recommendation.id != name.removesuffix(".yml"):
                message = f"holds the recommendation {recommendation.id!r}"
                self._complain(
                    Place(file=file.shown), message, "give file and recommendation one name"
                )
            if self._errors() == before:
                found[recommendation.id] = recommendation
        return found

    def _check_yielding(self, found: Mapping[str, Recommendation]) -> None:
        for one in found.values():
            for other in one.yields_to:
                if other not in found or one.id in found[other].yields_to:
                    message = f"{one.id} yields to {other}, which does not load or yields to it"
                    self._complain(one.place, message, "name a narrower recommendation")

    def _ordered(
        self, report: Report, found: dict[str, Recommendation]
    ) -> tuple[Recommendation, ...]:
        """In the report's order; what an overlay adds to a report that ships comes after it."""
        order = [text.value for text in report.order]
        folder = _folder(report.place)
        for identity, recommendation in found.items():
            if identity not in order and _folder(recommendation.place) == folder:
                message = f"{identity} stands in no order"
                self._complain(recommendation.place, message, "add it to `order` in report.yml")
        for text in report.order:
            if text.value not in found:
                message = f"`order` names {text.value}, which does not load or has no file"
                self._complain(text.place, message, "mend its file, or remove the name")
        named = tuple(found[identity] for identity in order if identity in found)
        return named + tuple(one for identity, one in found.items() if identity not in order)

    def _cues(self) -> "_CueFolder":
        cues, folder = [], _CueFolder()
        for file in self._files("cues").values():
            node = self._node(file)
            if node is None:
                continue
            kind = kind_of(node)
            if kind is CueFile.DATES:
                folder.dates += read_dates(node, self.complaints)
            elif kind is CueFile.ASIDES:
                folder.asides += read_asides(node, self.complaints)
            elif kind is CueFile.SENTENCES:
                folder.sentences += read_sentences(node, self.complaints)
            else:
                cues.append(read_cues(node, self.complaints))
        folder.cues = tuple(cues)
        return folder

    def _items(self, folder: str, read: "Read[Item]") -> tuple[Item, ...]:
        """The item of every file of a folder; an overlay's file wins over its namesake."""
        nodes = (self._node(file) for file in self._files(folder).values())
        return tuple(read(node, self.complaints) for node in nodes if node is not None)

    def _read_under(self, root: RuleFolder, folder: str, read: "Read[Item]") -> tuple[Item, ...]:
        nodes = (self._node(file) for file in root.files(folder).values())
        return tuple(read(node, self.complaints) for node in nodes if node is not None)

    def _files(self, folder: str) -> dict[str, FoundFile]:
        files: dict[str, FoundFile] = {}
        for root in self._roots:
            files |= root.files(folder)
        return dict(sorted(files.items()))

    def _bytes(self, file: FoundFile) -> bytes | None:
        """What a file holds, noted as read; None: it can't be had."""
        data = file.read()
        if isinstance(data, Complaint):
            self.complaints.append(data)
            return None
        self._digest.update(f"{file.shown} {len(data)}\n".encode())
        self._digest.update(data)
        self._read.append(RuleFile(name=file.name, own=file.own, sha256=sha256(data).hexdigest()))
        return data

    def _node(self, file: FoundFile) -> Node | None:
        data = self._bytes(file)
        if data is None:
            return None
        loaded = parse_yaml(data, file.shown)
        self.complaints.extend(loaded.complaints)
        return loaded.item

    def _errors(self) -> int:
        return sum(complaint.level is Level.ERROR for complaint in self.complaints)

    def _complain(self, place: Place, message: str, remedy: str) -> None:
        self.complaints.append(Complaint(place=place, message=message, remedy=remedy))


def _folder(place: Place) -> str:
    return place.file.rpartition("/")[0]
