from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.archived import Chooser, Kept
from spiders.heads import BadMember
from spiders.records import RecordWritten, Refusal
from spiders.warcfile import take_warc
from spiders.warcstream import Member, WarcStream
from spiders.wishes import ArchiveWish
from tests.spiders.foreign import ARTICLE, block, digest, record

NOW = datetime(2026, 11, 25, tzinfo=UTC)
WISH = ArchiveWish(belongs=(("steppe.example.org", "steppe"),))
ADDRESS = "https://archive.example.org/a.warc.gz#record=0"


def member(data: bytes) -> Member:
    (found,) = WarcStream().feed(data)
    assert isinstance(found, Member)
    return found


def choose(data: bytes, wish: ArchiveWish = WISH) -> Kept | None:
    return Chooser(wish, NOW).record(member(data), ADDRESS)


def kept(data: bytes, wish: ArchiveWish = WISH) -> Kept:
    found = choose(data, wish)
    assert found is not None
    return found


def test_a_record_becomes_the_page_that_was_captured():
    answer = kept(record()).answer
    assert (answer.final_url, answer.fetched_at, answer.url, answer.payload) == (
        "http://steppe.example.org/2017/03/covenant",
        datetime(2017, 3, 1, 1, 23, 45, tzinfo=UTC),
        ADDRESS,
        ARTICLE,
    )


def test_a_page_belongs_to_the_source_of_its_host():
    assert kept(record("http://www.steppe.example.org/a")).source_id == "steppe"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(record("http://other.example.org/a"), id="another host"),
        pytest.param(record("http://steppe.example.org.evil.example/a"), id="a host that ends so"),
        pytest.param(record("file:///steppe.example.org"), id="no web address"),
        pytest.param(record(data=block(status="404 Not Found")), id="gone"),
        pytest.param(record(data=block(status="302 Found")), id="moved"),
        pytest.param(record(kind="request"), id="a request"),
    ],
)
def test_what_nobody_asked_for_is_passed_over(data: bytes):
    assert choose(data) is None


def test_only_addresses_that_fit_are_taken():
    wish = replace(WISH, articles=("/2017/",))
    assert choose(record(), wish) and not choose(record("http://steppe.example.org/tags/a"), wish)


def test_a_page_in_a_language_that_nobody_reads_is_passed_over():
    german = block(ARTICLE.replace(b'"en"', b'"de-CH"'))
    assert choose(record(data=german), replace(WISH, languages=("en", "ru"))) is None


def test_a_page_that_does_not_say_its_language_is_taken():
    unsaid = block(ARTICLE.replace(b' lang="en"', b""))
    assert choose(record(data=unsaid), replace(WISH, languages=("ru",))) is not None


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (record(WARC_Payload_Digest=digest(b"other")), "payload is not the one"),
        (record(WARC_Block_Digest=digest(b"other")), "block is not the one"),
        (record(WARC_Truncated="length"), "only the beginning"),
        (record(at="yesterday"), "WARC-Date can't be read"),
        (record(at="2099-01-01T00:00:00Z"), "can't be true"),
        (record(at="1970-01-01T00:00:00Z"), "can't be true"),
        (record(data=b"SSH-2.0-OpenSSH"), "no HTTP answer"),
        (record(data=block(b"5\r\nab", "200 OK", "Transfer-Encoding: chunked")), "chunks"),
    ],
)
def test_a_record_that_is_not_sound_is_named(data: bytes, why: str):
    with pytest.raises(BadMember, match=why):
        choose(data)


def test_chunks_that_a_writer_kept_are_undone():
    size = f"{len(ARTICLE):x}\r\n".encode()
    chunked = block(size + ARTICLE + b"\r\n0\r\n\r\n", "200 OK", "Transfer-Encoding: chunked")
    assert kept(record(data=chunked)).answer.payload == ARTICLE


def test_chunks_that_a_writer_undid_are_left_alone():
    undone = block(ARTICLE, "200 OK", "Transfer-Encoding: chunked")
    assert kept(record(data=undone)).answer.payload == ARTICLE


@given(st.binary(max_size=200), st.text(max_size=20).filter(lambda t: "\r" not in t))
def test_no_record_breaks_the_choice(data: bytes, date: str):
    headers = (("WARC-Type", "response"), ("WARC-Date", date))
    target = ("WARC-Target-URI", "http://steppe.example.org/")
    found = Member(offset=0, headers=(*headers, target), block=b"HTTP/1.1 200 OK\r\n" + data)
    with suppress(BadMember):
        Chooser(WISH, NOW).record(found, ADDRESS)


# -- a file on this machine ------------------------------------------------------------------------


def take(
    tmp_path: Path, data: bytes, known: frozenset[tuple[str, str]] = frozenset()
) -> list[RecordWritten | Refusal]:
    file, number = tmp_path / "march.warc.gz", len(list(tmp_path.iterdir()))
    file.write_bytes(data)
    warc = tmp_path / f"{number}-ours.warc.gz"
    return list(take_warc(file, warc, run_id="r", wish=WISH, now=NOW, known=known))


def test_damage_in_a_file_costs_no_other_page(tmp_path: Path):
    bad = record("http://steppe.example.org/bad", WARC_Payload_Digest=digest(b"other"))
    found = take(tmp_path, record() + bad + b"\x1f\x8b\x08 rubbish" + record())
    assert [type(each) for each in found] == [Refusal, Refusal, RecordWritten, RecordWritten]


def test_what_was_taken_before_is_not_taken_again(tmp_path: Path):
    (first,) = take(tmp_path, record())
    assert isinstance(first, RecordWritten)
    assert take(tmp_path, record(), frozenset({(first.url, first.payload_sha256)})) == []
