"""Reads a file of documents whole: a measure over half of its lines would be a false one."""

from typing import BinaryIO

from monitor.lines import BadLine, Guess, read_document, read_lines
from rules.complaints import Complaint, Place
from rules.records import Document


def read_documents(
    stream: BinaryIO, shown: str, guess: Guess, complaints: list[Complaint]
) -> dict[str, tuple[Document, Place]]:
    """The documents by id with their places, in the file's order; blank lines are passed over."""
    found: dict[str, tuple[Document, Place]] = {}
    for number, line in read_lines(stream):
        place = Place(file=shown, line=number)
        if line is not None and not line.strip():
            continue
        try:
            document = read_document(line, guess).document
        except BadLine as error:
            remedy = "write one JSON object a line: id, title, text, and what else is known"
            complaints.append(Complaint(place=place, message=str(error), remedy=remedy))
            continue
        if document.id in found:
            complaints.append(twice(document.id, place, found[document.id][1]))
        found[document.id] = document, place
    if not found and not complaints:
        remedy = "give a file of documents, a line each"
        complaints.append(Complaint(place=Place(file=shown), message="is empty", remedy=remedy))
    return found


def twice(identity: str, place: Place, first: Place) -> Complaint:
    """The complaint about an id that stands in two lines."""
    message = f"the id {identity!r} stands in line {first.line} already"
    return Complaint(place=place, message=message, remedy="keep one of the two")
