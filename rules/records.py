"""The records of judging, in the order of the data: document, match, evidence; then the register.

All are frozen. Offsets count code points of the field they name.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from rules.complaints import Place
from rules.language.syntax import Expression

Field = Literal["title", "text"]


class Toward(StrEnum):
    """Where a signal points, whatever its factuality."""

    PROGRESS = "progress"
    REGRESSION = "regression"


class Factuality(StrEnum):
    """How a text presents an act.

    PLANNED holds drafts and scheduled acts, PAST is a look back, STATE tells how things are without
    anybody's act: a prisoner who is ill or refuses food.
    """

    ACTUAL = "actual"
    PLANNED = "planned"
    DEMANDED = "demanded"
    DENIED = "denied"
    PAST = "past"
    STATE = "state"


# What raises a flag; the rest belongs on the timeline alone.
FLAGGING = (Factuality.ACTUAL, Factuality.PLANNED)
OFF_FLAGS = tuple(one for one in Factuality if one not in FLAGGING)


class Tells(StrEnum):
    """What a signal tells of: an act, or a state, which is never more than a statement."""

    ACT = "act"
    STATE = "state"


class Direction(StrEnum):
    """`Toward` when the act is actual, otherwise STATEMENT."""

    PROGRESS = "progress"
    REGRESSION = "regression"
    STATEMENT = "statement"


class LifeState(StrEnum):
    """Where a recommendation itself stands. CARRIED: the demand lives on in current practice."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    OVERTAKEN = "overtaken"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One readable text. `text` holds paragraphs separated by newlines.

    language: ISO 639-1 code, or "und" where none could be told.
    published: None where no date is known; then nothing counts as a look back.
    country: ISO 3166 code of the country that the source covers; None: many, or unknown.
    """

    id: str
    title: str
    text: str
    language: str
    url: str | None = None
    published: date | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words that say so: the document's `field` has `quote` at [start:end], always.

    part: the piece of the signal that they stand for, as written there ("@ratify").
    """

    field: Field
    start: int
    end: int
    quote: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A signal found in a document. Evidence is never empty and ordered by field and start.

    rung: a name on the recommendation's ladder; None where the signal names none.
    """

    recommendation: str
    clause: str
    signal: str
    toward: Toward
    factuality: Factuality
    rung: str | None
    evidence: tuple[Evidence, ...]

    @property
    def direction(self) -> Direction:
        """`toward` for an actual act, otherwise a statement."""
        if self.factuality is Factuality.ACTUAL:
            return Direction(self.toward.value)
        return Direction.STATEMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """Where the report asks. position: counting the report's recommendations from 1."""

    heading: str
    position: int
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The state of the demand. `on` and `why` are given unless it is open."""

    state: LifeState = LifeState.OPEN
    on: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence that a signal must give (`gives`), or a near miss that it must not.

    title, published, country: as in Document, for examples that depend on them.
    """

    language: str
    text: str
    gives: bool
    place: Place
    title: str = ""
    published: date | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A pattern over concepts inside a recommendation."""

    id: str
    clause: str
    toward: Toward
    rung: str | None
    when: Expression
    examples: tuple[Example, ...]
    place: Place
    tells: Tells = Tells.ACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One demand of a report. clauses: (id, what is checked), in the file's order.

    yields_to: narrower demands; what a document reports on one of them is not told of this one.
    grounds: addressees of whom a page that reports on this, and on nothing but such demands, tells
    behind its lead why: what it says there of them is no news.
    """

    id: str
    cite: Cite
    addressees: tuple[str, ...]
    asks: str
    clauses: tuple[tuple[str, str], ...]
    ladder: str
    life: Life
    signals: tuple[Signal, ...]
    place: Place
    yields_to: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The rungs a matter climbs, lowest first, and the reversals that undo them."""

    id: str
    rungs: tuple[str, ...]
    reversals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A file that rules were read from.

    name: from the folder of rules on, "registers/<report>/<id>.yml". own: it lies in the team's
    folder, over what ships. sha256: of its bytes.
    """

    name: str
    own: bool
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The recommendations of one report.

    country: ISO 3166 code. baseline: what was published before is backlog, never news.
    addressees: (id, name) pairs.
    """

    id: str
    title: str
    url: str
    published: date
    country: str
    languages: tuple[str, ...]
    baseline: date
    addressees: tuple[tuple[str, str], ...]
    recommendations: tuple[Recommendation, ...] = field(default=())
