"""Labels and documents are read whole or not at all, and every fault has a place and a remedy."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.backtest.labels import COMPLAINTS_AT_MOST, load_cases
from monitor.backtest.records import Case, Expected
from rules.complaints import Complaint, Loaded

KNOWN = ("KZ-ASS-3", "KZ-ASS-4")
DOCUMENT = '{"id": "a", "title": "T", "text": "X", "language": "en"}\n'


def load(labels: str | bytes, documents: str | bytes = DOCUMENT) -> Loaded[tuple[Case, ...]]:
    given_labels = labels if isinstance(labels, bytes) else labels.encode()
    given_documents = documents if isinstance(documents, bytes) else documents.encode()
    return load_cases(
        BytesIO(given_documents), BytesIO(given_labels), ("d.jsonl", "l.tsv"), KNOWN, lambda _: "en"
    )


def only(loaded: Loaded[tuple[Case, ...]]) -> Complaint:
    (complaint,) = loaded.errors
    assert loaded.item is None
    assert complaint.remedy
    return complaint


def test_a_label_names_pairs_and_may_be_followed_by_anything() -> None:
    loaded = load("a\tKZ-ASS-3:regression; KZ-ASS-4:mixed\ta note\tmore\n\n")
    assert loaded.item is not None
    assert loaded.item[0].pairs == (
        ("KZ-ASS-3", Expected.REGRESSION),
        ("KZ-ASS-4", Expected.MIXED),
    )


def test_none_expects_nothing() -> None:
    loaded = load("a\tNONE")
    assert loaded.item is not None and loaded.item[0].pairs == ()


def test_a_number_and_its_text_are_one_id() -> None:
    assert load("7\tNONE\n", '{"id": 7, "title": "", "text": ""}').item is not None


@pytest.mark.parametrize(
    ("labels", "place", "message", "remedy"),
    [
        ("a\tKZ-ASS-9:progress", "l.tsv:1:3", "no recommendation 'KZ-ASS-9'", "mean KZ-ASS-"),
        ("a\tNONE\nb\tX:progress", "l.tsv:2:3", "no recommendation 'X'", "known: KZ-ASS-3"),
        ("a\tKZ-ASS-3:up", "l.tsv:1:3", "'up' is no direction", "regression, mixed"),
        ("a\tKZ-ASS-3", "l.tsv:1:3", "expected REC:direction", "write id TAB"),
        ("a\tKZ-ASS-3:mixed;", "l.tsv:1:18", "found ''", "write id TAB"),
        (
            "a\tKZ-ASS-3:mixed; KZ-ASS-3:progress",
            "l.tsv:1:19",
            "stands there twice",
            "both ways are `mixed`",
        ),
        ("a KZ-ASS-3:mixed", "l.tsv:1:1", "with a tab between", "write id TAB"),
        ("\tNONE", "l.tsv:1:1", "expected an id", "write id TAB"),
        ("a\t \n", "l.tsv:1:1", "expected an id", "write id TAB"),
        ("a\tNONE\na\tNONE", "l.tsv:2:1", "stands in line 1 already", "keep one"),
        ("a\tNONE\nb\tNONE", "l.tsv:2:1", "has no document in d.jsonl", "add the document"),
        (b"a\tNONE\n\xff\tNONE", "l.tsv:2:1", "not UTF-8 at byte 1", "UTF-8"),
    ],
)
def test_a_fault_in_the_labels(labels: str | bytes, place: str, message: str, remedy: str) -> None:
    complaint = only(load(labels))
    assert str(complaint.place) == place
    assert message in complaint.message and remedy in complaint.remedy


@pytest.mark.parametrize(
    ("documents", "place", "message"),
    [
        (DOCUMENT + "{", "d.jsonl:2:1", "not JSON"),
        (DOCUMENT + '{"id": "b"}', "d.jsonl:2:1", '"title" must be a text'),
        (DOCUMENT + "\n" + DOCUMENT, "d.jsonl:3:1", "stands in line 1 already"),
        (DOCUMENT + DOCUMENT.replace('"a"', '"b"'), "d.jsonl:2:1", "has no label in l.tsv"),
        ("", "d.jsonl:1:1", "is empty"),
        (b"\xff\n", "d.jsonl:1:1", "not UTF-8"),
    ],
)
def test_a_fault_in_the_documents(documents: str | bytes, place: str, message: str) -> None:
    complaint = only(load("a\tNONE", documents))
    assert str(complaint.place) == place and message in complaint.message


def test_a_wrong_file_is_not_told_line_by_line() -> None:
    labels = "".join(f"x{n}\tNONE\n" for n in range(200)) + "a\tNONE\n"
    complaints = load(labels).errors
    assert len(complaints) == COMPLAINTS_AT_MOST + 1
    assert complaints[-1].message.startswith(f"and {200 - COMPLAINTS_AT_MOST} more like this")


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_bytes_break_the_reading(documents: bytes, labels: bytes) -> None:
    loaded = load(labels, documents)
    assert (loaded.item is None) == bool(loaded.errors)
