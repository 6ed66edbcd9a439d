import errno
import gzip
import hashlib
import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from spiders.answers import Answer
from spiders.outcomes import Tally, outcome_of
from spiders.recorder import Recorder
from spiders.records import Entry, RecordWritten, Role, SourceOutcome, SourceState
from spiders.warc import AnswerSpan, EntriesSpan, WarcWriter
from spiders.wire import decode_message

AT = datetime(2026, 11, 25, 1, 2, 3, 456789, tzinfo=UTC)
ENTRY = Entry(url="https://a.kz/1", title="Жаңа заң", summary="<b>Қысқа</b>")


def make_answer(status: int = 200, payload: bytes = b"<html>", **headers: str) -> Answer:
    return Answer(
        role=Role.ARTICLE,
        url="https://a.kz/1",
        final_url="https://a.kz/moved",
        status=status,
        headers=tuple(headers.items()),
        payload=payload,
        body=payload,
        fetched_at=AT,
    )


def write(path: Path, *spans: AnswerSpan | EntriesSpan) -> tuple[RecordWritten, ...]:
    writer = WarcWriter(path, run_id="run")
    try:
        return writer.append(spans)
    finally:
        writer.close()


def records(path: Path) -> list[tuple[str, dict[str, str], bytes]]:
    with path.open("rb") as file:
        return [
            (r.rec_type, dict(r.rec_headers.headers), r.raw_stream.read())
            for r in ArchiveIterator(file)
        ]


def span(status: int = 200, entry: Entry | None = None, **more: object) -> AnswerSpan:
    return AnswerSpan(source_id="src", answer=make_answer(status, **more), entry=entry)  # type: ignore[arg-type]  # test shorthand


def test_a_file_begins_with_what_it_is(tmp_path: Path):
    write(tmp_path / "a.warc.gz")
    ((kind, _, body),) = records(tmp_path / "a.warc.gz")
    assert kind == "warcinfo"
    assert b"isPartOf: run" in body


def test_an_entry_follows_its_answer_and_names_it(tmp_path: Path):
    write(tmp_path / "a.warc.gz", span(entry=ENTRY))
    _, (first, answer, _), (second, entry, _) = records(tmp_path / "a.warc.gz")
    assert (first, second) == ("response", "metadata")
    assert entry["WARC-Concurrent-To"] == answer["WARC-Record-ID"]


def test_a_record_says_whose_it_is_and_when_to_the_microsecond(tmp_path: Path):
    write(tmp_path / "a.warc.gz", span())
    _, (_, headers, _) = records(tmp_path / "a.warc.gz")
    told = {name: headers[name] for name in headers if name.startswith("Recwatch")}
    assert told == {
        "Recwatch-Source": "src",
        "Recwatch-Role": "article",
        "Recwatch-Requested-URL": "https://a.kz/1",
    }
    assert headers["WARC-Target-URI"] == "https://a.kz/moved"
    assert headers["WARC-Date"] == "2026-11-25T01:02:03.456789Z"


def test_an_unchanged_page_is_a_revisit(tmp_path: Path):
    (written,) = write(tmp_path / "a.warc.gz", span(304, payload=b"", ETag='"x"'))
    _, (kind, headers, _) = records(tmp_path / "a.warc.gz")
    assert kind == "revisit"
    assert headers["WARC-Profile"].endswith("server-not-modified")
    assert (written.payload_sha256, written.etag) == ("", '"x"')


def test_entries_alone_are_one_record_with_a_key_each(tmp_path: Path):
    entries = EntriesSpan(source_id="src", url="https://a.kz/f", entries=(ENTRY,), written_at=AT)
    (written,) = write(tmp_path / "a.warc.gz", entries)
    assert written.role is Role.ENTRIES
    assert written.entry_keys == ((ENTRY.url, ENTRY.sha256),)


def test_an_answer_whose_validators_must_not_be_used_gives_none(tmp_path: Path):
    kept = AnswerSpan(source_id="s", answer=make_answer(ETag='"x"'), keep_validators=False)
    (written,) = write(tmp_path / "a.warc.gz", kept)
    assert written.etag is None


@given(
    st.binary(max_size=300),
    st.sampled_from([200, 204, 301, 304, 404, 599]),
    st.dictionaries(
        st.sampled_from(["Content-Type", "X-A", "Content-Encoding", "Transfer-Encoding"]),
        st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=20),
    ),
)
def test_any_answer_makes_a_file_that_warcio_accepts(
    tmp_path_factory: pytest.TempPathFactory, payload: bytes, status: int, headers: dict[str, str]
):
    """Row 70."""
    path = tmp_path_factory.mktemp("w") / "a.warc.gz"
    body = b"" if status in {204, 304} else payload
    (written,) = write(path, span(status, ENTRY, payload=body, **headers))
    data = path.read_bytes()[written.offset :]
    assert (len(data), hashlib.sha256(data).hexdigest()) == (written.length, written.sha256)
    assert Checker(_Quiet()).process_one(str(path)) is None
    record = next(iter(ArchiveIterator(BytesIO(data))))
    assert record.raw_stream.read() == body


class _Quiet:
    inputs: tuple[str, ...] = ()
    verbose = False


def test_each_record_is_a_gzip_member_of_its_own(tmp_path: Path):
    (written,) = write(tmp_path / "a.warc.gz", span())
    assert gzip.decompress((tmp_path / "a.warc.gz").read_bytes()[written.offset :])


def test_a_full_disk_leaves_the_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    writer = WarcWriter(tmp_path / "a.warc.gz", run_id="run")
    writer.append([span()])
    size = (tmp_path / "a.warc.gz").stat().st_size
    monkeypatch.setattr(os, "fsync", _refuse)
    with pytest.raises(OSError, match="No space"):
        writer.append([span(), span()])
    assert (tmp_path / "a.warc.gz").stat().st_size == size


def _refuse(descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_nothing_is_acknowledged_before_it_is_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out, order = BytesIO(), []
    real = os.fsync
    writer = WarcWriter(tmp_path / "a.warc.gz", run_id="run")
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append(len(out.getvalue())), real(fd)))
    recorder = Recorder(writer, out)
    recorder.put(span())
    recorder.close()
    (line,) = out.getvalue().decode().splitlines()
    assert order == [0]
    assert isinstance(decode_message(line), RecordWritten)


def test_after_a_failed_write_nothing_is_acknowledged_and_the_source_has_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out = BytesIO()
    recorder = Recorder(WarcWriter(tmp_path / "a.warc.gz", run_id="run"), out)
    monkeypatch.setattr(os, "fsync", _refuse)
    recorder.put(span())
    recorder.put(outcome_of("src", Tally(points=1, news=1)))
    recorder.close()
    (line,) = out.getvalue().decode().splitlines()
    outcome = decode_message(line)
    assert isinstance(outcome, SourceOutcome)
    assert outcome.state is SourceState.FAILED
    assert "No space left" in outcome.reason
