"""Countries as texts name them, read from rules/places/<ISO code>.yml; offices.yml: what a
state's organs are called; missions.yml: what stands for a country in another one; XX.yml: words
that look like a country's and are none; ZZ.yml: countries that need no file of their own."""

from dataclasses import dataclass
from enum import StrEnum

from rules.complaints import Complaint
from rules.fields import Fields
from rules.forms import Form, read_forms
from rules.yamlfile import Node

OFFICES = "offices"
MISSIONS = "missions"
LOOK_ALIKES = "XX"
NO_COUNTRIES = frozenset((OFFICES, MISSIONS, LOOK_ALIKES))
ELSEWHERE = "ZZ"


class Naming(StrEnum):
    """How a country is named. AUTHORITIES: organs by a name that only this country's have."""

    NAMES = "names"
    ADJECTIVES = "adjectives"
    CITIES = "cities"
    AUTHORITIES = "authorities"


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """forms: (how, language, forms). The id is an ISO 3166 code, or one of those above.

    tongues: languages whose texts are of this country where they name none.
    """

    id: str
    tongues: tuple[str, ...]
    forms: tuple[tuple[Naming, str, tuple[Form, ...]], ...]


def read_country(node: Node, complaints: list[Complaint]) -> Country:
    """The country of one file."""
    fields = Fields(node, "a place file", complaints)
    identity, tongues = fields.text("id"), fields.texts("tongues")
    forms = tuple(group for naming in Naming for group in _forms(fields, naming))
    fields.finish()
    if not forms:
        fields.complain(fields.place, f"{identity} has no forms", "add `names:`")
    return Country(id=identity, tongues=tongues, forms=forms)


def _forms(fields: Fields, naming: Naming) -> list[tuple[Naming, str, tuple[Form, ...]]]:
    if not fields.has(naming.value):
        return []
    languages = fields.below(naming.value, naming.value)
    return [(naming, lang, read_forms(languages, lang)) for lang in languages.names()]
