"""The outbox: letters as files, for a person or a mail program to pick up."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from monitor.wholefile import sync_folder, write_whole

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
            write_whole(path, message.as_bytes(policy=SMTP))
        sync_folder(self._folder)
        return path
