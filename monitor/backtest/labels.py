"""Reads labelled documents, and tells all that is wrong with them at once.

    documents   one JSON object a line, as `recwatch match` takes them
    labels      id TAB labels [TAB anything]; labels are NONE or REC:direction;REC:direction …

A measure over half of the lines would be a false one: any fault refuses the whole.
"""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import BinaryIO

from monitor.backtest.documents import read_documents, twice
from monitor.backtest.records import Case, Expected, Label
from monitor.lines import Guess, read_lines
from rules.complaints import Complaint, Loaded, Place
from rules.records import Document

NONE = "NONE"
# Of one kind of fault so many are told in full: a wrong file has hundreds of the same.
COMPLAINTS_AT_MOST = 10
_CHOICES = ", ".join(expected.value for expected in Expected)
_SHAPE = "write id TAB NONE, or id TAB REC:direction;REC:direction"
Placed = Mapping[str, tuple[Document, Place]]


def load_cases(
    documents: BinaryIO,
    labels: BinaryIO,
    names: tuple[str, str],
    known: Collection[str],
    guess: Guess,
) -> Loaded[tuple[Case, ...]]:
    """The documents with their labels, in the documents' order.

    names: of the two files, as complaints show them. known: the register's recommendations.
    """
    complaints: list[Complaint] = []
    found = read_documents(documents, names[0], guess, complaints)
    labelled = _labels(labels, names[1], known, complaints)
    if not complaints:
        _hold_together(found, labelled, names, complaints)
    if complaints:
        return Loaded(item=None, complaints=tuple(few_of_each(complaints)))
    cases = (Case(document=d, pairs=labelled[d.id].pairs) for d, _ in found.values())
    return Loaded(item=tuple(cases))


def _labels(
    stream: BinaryIO, shown: str, known: Collection[str], complaints: list[Complaint]
) -> dict[str, Label]:
    found: dict[str, Label] = {}
    for number, line in read_lines(stream):
        place = Place(file=shown, line=number)
        text = _text(line, place, complaints)
        if not text.strip():
            continue
        label = _label(text, place, known, complaints)
        if label is not None and label.document in found:
            complaints.append(twice(label.document, place, found[label.document].place))
        if label is not None:
            found[label.document] = label
    return found


def _text(line: bytes | None, place: Place, complaints: list[Complaint]) -> str:
    try:
        return (line or b"").decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 at byte {error.start + 1}"
        complaints.append(Complaint(place=place, message=message, remedy="save it as UTF-8"))
        return ""


def _label(
    text: str, place: Place, known: Collection[str], complaints: list[Complaint]
) -> Label | None:
    cells = text.split("\t")
    identity = cells[0].strip()
    if len(cells) < 2 or not identity or not cells[1].strip():
        message = f"expected an id and its labels with a tab between, found {text[:60]!r}"
        complaints.append(Complaint(place=place, message=message, remedy=_SHAPE))
        return None
    pairs: dict[str, Expected] = {}
    for at, written in _written(cells[0], cells[1], place):
        fault = _pair(written, at, known, pairs)
        if fault is not None:
            complaints.append(fault)
    return Label(document=identity, pairs=tuple(pairs.items()), place=place)


def _written(before: str, labels: str, place: Place) -> Iterator[tuple[Place, str]]:
    """Each label as it is written, with its place."""
    if labels.strip() == NONE:
        return
    column = len(before) + 2
    for written in labels.split(";"):
        blanks = len(written) - len(written.lstrip())
        yield Place(file=place.file, line=place.line, column=column + blanks), written.strip()
        column += len(written) + 1


def _pair(
    written: str, place: Place, known: Collection[str], pairs: dict[str, Expected]
) -> Complaint | None:
    """Adds the pair, or says what is wrong with it."""
    name, colon, direction = (part.strip() for part in written.partition(":"))
    if not colon:
        message = f"expected REC:direction, found {written!r}"
        return Complaint(place=place, message=message, remedy=_SHAPE)
    if name not in known:
        remedy = _neighbour(name, known)
        message = f"the register has no recommendation {name!r}"
        return Complaint(place=place, message=message, remedy=remedy)
    if direction not in tuple(Expected):
        message = f"{direction!r} is no direction"
        return Complaint(place=place, message=message, remedy=f"write one of: {_CHOICES}")
    if name in pairs:
        message, remedy = f"{name} stands there twice", "keep one; both ways are `mixed`"
        return Complaint(place=place, message=message, remedy=remedy)
    pairs[name] = Expected(direction)
    return None


def _neighbour(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    if near:
        return f"did you mean {near[0]}?"
    return f"known: {', '.join(islice(known, 12))} …, or choose --register"


def _hold_together(
    documents: Placed,
    labels: Mapping[str, Label],
    names: tuple[str, str],
    complaints: list[Complaint],
) -> None:
    for identity, (_, place) in documents.items():
        if identity not in labels:
            message = f"the document {identity!r} has no label in {names[1]}"
            remedy = f"label it, with {NONE} where nothing bears on it"
            complaints.append(Complaint(place=place, message=message, remedy=remedy))
    for identity, label in labels.items():
        if identity not in documents:
            message = f"the label of {identity!r} has no document in {names[0]}"
            remedy = "add the document, or take the label out"
            complaints.append(Complaint(place=label.place, message=message, remedy=remedy))


def few_of_each(complaints: list[Complaint]) -> Iterator[Complaint]:
    """The complaints; of one remedy in one file only the first ones, and how many there are."""
    counts: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], Complaint] = {}
    for complaint in complaints:
        kind = complaint.place.file, complaint.remedy
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= COMPLAINTS_AT_MOST:
            yield complaint
        last[kind] = complaint
    for kind, complaint in last.items():
        if (more := counts[kind] - COMPLAINTS_AT_MOST) > 0:
            message = f"and {more} more like this, this one the last"
            yield Complaint(place=complaint.place, message=message, remedy=complaint.remedy)
