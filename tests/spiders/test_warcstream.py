import gzip
import tracemalloc
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders import warcstream
from spiders.warcstream import RECORD_AT_MOST, Flaw, Member, WarcStream
from tests.spiders.foreign import block, huge_record, pieces, record

FIRST, SECOND, THIRD = (record(f"http://a.example.org/{n}") for n in (1, 2, 3))


def read(parts: Iterable[bytes]) -> list[Member | Flaw]:
    stream = WarcStream()
    found = [each for part in parts for each in stream.feed(part)]
    return [*found, *stream.close()]


def urls(found: Iterable[Member | Flaw]) -> list[str]:
    return [each.header("WARC-Target-URI")[-1] for each in found if isinstance(each, Member)]


def flaws(found: Iterable[Member | Flaw]) -> list[str]:
    return [each.why for each in found if isinstance(each, Flaw)]


@given(st.integers(1, 5_000))
@settings(max_examples=30)
def test_a_file_reads_alike_in_whatever_pieces_it_comes(size: int):
    whole = FIRST + SECOND + THIRD
    assert read(pieces(whole, size)) == read([whole])


def test_each_record_has_the_place_where_it_begins():
    offsets = [each.offset for each in read([FIRST + SECOND])]
    assert offsets == [0, len(FIRST)]


@given(st.integers(0, len(SECOND) - 1), st.integers(1, 255))
@settings(max_examples=60)
def test_one_damaged_byte_costs_one_record_at_most(place: int, change: int):
    damaged = bytearray(SECOND)
    damaged[place] ^= change
    found = read([FIRST + bytes(damaged) + THIRD])
    assert {"1", "3"} <= set(urls(found))


def test_damage_is_named_with_its_place():
    found = read([FIRST + SECOND[:40] + bytes(60) + SECOND[100:] + THIRD])
    assert [(f.offset, f.why) for f in found if isinstance(f, Flaw)] == [
        (len(FIRST), "it can't be unpacked")
    ]


def test_a_file_that_is_cut_off_says_so():
    assert flaws(read([FIRST + SECOND[:50]])) == ["it is cut off"]


@pytest.mark.parametrize("length", [0, 10, 10**6, 10**11])
def test_a_lying_length_costs_its_own_record(length: int):
    found = read([FIRST + record(length=length) + THIRD])
    assert (urls(found), flaws(found)) == (
        ["1", "3"],
        ["its Content-Length is not that of its block"],
    )


def test_a_bomb_is_passed_over_and_what_follows_is_read():
    bomb = b"".join(huge_record(RECORD_AT_MOST + 2**20))
    found = read([FIRST + bomb + THIRD])
    assert (urls(found), flaws(found)) == (["1", "3"], ["it unpacks to more than 33 MiB"])


def test_what_a_bomb_holds_does_not_pass_for_a_record(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(warcstream, "RECORD_AT_MOST", 1000)
    wrapped = gzip.compress(bytes(2000) + SECOND, compresslevel=0)
    assert SECOND in wrapped  # packed without packing, as a server can have it
    small = gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
    found = read([wrapped + small])
    assert [type(each) for each in found] == [Flaw, Member]
    assert isinstance(found[1], Member) and found[1].header("WARC-Type") == "warcinfo"


def test_a_record_that_does_not_end_ends_the_reading(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(warcstream, "RECORD_AT_MOST", 1000)
    monkeypatch.setattr(warcstream, "PASSED_OVER_AT_MOST", 2**21)
    found = read([*huge_record(4 * 2**20), FIRST])
    assert found == [Flaw(offset=0, why="it does not end", is_end=True)]


def test_a_file_of_marks_without_records_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(warcstream, "GUESSES_AT_MOST", 50)
    found = read([FIRST + b"\x1f\x8b\x08\x00" * 200])
    assert flaws(found)[-1] == "no record can be told in what follows"


@given(st.binary(max_size=2_000))
def test_no_bytes_break_the_reader(data: bytes):
    read(pieces(data, 100))


@pytest.mark.prove
def test_a_record_of_a_gigabyte_takes_no_more_memory_than_a_page():
    stream = WarcStream()
    tracemalloc.start()
    try:
        for part in huge_record(2**30):
            assert not [each for each in stream.feed(part) if isinstance(each, Member)]
        assert urls(stream.feed(FIRST)) == ["1"]
        assert tracemalloc.get_traced_memory()[1] < 3 * RECORD_AT_MOST
    finally:
        tracemalloc.stop()


def test_a_block_comes_as_it_was_written():
    (found,) = read([FIRST])
    assert isinstance(found, Member) and found.block == block()
