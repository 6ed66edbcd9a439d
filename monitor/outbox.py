"""The outbox: letters as files, for a person or a mail program to pick up."""

import os
import re
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}")


class FolderMailer:
    """Puts each letter into `folder` as `<name>.eml`, mode 0600.

    A letter is there whole or not at all, and durable when `deliver` returns. One of the same
    name stays as it is: it was handed over before a crash, and may have been picked up.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, message: EmailMessage, name: str) -> Path:
        """Write the letter. Raises OSError where the folder can't be written."""
        if not _SAFE_NAME.fullmatch(name):
            raise ValueError(f"not a file name that is safe everywhere: {name!r}")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{name}.eml"
        if not path.exists():
            _write(path, message.as_bytes(policy=SMTP))
        _sync_folder(self._folder)
        return path


def _write(path: Path, content: bytes) -> None:
    # Named after this process, so that two of them never write into one file.
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
