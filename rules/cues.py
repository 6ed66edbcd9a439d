"""Cues: words that say how an act is presented, read from rules/cues/<id>.yml.

Four kinds of file, told apart by their keys: a cue file has `reads` and `cues`, a file of dates
`months`, `patterns` and `recent`, one of asides `opens`, `headings`, `roundups` or `continues`, one
of sentences `breaks`, `joining`, `abbreviations`, `presuming` and `common`. Of each kind there may
be several; what they hold is added up, so that a language can be added by files of its own.
"""

from dataclasses import dataclass
from enum import StrEnum

from rules.complaints import Complaint
from rules.fields import Fields
from rules.forms import Form, read_forms
from rules.text import fold_word
from rules.yamlfile import Mapping, Node


class CueFile(StrEnum):
    """What a file of this folder holds."""

    CUES = "cues"
    DATES = "dates"
    ASIDES = "asides"
    SENTENCES = "sentences"


_KEYS = {
    CueFile.DATES: frozenset(("months", "patterns", "recent")),
    CueFile.ASIDES: frozenset(("opens", "headings", "roundups", "continues")),
    CueFile.SENTENCES: frozenset(("breaks", "joining", "abbreviations", "common", "presuming")),
}


class Reads(StrEnum):
    """What a cue makes of an act. TURNED: into its opposite; two of them cancel out.

    SAME: nothing; such a cue only wins over the shorter ones inside it ("not only").
    """

    TURNED = "turned"
    DEMANDED = "demanded"
    PLANNED = "planned"
    PAST = "past"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueGroup:
    """Cues of one language that behave alike.

    before, after: cues that stand before or after the act, at most `within` words away.
    tails: endings of the act's own word, where the form left it open.
    ends: how the act's own word must end, or any word of it must: one of these. Where a
    group has nothing else, these are whole words, and a cue where no other says how it is meant.
    adjective: a tail counts only if another word follows directly, and none of `unless`.
    joins: words that carry a cue over the clause boundary they follow.
    lists: with what a further item of a list begins (`after`: ends), on which the cue bears too;
    "*ing" is an ending.
    unless: words that take the cue back: in the gap, or (`tails`, `next`) right behind the act.
    decided: words before the cue, in its sentence, by which it is done: "ordered him to be".
    starts: the beginning of the sentence is a cue of its own.
    leads: the cue begins the sentence, or stands behind its colon, and bears on all acts from its
    own word to the next colon; none of `unless` stands before it, and none of `next` right behind.
    quoted: the act stands in quotation marks and the cue outside, that far from the quotation.
    """

    language: str
    before: tuple[Form, ...]
    after: tuple[Form, ...]
    tails: tuple[str, ...]
    ends: tuple[str, ...]
    within: int
    joins: tuple[str, ...]
    lists: tuple[str, ...]
    unless: tuple[str, ...]
    next: tuple[str, ...]
    adjective: bool
    decided: tuple[str, ...]
    starts: bool
    leads: bool
    quoted: bool

    @property
    def is_word(self) -> bool:
        """Whether the act's own word, as a whole, is the cue."""
        return bool(self.ends) and not (self.before or self.after or self.tails or self.starts)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueExample:
    """A sentence, the words of its act, and how it is to be read."""

    language: str
    text: str
    act: str
    reads: Reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """One file of cues."""

    id: str
    reads: Reads
    groups: tuple[CueGroup, ...]
    examples: tuple[CueExample, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """How dates are written.

    months: (language, twelve tuples of forms). seasons: the same with four, from winter on.
    this, same: the year of publication, and that of the date before, named without digits.
    causes, causes_behind: what makes the date behind or before it that of a cause: "over".
    papers, papers_behind: what such a date only names: "the memorandum of".
    """

    months: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    seasons: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    patterns: tuple[tuple[str, tuple[str, ...]], ...]
    this: tuple[tuple[str, tuple[str, ...]], ...]
    same: tuple[tuple[str, tuple[str, ...]], ...]
    recent: tuple[tuple[str, tuple[Form, ...]], ...]
    causes: tuple[tuple[str, tuple[Form, ...]], ...] = ()
    causes_behind: tuple[tuple[str, tuple[Form, ...]], ...] = ()
    papers: tuple[tuple[str, tuple[Form, ...]], ...] = ()
    papers_behind: tuple[tuple[str, tuple[Form, ...]], ...] = ()

    def __add__(self, other: "DateWords") -> "DateWords":
        return DateWords(
            months=self.months + other.months,
            seasons=self.seasons + other.seasons,
            patterns=self.patterns + other.patterns,
            this=self.this + other.this,
            same=self.same + other.same,
            recent=self.recent + other.recent,
            causes=self.causes + other.causes,
            causes_behind=self.causes_behind + other.causes_behind,
            papers=self.papers + other.papers,
            papers_behind=self.papers_behind + other.papers_behind,
        )


NO_DATES = DateWords(months=(), seasons=(), patterns=(), this=(), same=(), recent=())


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideWords:
    """What opens a passage that tells nothing of the story: (language, forms).

    opens: at the beginning of a sentence. headings: alone on a line, or before a colon. roundups:
    what titles say where a text tells several stories. continues: with what a sentence begins that
    goes on with the story of the one before.
    """

    opens: tuple[tuple[str, tuple[Form, ...]], ...]
    headings: tuple[tuple[str, tuple[Form, ...]], ...]
    roundups: tuple[tuple[str, tuple[Form, ...]], ...] = ()
    continues: tuple[tuple[str, tuple[Form, ...]], ...] = ()

    def __add__(self, other: "AsideWords") -> "AsideWords":
        return AsideWords(
            opens=self.opens + other.opens,
            headings=self.headings + other.headings,
            roundups=self.roundups + other.roundups,
            continues=self.continues + other.continues,
        )


NO_ASIDES = AsideWords(opens=(), headings=())


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceWords:
    """Little words of all languages together, folded.

    breaks, abbreviations: how sentences are cut. common: words of nearly every text.
    presuming: question words that take it for granted that something was done. joining: what
    stands between the items of a list. habit_*: by which an act is done again and again, and none
    was done once: words before it; endings of its own words; words and endings behind it.
    """

    breaks: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    presuming: tuple[str, ...] = ()
    habit_before: tuple[str, ...] = ()
    habit_ends: tuple[str, ...] = ()
    habit_behind: tuple[str, ...] = ()

    def __add__(self, other: "SentenceWords") -> "SentenceWords":
        return SentenceWords(
            breaks=self.breaks + other.breaks,
            joining=self.joining + other.joining,
            abbreviations=self.abbreviations + other.abbreviations,
            common=self.common + other.common,
            presuming=self.presuming + other.presuming,
            habit_before=self.habit_before + other.habit_before,
            habit_ends=self.habit_ends + other.habit_ends,
            habit_behind=self.habit_behind + other.habit_behind,
        )


def kind_of(node: Node) -> CueFile:
    """What a file holds, by its keys; cues where none of the others' is there."""
    keys = {key.value for key, _ in node.entries} if isinstance(node, Mapping) else set[str]()
    return next((kind for kind, own in _KEYS.items() if own & keys), CueFile.CUES)


def read_cues(node: Node, complaints: list[Complaint]) -> Cues:
    """The cues of one file."""
    fields = Fields(node, "a cue file", complaints)
    cues = Cues(
        id=fields.text("id"),
        reads=fields.choice("reads", Reads),
        groups=tuple(_group(item, complaints) for item in fields.items("cues")),
        examples=tuple(_example(item, complaints) for item in fields.items("examples")),
    )
    fields.finish()
    return cues


def _group(node: Node, complaints: list[Complaint]) -> CueGroup:
    fields = Fields(node, "a group of cues", complaints)
    group = CueGroup(
        language=fields.text("lang"),
        before=read_forms(fields, "before"),
        after=read_forms(fields, "after"),
        tails=fields.texts("tails"),
        ends=fields.texts("ends"),
        within=fields.integer("within", 0),
        joins=fields.texts("joins"),
        lists=fields.texts("lists"),
        unless=fields.texts("unless"),
        next=fields.texts("next"),
        adjective=fields.boolean("adjective", False),
        decided=fields.texts("decided"),
        starts=fields.boolean("starts", False),
        leads=fields.boolean("leads", False),
        quoted=fields.boolean("quoted", False),
    )
    fields.finish()
    return group


def _example(node: Node, complaints: list[Complaint]) -> CueExample:
    fields = Fields(node, "an example", complaints)
    example = CueExample(
        language=fields.text("lang"),
        text=fields.text("text"),
        act=fields.text("act"),
        reads=fields.choice("reads", Reads),
    )
    fields.finish()
    return example


def read_dates(node: Node, complaints: list[Complaint]) -> DateWords:
    """The words of a file of dates."""
    fields = Fields(node, "dates", complaints)
    fields.text("id")
    months = fields.below("months", "months")
    seasons = fields.below("seasons", "seasons")
    recent = fields.below("recent", "recent")
    words = DateWords(
        months=tuple((lang, _parts(months, lang, 12)) for lang in months.names()),
        seasons=tuple((lang, _parts(seasons, lang, 4)) for lang in seasons.names()),
        patterns=_texts(fields, "patterns"),
        this=_texts(fields, "this"),
        same=_texts(fields, "same"),
        recent=_by_language(recent),
        causes=_by_language(fields.below("causes", "causes")),
        causes_behind=_by_language(fields.below("causes_behind", "causes")),
        papers=_by_language(fields.below("papers", "papers")),
        papers_behind=_by_language(fields.below("papers_behind", "papers")),
    )
    fields.finish()
    return words


def read_asides(node: Node, complaints: list[Complaint]) -> AsideWords:
    """The words of a file of asides."""
    fields = Fields(node, "asides", complaints)
    fields.text("id")
    words = AsideWords(
        opens=_by_language(fields.below("opens", "opens")),
        headings=_by_language(fields.below("headings", "headings")),
        roundups=_by_language(fields.below("roundups", "roundups")),
        continues=_by_language(fields.below("continues", "continues")),
    )
    fields.finish()
    return words


def read_sentences(node: Node, complaints: list[Complaint]) -> SentenceWords:
    """The words of a file of sentences."""
    fields = Fields(node, "sentences", complaints)
    fields.text("id")
    words = SentenceWords(
        breaks=_folded(_texts(fields, "breaks")),
        joining=_folded(_texts(fields, "joining")),
        abbreviations=_folded(_texts(fields, "abbreviations")),
        common=_folded(_texts(fields, "common")),
        presuming=_folded(_texts(fields, "presuming")),
        habit_before=_folded(_texts(fields, "habit_before")),
        habit_ends=_folded(_texts(fields, "habit_ends")),
        habit_behind=_folded(_texts(fields, "habit_behind")),
    )
    fields.finish()
    return words


def _folded(by_language: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    return tuple(fold_word(word) for _, words in by_language for word in words)


def _texts(fields: Fields, key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    below = fields.below(key, key)
    return tuple((language, below.texts(language)) for language in below.names())


def _by_language(fields: Fields) -> tuple[tuple[str, tuple[Form, ...]], ...]:
    return tuple((language, read_forms(fields, language)) for language in fields.names())


def _parts(fields: Fields, language: str, count: int) -> tuple[tuple[str, ...], ...]:
    """The parts of a year, each with its forms."""
    parts = tuple(tuple(text.split()) for text in fields.texts(language))
    if len(parts) != count:
        message = f"expected {count} parts of a year, found {len(parts)}"
        fields.complain(
            fields.place_of(language), message, "write them from January, or winter, on"
        )
    return parts
