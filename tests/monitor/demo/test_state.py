import socket
from pathlib import Path

import pytest

from monitor.demo.server import LOOPBACK
from monitor.demo.state import NewsroomState, advance, read_state, reset, start_newsroom
from rules.complaints import BadFiles
from tests.monitor.demo.conftest import Visitor


def test_the_newsroom_comes_back_at_the_same_address(tmp_path: Path) -> None:
    with start_newsroom(tmp_path) as first:
        assert Visitor(first.host_port).get("/").status == 200
    with start_newsroom(tmp_path) as second:
        assert second == first


def test_the_second_night_is_in_force_from_the_next_start(tmp_path: Path) -> None:
    with start_newsroom(tmp_path) as newsroom:
        assert newsroom.night == 1
        advance(tmp_path)
    with start_newsroom(tmp_path) as newsroom:
        assert newsroom.night == 2
        assert b"night 2" in Visitor(newsroom.host_port).get("/").body


def test_advancing_twice_is_advancing_once(tmp_path: Path) -> None:
    assert advance(tmp_path) == advance(tmp_path) == NewsroomState(night=2)


def test_a_reset_newsroom_begins_anew(tmp_path: Path) -> None:
    advance(tmp_path)
    reset(tmp_path)
    assert read_state(tmp_path) == NewsroomState()


def test_a_port_in_use_is_said_with_the_remedy(tmp_path: Path) -> None:
    with start_newsroom(tmp_path) as newsroom:
        pass
    port = int(newsroom.host_port.split(":")[1])
    with (
        socket.create_server((LOOPBACK, port)),
        pytest.raises(BadFiles, match="recwatch demo reset"),
        start_newsroom(tmp_path),
    ):
        pass


@pytest.mark.parametrize(
    "text", ["", "[1]", "{}", '{"port": "x", "night": 1}', '{"port": 1, "night": 3}', "[" * 99999]
)
def test_a_damaged_state_is_said_and_reset_mends_it(tmp_path: Path, text: str) -> None:
    advance(tmp_path)
    (tmp_path / "demo" / "state.json").write_text(text)
    with pytest.raises(BadFiles, match=r"state\.json"):
        read_state(tmp_path)
    reset(tmp_path)
    assert read_state(tmp_path).night == 1


def test_what_the_newsroom_keeps_is_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "var"
    advance(home)
    assert [p.stat().st_mode & 0o77 for p in (home, home / "demo")] == [0, 0]
