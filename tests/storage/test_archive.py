"""Evidence is read back as it was written, and damage is named, cut or passed over."""

import gzip
import json
import pickle
import zlib
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spiders import heads
from spiders.answers import Answer
from spiders.records import Entry, Page, RecordWritten, Role
from spiders.warc import AnswerSpan, EntriesSpan, WarcWriter
from storage import members
from storage.archive import Archive, DamagedRecord, repair, spans, verify
from storage.records import PageRecord, page_id
from tests.factories import at, make_written

RUN = "run-1"
ENTRY = Entry(
    url="https://news.example/1", title="Қазақстан ратифицировал", summary="<p>…</p>", published="?"
)


def make_answer(number: int = 1, **given: object) -> Answer:
    fields = {
        "role": Role.ARTICLE,
        "url": f"https://news.example/{number}",
        "final_url": f"https://news.example/{number}/",
        "status": 200,
        "headers": (("Content-Type", "text/html"), ("X", "caf\xe9 \xd2\x9a"), ("x", "")),
        "payload": b"\r\n\r\npage\x00\xff\r\n\r\n" * 50,
        "body": b"",
        "fetched_at": at(number),
    }
    return Answer(**fields | given)  # type: ignore[arg-type]  # fields of many types


def record_of(written: RecordWritten) -> PageRecord:
    return PageRecord(id=page_id(written.warc, written.offset), run_id=RUN, written=written)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "warc"


@pytest.fixture
def path(folder: Path) -> Path:
    return folder / RUN / "run-1-001.warc.gz"


@pytest.fixture
def written(path: Path) -> tuple[RecordWritten, ...]:
    """A page with its entry, an unchanged page, a page alone, entries alone."""
    writer = WarcWriter(path, run_id=RUN)
    revisit = make_answer(2, status=304, payload=b"")
    entries = (ENTRY, Entry(url="https://news.example/2", title="two"))
    found = writer.append(
        [
            AnswerSpan(source_id="news", answer=make_answer(1), entry=ENTRY),
            AnswerSpan(source_id="news", answer=revisit),
            AnswerSpan(source_id="news", answer=make_answer(3, status=404)),
            EntriesSpan(
                source_id="news",
                url="https://news.example/feed",
                entries=entries,
                written_at=at(9),
            ),
        ]
    )
    writer.close()
    return found


def test_a_page_comes_back_with_its_entry(folder: Path, written: tuple[RecordWritten, ...]) -> None:
    answer = make_answer(1)
    record = record_of(written[0])
    assert Archive(folder).read(record) == Page(
        id=record.id,
        source_id="news",
        role=Role.ARTICLE,
        url=answer.url,
        final_url=answer.final_url,
        status=200,
        headers=answer.headers,
        payload=answer.payload,
        fetched_at=answer.fetched_at,
        entries=(ENTRY,),
    )


def test_an_unchanged_answer_comes_back_without_payload(
    folder: Path, written: tuple[RecordWritten, ...]
) -> None:
    page = Archive(folder).read(record_of(written[1]))
    assert (page.status, page.payload, page.entries) == (304, b"", ())


def test_entries_alone_come_back_in_their_order(
    folder: Path, written: tuple[RecordWritten, ...]
) -> None:
    page = Archive(folder).read(record_of(written[3]))
    assert page.role is Role.ENTRIES
    assert [entry.title for entry in page.entries] == [ENTRY.title, "two"]


@pytest.mark.parametrize("place", [0, 40, -1])
def test_one_changed_byte_is_named(
    folder: Path, path: Path, written: tuple[RecordWritten, ...], place: int
) -> None:
    span = written[2]
    data = bytearray(path.read_bytes())
    data[(span.offset if place >= 0 else span.offset + span.length) + place] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedRecord, match=f"{path.name}, byte {span.offset}:"):
        Archive(folder).read(record_of(span))


def test_a_missing_file_is_named(folder: Path) -> None:
    folder.mkdir()
    with pytest.raises(DamagedRecord, match="missing"):
        Archive(folder).read(record_of(make_written()))


def test_an_archive_out_of_reach_says_nothing_of_a_record(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Archive(folder).read(record_of(make_written()))


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "", ".."])
def test_a_name_that_leads_elsewhere_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(DamagedRecord, match="no file name"):
        Archive(folder).read(record_of(make_written(warc=name)))


def test_a_length_beyond_reason_is_refused(
    folder: Path, written: tuple[RecordWritten, ...]
) -> None:
    with pytest.raises(DamagedRecord, match="length"):
        Archive(folder).read(record_of(replace(written[0], length=2**60)))


def test_damage_crosses_processes(folder: Path) -> None:
    error = DamagedRecord("a.warc.gz", 7, "it is cut off")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.file, copy.offset, copy.why) == (error.file, error.offset, error.why)


# -- taking in what was not acknowledged -----------------------------------------------------------


def without_validators(found: tuple[RecordWritten, ...]) -> list[RecordWritten]:
    return [replace(w, etag=None, last_modified=None) for w in found]


def test_whole_spans_are_found_as_they_were_acknowledged(
    path: Path, written: tuple[RecordWritten, ...]
) -> None:
    assert list(spans(path)) == without_validators(written)


def test_spans_before_the_start_are_left_out(
    path: Path, written: tuple[RecordWritten, ...]
) -> None:
    start = written[1].offset + written[1].length
    assert list(spans(path, start)) == without_validators(written[2:])


def test_a_whole_file_needs_no_repair(path: Path, written: tuple[RecordWritten, ...]) -> None:
    before = path.read_bytes()
    assert repair(path) == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize("kept", [1, 9, 100, -1])
def test_a_torn_last_member_is_cut(
    path: Path, written: tuple[RecordWritten, ...], kept: int
) -> None:
    last = written[3]
    whole = path.read_bytes()
    torn = whole[: last.offset + kept] if kept > 0 else whole[:kept]
    path.write_bytes(torn)
    assert repair(path) == len(torn) - last.offset
    assert path.read_bytes() == whole[: last.offset]
    assert list(spans(path)) == without_validators(written[:3])


def test_a_page_whose_entry_was_torn_off_stands_alone(
    path: Path, written: tuple[RecordWritten, ...]
) -> None:
    path.write_bytes(path.read_bytes()[: written[0].offset + written[0].length - 5])
    repair(path)
    assert [(w.url, w.length < written[0].length) for w in spans(path)] == [(written[0].url, True)]


def test_evidence_that_was_acknowledged_is_never_cut(
    path: Path, written: tuple[RecordWritten, ...]
) -> None:
    end = written[3].offset + written[3].length
    damaged = path.read_bytes()[: end - 5] + b"XXXXX"
    path.write_bytes(damaged + b"torn")
    assert repair(path, end) == 4
    assert path.read_bytes() == damaged


def test_nothing_whole_leaves_an_empty_file(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\x1f\x8b\x08torn")
    assert repair(path) == 7
    assert list(spans(path)) == []


def test_damage_in_the_middle_is_not_cut_but_passed_over_and_named(
    path: Path, written: tuple[RecordWritten, ...]
) -> None:
    data = bytearray(path.read_bytes())
    data[written[1].offset + 30] ^= 0xFF
    path.write_bytes(data)
    assert repair(path) == 0
    assert list(spans(path)) == without_validators((written[0], *written[2:]))
    assert [found.offset for found in verify(path)] == [written[1].offset]


def test_a_sound_file_has_nothing_to_name(path: Path, written: tuple[RecordWritten, ...]) -> None:
    assert verify(path) == ()


def test_a_record_rewritten_with_its_old_digest_is_named(
    path: Path, written: tuple[RecordWritten, ...]
) -> None:
    span = written[2]
    data = path.read_bytes()
    end = span.offset + span.length
    forged = gzip.compress(gzip.decompress(data[span.offset : end]).replace(b"page", b"pace"))
    path.write_bytes(data[: span.offset] + forged + data[end:])
    assert [found.offset for found in verify(path)] == [span.offset]


# -- hostile files ---------------------------------------------------------------------------------


def test_a_member_that_unpacks_to_too_much_is_refused(
    path: Path, written: tuple[RecordWritten, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "UNPACKED_AT_MOST", 10_000)
    good = path.read_bytes()
    path.write_bytes(good + gzip.compress(bytes(10_000_000)))
    assert [found.why for found in verify(path)] == ["it unpacks to too much"]


def test_a_head_without_end_is_refused(path: Path, written: tuple[RecordWritten, ...]) -> None:
    head = b"WARC/1.1\r\n" + b"a:b\r\n" * (heads.LINES_AT_MOST + 1) + b"\r\n"
    path.write_bytes(path.read_bytes() + gzip.compress(head))
    assert [found.why for found in verify(path)] == ["its head is too large"]


@pytest.mark.parametrize(
    "entries",
    [
        json.dumps({"entries": [asdict(Entry(url="\ud800", title="half"))]}).encode(),
        b"",
        b"{}",
        b"[" * 100_000,
        b'{"entries": [{"url": 1}]}',
        b'{"entries": [1]}',
        b"\xff",
    ],
)
def test_entries_that_can_not_be_read_are_passed_over(path: Path, entries: bytes) -> None:
    head = (
        "WARC/1.1\r\nWARC-Type: metadata\r\nRecwatch-Source: s\r\nRecwatch-Role: entries\r\n"
        "Recwatch-Requested-URL: u\r\nWARC-Target-URI: u\r\nWARC-Date: 2026-03-01T00:00:00Z\r\n"
        f"Content-Length: {len(entries)}\r\n\r\n"
    )
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress(head.encode() + entries + b"\r\n\r\n"))
    assert list(spans(path)) == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_bytes_are_too_much(
    folder: Path, path: Path, written: tuple[RecordWritten, ...], data: st.DataObject
) -> None:
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole)))
        whole[start : start + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
    broken = path.with_name("broken.warc.gz")
    broken.write_bytes(whole)
    repair(broken)
    known = {span.sha256: span for span in written}
    archive = Archive(folder)
    for span in spans(broken):
        page = archive.read(record_of(span))
        if span.sha256 in known:
            before = archive.read(record_of(known[span.sha256]))
            assert replace(page, id=before.id) == before


def test_a_stored_member_is_read_as_well(path: Path, written: tuple[RecordWritten, ...]) -> None:
    data = path.read_bytes()
    plain = gzip.decompress(data[: written[0].offset])
    packer = zlib.compressobj(0, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    path.write_bytes(packer.compress(plain) + packer.flush() + data[written[0].offset :])
    assert len(list(spans(path))) == len(written)
