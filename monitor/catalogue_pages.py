"""What a source's file says of the make-up of its pages: selectors, tables, where the text lies."""

import re

import soupsieve

from monitor.patterns import problem_of
from rules.complaints import Complaint, complain
from rules.fields import Fields
from rules.yamlfile import Node, Text
from spiders.records import Kind
from spiders.shapes import StatusTable, TextShape

_COLUMN = re.compile(r"\{[^{}]+\}")


def read_selector(text: Text, complaints: list[Complaint]) -> str:
    """A CSS selector; what is none is a complaint."""
    try:
        if text.value:
            soupsieve.compile(text.value)
    except (soupsieve.SelectorSyntaxError, ValueError, RecursionError) as cause:
        reason = str(cause).partition("\n")[0]
        message = f"{text.value[:80]!r} is not a CSS selector: {reason}"
        complain(complaints, text.place, message, "mend the selector")
    return text.value


def read_links(fields: Fields, kind: Kind, complaints: list[Complaint]) -> str | None:
    """The selector of a status page's links to articles; None where the file names none."""
    if not fields.has("links"):
        return None
    text = fields.scalar("links")
    if kind is not Kind.STATUS_PAGE:
        complain(complaints, text.place, f"a {kind} has no `links:`", "take it out")
    return read_selector(text, complaints)


def read_table(node: Node, complaints: list[Complaint]) -> StatusTable:
    """A table of facts."""
    fields = Fields(node, "status table", complaints)
    sentence = fields.scalar("sentence")
    if sentence.value and not _COLUMN.search(sentence.value):
        message, remedy = "the sentence names no column", "put a column's heading in, as {Party}"
        complain(complaints, sentence.place, message, remedy)
    table = StatusTable(
        table=read_selector(fields.scalar("table"), complaints),
        rows=fields.texts("rows"),
        sentence=" ".join(sentence.value.split()),
        withdrawn=" ".join(fields.optional_text("withdrawn").split()),
        rows_at_least=fields.integer("rows_at_least", default=0),
    )
    fields.finish()
    return table


def read_text_shape(fields: Fields, complaints: list[Complaint]) -> TextShape | None:
    """Where the text of the source's pages lies; None where the file does not say."""
    node = fields.node("text") if fields.has("text") else None
    if node is None:
        return None
    inner = Fields(node, "text", complaints)
    if inner.has("dated_by"):
        pattern = inner.scalar("dated_by")
        problem = problem_of(pattern.value)
        if problem:
            message = f"{pattern.value[:80]!r} is {problem}"
            complain(complaints, pattern.place, message, "mend the regular expression")
    shape = TextShape(
        begins_after=inner.optional_text("begins_after"),
        ends_before=inner.optional_text("ends_before"),
        title_before=inner.optional_text("title_before"),
        dated_by=inner.optional_text("dated_by"),
    )
    inner.finish()
    return shape
