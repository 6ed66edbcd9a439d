"""The outbox folder: letters as files, for a person or a mail program to pick up."""

import re
from pathlib import Path

from monitor.contracts import Delivery
from monitor.wholefile import sync_folder, write_whole
from storage.post import Mail, MailState

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}")


class FolderCarrier:
    """Puts each letter into `folder` as `<mail's id>.eml`, mode 0600.

    A letter is there whole or not at all, and durable when `carry` returns SENT. One of the same
    name stays as it is: it was handed over before a crash, and may have been picked up.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def carry(self, mail: Mail) -> Delivery:
        """Write the letter; where the folder can't be written it waits."""
        if not _SAFE_NAME.fullmatch(mail.id):
            raise ValueError(f"not a file name that is safe everywhere: {mail.id!r}")
        path = self._folder / f"{mail.id}.eml"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not path.exists():
                write_whole(path, mail.message.encode("ascii"))
            sync_folder(self._folder)
        except OSError as error:
            said = f"{self._folder} can't be written: {error.strerror}"
            return Delivery(state=MailState.WAITING, said=said)
        return Delivery(state=MailState.SENT, said=f"lies in {path}", path=path)
