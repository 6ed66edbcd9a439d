"""What a source's file says it is read for: a register each, with whose acts it records itself.

Whether those recommendations and addressees exist is not this module's question: a source may
watch a register that this team does not load (`monitor.coverage.strangers` asks).
"""

from rules.complaints import Complaint
from rules.fields import Fields
from rules.yamlfile import Node, Text
from spiders.records import ALL, Watch


def read_watches(fields: Fields, complaints: list[Complaint]) -> tuple[Watch, ...]:
    """The watches under `watches`, a register each; none where the key is missing."""
    return tuple(_watch(name, node, complaints) for name, node in fields.entries("watches"))


def _watch(register: Text, node: Node, complaints: list[Complaint]) -> Watch:
    fields = Fields(node, "a watch", complaints)
    watch = Watch(
        register=register.value,
        recommendations=fields.texts("recommendations"),
        primary_for=fields.texts("primary_for"),
        no_primary_for=fields.pairs("no_primary_for"),
    )
    fields.finish()
    _check(watch, fields)
    return watch


def _check(watch: Watch, fields: Fields) -> None:
    """What no single field shows."""
    place = fields.place_of("recommendations")
    if not watch.recommendations:
        remedy = f"name some in `recommendations:`, or [{ALL}]"
        fields.complain(place, "watches no recommendation", remedy)
    if ALL in watch.recommendations and len(watch.recommendations) > 1:
        remedy = f"write [{ALL}], or the others without it"
        fields.complain(place, f"{ALL} stands beside others", remedy)
    for recommendation, _ in watch.no_primary_for:
        if recommendation not in watch.recommendations and ALL not in watch.recommendations:
            message = f"{recommendation} has a reason and is not watched"
            remedy = "add it to `recommendations`, or take the reason out"
            fields.complain(fields.place_of("no_primary_for"), message, remedy)
    if watch.no_primary_for and not watch.primary_for:
        message = "a source that speaks for no addressee can't be a missing primary one"
        remedy = "say in `primary_for` whose acts it records"
        fields.complain(fields.place_of("no_primary_for"), message, remedy)
