"""Letters as files."""

import stat
from pathlib import Path

import pytest

from monitor.outbox import FolderCarrier
from storage.post import Mail, MailState
from tests.factories import make_mail


def letter(name: str = "abc", text: str = "hello") -> Mail:
    return make_mail(name, message=f"Subject: s\r\n\r\n{text}\r\n")


def carried(folder: Path, mail: Mail) -> Path:
    delivery = FolderCarrier(folder).carry(mail)
    assert delivery.state is MailState.SENT
    assert delivery.path is not None
    return delivery.path


def test_a_letter_lies_in_the_folder_for_its_owner_alone(tmp_path: Path) -> None:
    path = carried(tmp_path / "outbox", letter())
    assert path.read_bytes().endswith(b"hello\r\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_letter_twice_is_one_file_and_stays_as_it_was(tmp_path: Path) -> None:
    carried(tmp_path, letter(text="first"))
    path = carried(tmp_path, letter(text="second"))
    assert b"first" in path.read_bytes() and list(tmp_path.iterdir()) == [path]


def test_a_letter_that_could_not_be_written_leaves_nothing_and_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("monitor.wholefile.os.fsync", full)
    delivery = FolderCarrier(tmp_path).carry(letter())
    assert (delivery.state, "No space" in delivery.said) == (MailState.WAITING, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../x", "", "a/b", ".hidden", "a" * 200, "a\x00"])
def test_a_name_that_is_no_safe_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="file name"):
        FolderCarrier(tmp_path).carry(letter(name))
