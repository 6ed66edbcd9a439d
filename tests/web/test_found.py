"""Found by hand, by plain forms; what becomes of it is in tests/night/test_byhand.py."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from monitor.web.app import make_app
from monitor.web.parts import parted
from monitor.web.policy import BODY_AT_MOST, FILE_AT_MOST
from storage.contract import Store
from storage.memory import MemoryStore
from tests.web.conftest import BASE, SAME, make_office

Visitor = Callable[[str], TestClient]
GIVEN = {"tier": "ngo", "title": "Freed", "outlet": "Dala", "note": "from a colleague"}
FILE = {"file": ("freed.txt", "Сот оны босатты.".encode(), "text/plain")}


def test_a_file_is_kept_until_a_night_takes_it_in(visitor: Visitor, store: Store) -> None:
    client = visitor("reviewer")
    assert client.post("/found/file", data=GIVEN, files=FILE).headers["location"] == "/found#find-1"
    kept = store.find(1)
    assert (kept.text, kept.title, kept.finder) == ("Сот оны босатты.", "Freed", "Reviewer")
    assert "The next night takes it in." in client.get("/found").text


def test_a_pasted_text_does_as_well(visitor: Visitor, store: Store) -> None:
    sent = GIVEN | {"text": "The court freed him."}
    visitor("reviewer").post("/found/file", data=sent, files={"file": ("", b"", "text/plain")})
    assert store.find(1).text == "The court freed him."


def test_what_is_refused_comes_back_with_all_that_was_typed(visitor: Visitor, store: Store) -> None:
    sent = GIVEN | {"text": "The court freed him.", "tier": ""}
    answer = visitor("reviewer").post("/found/file", data=sent, files={})
    assert answer.status_code == 400
    assert "choose who speaks there" in answer.text
    for words in ("The court freed him.", "from a colleague", 'value="Dala"'):
        assert words in answer.text
    assert store.finds() == ()


def test_what_could_not_be_taken_in_is_said(store: Store) -> None:
    office = replace(make_office(store, single_user="aru"), take_in=lambda: "a night is running")
    client = TestClient(make_app(office), base_url=BASE, headers=SAME)
    assert "a night is running." in client.post("/found/waiting").text


@pytest.mark.parametrize(("size", "status"), [(BODY_AT_MOST * 2, 303), (FILE_AT_MOST + 1, 413)])
def test_a_file_may_be_larger_than_a_form_and_not_without_bounds(
    visitor: Visitor, size: int, status: int
) -> None:
    file = {"file": ("long.txt", b"word " * (size // 5 + 1), "text/plain")}
    assert visitor("reviewer").post("/found/file", data=GIVEN, files=file).status_code == status


def test_no_other_form_may_be_as_large(visitor: Visitor) -> None:
    sent = {"address": "x" * BODY_AT_MOST}
    assert visitor("reviewer").post("/found/address", data=sent).status_code == 413


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", "a/b"])
def test_a_form_that_can_t_be_read_is_refused(visitor: Visitor, kind: str) -> None:
    answer = visitor("reviewer").post(
        "/found/file", content=b"--x\r\nnot a form", headers={"content-type": kind}
    )
    assert answer.status_code == 400


FIELDS = st.lists(st.tuples(st.sampled_from(["a", "b"]), st.text(max_size=30)), max_size=5)


@given(fields=FIELDS, data=st.binary(max_size=300))
def test_a_form_of_parts_is_read_as_it_was_sent(fields: list[tuple[str, str]], data: bytes) -> None:
    import httpx

    parts = [(name, (None, value.encode("utf-8", "replace"))) for name, value in fields]
    request = httpx.Request("POST", "http://a/", files=[*parts, ("file", ("f.txt", data))])
    found, file = parted(request.headers["content-type"], request.read())
    assert list(found) == [
        (name, value.encode("utf-8", "replace").decode().replace("\0", ""))
        for name, value in fields
    ]
    assert file == data


@given(kind=st.text(max_size=60), body=st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_a_form(kind: str, body: bytes) -> None:
    for content_type in (kind, "multipart/form-data; boundary=x"):
        try:
            parted(content_type, body)
        except ValueError:
            continue


def test_readers_add_nothing(visitor: Visitor) -> None:
    assert visitor("reader").get("/found").status_code == 403
    assert MemoryStore().finds() == ()
