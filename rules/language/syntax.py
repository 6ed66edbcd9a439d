"""The tree of a rule expression. Frozen; nodes keep their place; printing gives the text back.

Equality and hash leave places out, so that a printed and parsed tree equals its origin.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from rules.complaints import Place

NOWHERE = Place(file="")


class ScopeKind(StrEnum):
    """Where a scope looks. LEAD: the first paragraphs, as rules.reading.segments cuts them."""

    SENT = "SENT"
    PARA = "PARA"
    TITLE = "TITLE"
    LEAD = "LEAD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """`word`, `stem*` (any letters may follow) or, where it has blanks, "a phrase"."""

    text: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptRef:
    """`@concept`."""

    id: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """`left NEAR/n right`: at most n words between, either order. `ordered` makes it THEN."""

    left: "Expression"
    right: "Expression"
    distance: int
    ordered: bool
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """`NOT term`: stands only beside a positive term in the same scope."""

    term: "Expression"
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    """`a AND b …`: all in the same scope."""

    terms: tuple["Expression", ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    """`a OR b …`."""

    terms: tuple["Expression", ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`SENT(…)` and its sisters: everything inside lies in one sentence, paragraph …"""

    kind: ScopeKind
    term: "Expression"
    place: Place = field(default=NOWHERE, compare=False)


Expression = Word | ConceptRef | Near | Not | And | Or | Scope
