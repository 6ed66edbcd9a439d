"""Letters as files."""

import stat
from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.outbox import FolderMailer


def make_letter(text: str = "hello") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "s"
    message.set_content(text)
    return message


def test_a_letter_lies_in_the_folder_for_its_owner_alone(tmp_path: Path) -> None:
    path = FolderMailer(tmp_path / "outbox").deliver(make_letter(), "abc")
    assert path.read_bytes().endswith(b"hello\r\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_letter_twice_is_one_file_and_stays_as_it_was(tmp_path: Path) -> None:
    mailer = FolderMailer(tmp_path)
    mailer.deliver(make_letter("first"), "abc")
    path = mailer.deliver(make_letter("second"), "abc")
    assert b"first" in path.read_bytes() and list(tmp_path.iterdir()) == [path]


def test_a_letter_that_could_not_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("monitor.wholefile.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        FolderMailer(tmp_path).deliver(make_letter(), "abc")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../x", "", "a/b", ".hidden", "a" * 200, "a\x00"])
def test_a_name_that_is_no_safe_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="file name"):
        FolderMailer(tmp_path).deliver(make_letter(), name)
