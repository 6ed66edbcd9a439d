"""One answer of a server, or why there is none."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from scrapy.exceptions import IgnoreRequest

from spiders.records import Role


class Refused(IgnoreRequest):
    """An address gives no page tonight; the message is the reason a person reads. Go on."""

    @property
    def reason(self) -> str:
        """The sentence."""
        return str(self)


class RobotsRefused(Refused):
    """The site asks not to be fetched: the source is skipped, nothing is broken."""


class NoAnswer(Refused):
    """The server gave no answer that could be taken: after many of these, leave it alone."""


@dataclass(frozen=True, kw_only=True)  # no slots: the hash of a large payload is made once
class Answer:
    """url: as requested; final_url: that answered. payload: content coding still on; body: undone.

    For an answer that is only kept as evidence (a redirect, an error) body is the payload.
    """

    role: Role
    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    payload: bytes
    body: bytes
    fetched_at: datetime

    def header(self, name: str) -> str | None:
        """The first header of this name, in lower case as asked; None if there is none."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    @cached_property
    def payload_sha256(self) -> str:
        """Hash of the bytes that are kept."""
        return sha256(self.payload).hexdigest()
