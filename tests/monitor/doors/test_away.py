"""`recwatch review export` and `import` as a person types them."""

from pathlib import Path

import pytest
from lxml import html

from storage.contract import Store
from tests.monitor.doors.said import Command


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "queue.html"


def answered(page: Path, answer: str = "progress", note: str = "") -> Path:
    """The sheet that a reader of the page saves."""
    flags = html.parse(page).xpath("//article")
    lines = [f"{one.get('data-flag')},{one.get('data-version')},{answer},{note}" for one in flags]
    sheet = page.with_suffix(".csv")
    sheet.write_text("\n".join(["flag,version,answer,note", *lines]), encoding="utf-8")
    return sheet


def test_answers_go_out_and_come_back(store: Store, recwatch: Command, page: Path) -> None:
    assert recwatch("review", "export", str(page)).code == 0
    said = recwatch("review", "import", str(answered(page)), "--reviewer", "bota")
    assert (said.code, "2 kept" in said.err) == (0, True), said.err
    assert [one.reviewer for one in store.reviews(1)] == ["bota"]


def test_only_its_owner_reads_the_page(store: Store, recwatch: Command, page: Path) -> None:
    recwatch("review", "export", str(page))
    assert page.stat().st_mode & 0o077 == 0


def test_a_page_that_is_there_is_kept(store: Store, recwatch: Command, page: Path) -> None:
    page.write_text("mine", encoding="utf-8")
    assert recwatch("review", "export", str(page)).code == 2
    assert page.read_text(encoding="utf-8") == "mine"
    assert recwatch("review", "export", str(page), "--replace").code == 0


def test_a_conflict_is_shown_and_ends_with_code_one(
    store: Store, recwatch: Command, page: Path
) -> None:
    recwatch("review", "export", str(page))
    recwatch("review", "answer", "1", "regression", "--note", "he was taken back")
    said = recwatch("review", "import", str(answered(page)), "--reviewer", "bota")
    assert said.code == 1
    assert (
        "1\tprogress ()\tregression (he was taken back)\taru answered regression since" in said.out
    )
    assert (
        recwatch("review", "import", str(answered(page)), "--reviewer", "bota", "--over").code == 0
    )


def test_a_file_that_is_no_sheet_is_named(store: Store, recwatch: Command, tmp_path: Path) -> None:
    sheet = tmp_path / "a.csv"
    sheet.write_bytes("флаг".encode("cp1251"))
    assert "not UTF-8" in recwatch("review", "import", str(sheet)).err
    sheet.write_text("flag;version", encoding="utf-8")
    said = recwatch("review", "import", str(sheet))
    assert (said.code, "a.csv:1: the first line must be" in said.err) == (1, True)
