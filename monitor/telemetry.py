"""The log: JSON lines without secrets and without the names of people.

Words that must not be in a log are taken out in one place, on the way to the file, so that nobody
who writes a line has to remember them.
"""

import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from typing import Any

import structlog

from monitor.settings import Settings

HIDDEN = "[hidden]"
NAME = "recwatch.log"
_BYTES, _FILES = 5 * 2**20, 5
_SECRET_KEY = re.compile(
    r"pass(word|wd|phrase)?|secret|token|api_?key|authorization|cookie|session|signature"
    r"|reviewer|subscriber|contact|note",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s@]+@")  # user:password@
_IN_QUERY = re.compile(
    r"(?i)([?&;](?:[\w.-]*(?:key|token|pass\w*|secret|sig\w*|auth\w*|session\w*))=)[^&;\s#\"']+"
)
_IN_HEADER = re.compile(r"(?i)\b(authorization|cookie|set-cookie|x-api-key)(\s*[:=]\s*)[^\r\n]+")


class Redactor:
    """Takes secrets and names out of whatever is logged. words: known ones, hidden anywhere."""

    def __init__(self, words: tuple[str, ...] = ()) -> None:
        known = sorted({w for w in words if len(w) > 1}, key=len, reverse=True)
        joined = "|".join(map(re.escape, known))
        self._words = re.compile(rf"(?<!\w)(?:{joined})(?!\w)") if known else None

    def __call__(self, logger: Any, method: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """As structlog calls a processor."""
        del logger, method
        return {key: self._clean(key, value) for key, value in event.items()}

    def text(self, text: str) -> str:
        """A text without them."""
        text = _IN_ADDRESS.sub(f"{HIDDEN}@", text)
        text = _IN_QUERY.sub(rf"\1{HIDDEN}", text)
        text = _IN_HEADER.sub(rf"\1\2{HIDDEN}", text)
        return self._words.sub(HIDDEN, text) if self._words else text

    def _clean(self, key: str, value: Any) -> Any:
        if _SECRET_KEY.search(key):
            return HIDDEN
        if isinstance(value, Mapping):
            return {str(k): self._clean(str(k), each) for k, each in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._clean("", each) for each in value]
        if isinstance(value, bool | int | float) or value is None:
            return value
        return self.text(str(value))


@contextmanager
def open_log(settings: Settings) -> Iterator[Any]:
    """A logger whose lines, and those of every library from "warning" on, go to the log."""
    handler = _handler(settings)
    handler.setFormatter(_formatter(private_words(settings)))
    root = logging.getLogger()
    own = logging.getLogger("recwatch")
    before = own.level
    root.addHandler(handler)
    own.setLevel(logging.INFO)
    try:
        yield structlog.wrap_logger(
            own, processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter]
        )
    finally:
        own.setLevel(before)
        root.removeHandler(handler)
        handler.close()


def private_words(settings: Settings) -> tuple[str, ...]:
    """What is never logged of the settings: passwords, and who people are."""
    secret = settings.smtp_password.get_secret_value()
    return secret, settings.reviewer, settings.subscriber, settings.smtp_user, settings.contact


def _handler(settings: Settings) -> logging.Handler:
    if settings.log == "stderr":
        return logging.StreamHandler(sys.stderr)
    folder = settings.home / "log"
    for each in (settings.home, folder):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
    return _PrivateFile(
        folder / NAME, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=True
    )


class _PrivateFile(RotatingFileHandler):
    """A rotated file of mode 0600 from its first byte on."""

    def _open(self) -> Any:
        def opener(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        return open(self.baseFilename, self.mode, encoding=self.encoding, opener=opener)


def _formatter(words: tuple[str, ...]) -> structlog.stdlib.ProcessorFormatter:
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            *shared,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            Redactor(words),
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
    )
