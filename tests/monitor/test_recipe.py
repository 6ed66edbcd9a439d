"""Pages read back from real WARC files and assessed in real workers."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from monitor.contracts import Assessment
from monitor.engine.local import LocalEngine
from monitor.engine.recipe import ArchiveAssessor
from spiders.answers import Answer
from spiders.records import Role
from spiders.warc import AnswerSpan, EntriesSpan, WarcWriter
from storage.archive import Archive
from storage.records import PageRecord, page_id
from tests.monitor.page_makers import (
    ENGLISH,
    FETCHED,
    RUSSIAN,
    URL,
    WordMatcher,
    article_page,
    make_entry,
    make_source,
)

RUN = "20261123T020000"


@dataclass(frozen=True)
class Recipe:
    folder: Path

    def __call__(self) -> ArchiveAssessor:
        return ArchiveAssessor(
            reader=Archive(self.folder), sources=(make_source(),), matcher=WordMatcher("освободил")
        )


def make_answer(number: int, page: str) -> Answer:
    return Answer(
        role=Role.ARTICLE,
        url=f"{URL}?id={number}",
        final_url=f"{URL}?id={number}",
        status=200,
        headers=(("Content-Type", "text/html"),),
        payload=page.encode("cp1251"),
        fetched_at=FETCHED,
        body=page.encode("cp1251"),
    )


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[PageRecord]]:
    folder = tmp_path_factory.mktemp("warc")
    writer = WarcWriter(folder / RUN / "night-001.warc.gz", run_id=RUN)
    pages = (article_page("Freed", "", ENGLISH), article_page("На свободе", "", RUSSIAN))
    spans = [
        *(AnswerSpan(source_id="s1", answer=make_answer(n, page)) for n, page in enumerate(pages)),
        EntriesSpan(source_id="s1", url=URL, entries=(make_entry(),), written_at=FETCHED),
    ]
    written = writer.append(spans)
    writer.close()
    return folder, [
        PageRecord(id=page_id(w.warc, w.offset), run_id=RUN, written=w) for w in written
    ]


@pytest.fixture(scope="module")
def answers(records: tuple[Path, list[PageRecord]]) -> list[Assessment]:
    """Of the three pages, of one whose bytes changed, and of one whose source has left."""
    folder, pages = records
    changed = replace(pages[0], written=replace(pages[0].written, sha256="0" * 64))
    orphan = replace(pages[0], written=replace(pages[0].written, source_id="gone"))
    engine = LocalEngine(Recipe(folder), workers=1)
    try:
        return list(engine.assess([*pages, changed, orphan]))
    finally:
        engine.close()


def test_every_page_is_read_back_in_order(answers: list[Assessment]) -> None:
    titles = [[d.document.title for d in answer.documents] for answer in answers[:3]]
    assert titles == [["Freed"], ["На свободе"], ["Deputy freed"]]


def test_matches_cross_the_process(answers: list[Assessment]) -> None:
    assert [len(d.matches) for answer in answers[:3] for d in answer.documents] == [0, 1, 0]


def test_what_cannot_be_read_back_or_told_is_a_failure_of_that_page(
    answers: list[Assessment],
) -> None:
    kinds = [answer.failure.kind if answer.failure else None for answer in answers]
    assert kinds == [None, None, None, "DamagedRecord", "UnknownSource"]
