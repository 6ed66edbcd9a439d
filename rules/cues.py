"""Cues: words that say how an act is presented, read from rules/cues/<id>.yml.

Two kinds of file. A cue file has `reads` and `cues`; dates.yml has `months`, `patterns`, `recent`.
"""

from dataclasses import dataclass
from enum import StrEnum

from rules.complaints import Complaint
from rules.fields import Fields
from rules.forms import Form, read_forms
from rules.yamlfile import Node

DATES = "dates"


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
    adjective: a tail counts only if another word follows directly, and none of `unless`.
    joins: words that carry a cue over the clause boundary they follow.
    unless: words that take the cue back: in the gap, or (`tails`, `next`) right behind the act.
    starts: the beginning of the sentence is a cue of its own.
    """

    language: str
    before: tuple[Form, ...]
    after: tuple[Form, ...]
    tails: tuple[str, ...]
    within: int
    joins: tuple[str, ...]
    unless: tuple[str, ...]
    next: tuple[str, ...]
    adjective: bool
    starts: bool


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
    """How dates are written. months: (language, twelve tuples of forms)."""

    months: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    patterns: tuple[tuple[str, tuple[str, ...]], ...]
    recent: tuple[tuple[str, tuple[Form, ...]], ...]


NO_DATES = DateWords(months=(), patterns=(), recent=())


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
        within=fields.integer("within", 0),
        joins=fields.texts("joins"),
        unless=fields.texts("unless"),
        next=fields.texts("next"),
        adjective=fields.boolean("adjective", False),
        starts=fields.boolean("starts", False),
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
    """The words of dates.yml."""
    fields = Fields(node, "dates", complaints)
    fields.text("id")
    months = fields.below("months", "months")
    patterns = fields.below("patterns", "patterns")
    recent = fields.below("recent", "recent")
    words = DateWords(
        months=tuple((lang, _months(months, lang)) for lang in months.names()),
        patterns=tuple((lang, patterns.texts(lang)) for lang in patterns.names()),
        recent=tuple((lang, read_forms(recent, lang)) for lang in recent.names()),
    )
    fields.finish()
    return words


def _months(fields: Fields, language: str) -> tuple[tuple[str, ...], ...]:
    months = tuple(tuple(text.split()) for text in fields.texts(language))
    if len(months) != 12:
        message = f"expected twelve months, found {len(months)}"
        fields.complain(fields.place_of(language), message, "write January first")
    return months
