"""Reads report.yml, which says whose recommendations a register holds, and the ladders' files."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.complaints import Complaint, Place
from rules.fields import Fields
from rules.records import Ladder, Register
from rules.yamlfile import Mapping as YamlMapping
from rules.yamlfile import Node, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A register without its recommendations, and the order in which they shall stand.

    countries: of an addressee that has its own; to its recommendations they are never "another".
    """

    register: Register
    order: tuple[Text, ...]
    countries: Mapping[str, tuple[str, ...]]
    place: Place


def read_report(node: Node, complaints: list[Complaint]) -> Report:
    """The report of one file."""
    fields = Fields(node, "a report", complaints)
    addressees = fields.entries("addressees")
    named = tuple(_addressee(key, value, complaints) for key, value in addressees)
    report = Report(
        register=Register(
            id=fields.text("id"),
            title=fields.text("title"),
            url=fields.text("url"),
            published=fields.date("published"),
            country=fields.text("country"),
            languages=fields.texts("languages"),
            baseline=fields.date("baseline"),
            addressees=tuple((identity, name) for identity, name, _ in named),
        ),
        order=fields.scalars("order"),
        countries={identity: countries for identity, _, countries in named},
        place=fields.place,
    )
    fields.finish()
    return report


def _addressee(
    key: Text, node: Node, complaints: list[Complaint]
) -> tuple[str, str, tuple[str, ...]]:
    """`id: name`, or `id: {name: …, countries: […]}`."""
    if not isinstance(node, YamlMapping):
        return key.value, node.value if isinstance(node, Text) else "", ()
    fields = Fields(node, f"addressee {key.value}", complaints)
    name, countries = fields.text("name"), fields.texts("countries")
    fields.finish()
    return key.value, name, countries


def read_ladder(node: Node, complaints: list[Complaint]) -> Ladder:
    """The ladder of one file."""
    fields = Fields(node, "a ladder", complaints)
    ladder = Ladder(
        id=fields.text("id"), rungs=fields.texts("rungs"), reversals=fields.texts("reversals")
    )
    fields.finish()
    if not ladder.rungs:
        fields.complain(fields.place, f"ladder {ladder.id} has no rungs", "add `rungs:`")
    return ladder
