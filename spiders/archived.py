"""From a WARC record of others to an Answer, if it is wanted: whose page it is, and whether the
record is sound. Pure; nothing that it holds is trusted.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha1, sha256

from spiders.answers import Answer
from spiders.captures import read_capture, web_address
from spiders.heads import BadMember, Headers, first_header, parse_answer
from spiders.records import Role
from spiders.urls import is_on_host
from spiders.warcstream import Member
from spiders.wishes import ArchiveWish

_FIRST_WEB_PAGE = datetime(1991, 8, 6, tzinfo=UTC)
_HASHES: dict[str, Callable[[bytes], bytes]] = {
    "sha1": lambda data: sha1(data, usedforsecurity=False).digest(),
    "sha256": lambda data: sha256(data).digest(),
}
_LANGUAGE = re.compile(rb"""<html\b[^>]{0,300}\blang\s*=\s*["']?([a-zA-Z]{2})\b""", re.I)
_HEAD = 4096
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer, and the source it belongs to."""

    source_id: str
    answer: Answer


class Chooser:
    """Keeps what a wish names."""

    def __init__(self, wish: ArchiveWish, now: datetime) -> None:
        self._wish = wish
        self._latest = now + timedelta(days=1)
        self._articles = tuple(re.compile(each) for each in wish.articles)

    def source_of(self, url: str) -> str | None:
        """The source that a page belongs to; None where nobody asked for it."""
        if self._articles and not any(each.search(url) for each in self._articles):
            return None
        return next((own for host, own in self._wish.belongs if is_on_host(url, (host,))), None)

    def capture(self, answer: Answer) -> Kept | None:
        """A raw capture as the page it is of; None where it is another's, or none at all."""
        found = read_capture(answer.final_url)
        source_id = self.source_of(found.original) if found else None
        if found is None or source_id is None or not self._is_possible(found.seen_at):
            return None
        seen = replace(answer, final_url=found.original, fetched_at=found.seen_at)
        return Kept(source_id=source_id, answer=seen)

    def record(self, member: Member, address: str) -> Kept | None:
        """The page of a record, None where nobody wants it. address: of the record.

        Raises BadMember for a record that would be wanted and is not sound.
        """
        if member.header("WARC-Type") != "response":
            return None
        url = web_address(member.header("WARC-Target-URI"))
        source_id = self.source_of(url) if url else None
        if url is None or source_id is None:
            return None
        status, headers, stored = parse_answer(member.block)
        if status != 200 or not self._is_in_language(headers, stored):
            return None
        payload = _without_chunks(headers, stored)
        _check_digests(member, stored, payload)
        answer = Answer(
            role=Role.ARTICLE,
            url=address,
            final_url=url,
            status=status,
            headers=_without_nul(headers),
            payload=payload,
            body=payload,
            fetched_at=self._moment(member),
        )
        return Kept(source_id=source_id, answer=answer)

    def _is_in_language(self, headers: Headers, payload: bytes) -> bool:
        """Whether the page says that it is in a wanted language, or says nothing."""
        languages, stated = self._wish.languages, _stated_language(headers, payload)
        return not languages or stated is None or stated in languages

    def _moment(self, member: Member) -> datetime:
        try:
            moment = datetime.fromisoformat(member.header("WARC-Date"))
        except ValueError as error:
            raise BadMember("its WARC-Date can't be read") from error
        aware = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        if not self._is_possible(aware):
            raise BadMember(f"its WARC-Date, {aware:%Y-%m-%d}, can't be true")
        return aware

    def _is_possible(self, moment: datetime) -> bool:
        return _FIRST_WEB_PAGE <= moment <= self._latest


def _stated_language(headers: Headers, payload: bytes) -> str | None:
    """By the page's own word, which stands in its first lines; a header speaks for the site."""
    found = _LANGUAGE.search(payload[:_HEAD])
    if found:
        return found[1].decode().lower()
    stated = (first_header(headers, "Content-Language") or "").strip().lower()
    return stated[:2] if re.fullmatch(r"[a-z]{2}(?:-[a-z0-9-]+)?", stated) else None


def _without_nul(headers: Headers) -> Headers:
    return tuple((name, value) for name, value in headers if "\0" not in name + value)


def _without_chunks(headers: Headers, stored: bytes) -> bytes:
    """The payload after transfer coding, which some writers keep and some undo."""
    coding = (first_header(headers, "Transfer-Encoding") or "").strip().lower()
    if coding != "chunked":
        return stored
    parts: list[bytes] = []
    place = 0
    while found := _CHUNK_SIZE.match(stored, place):
        size, start = int(found[1], 16), found.end()
        if size == 0:
            return b"".join(parts)
        parts.append(stored[start : start + size])
        place = start + size + 2
        if stored[place - 2 : place] != b"\r\n":
            break
    if not parts:
        return stored  # undone already, as its first bytes show
    raise BadMember("its chunks are cut off")


def _check_digests(member: Member, *payloads: bytes) -> None:
    """Raises BadMember. Writers differ in which form of the payload they hash."""
    if not _fits(member.header("WARC-Block-Digest"), member.block):
        raise BadMember("the block is not the one its digest was made of")
    labelled = member.header("WARC-Payload-Digest")
    if not any(_fits(labelled, payload) for payload in payloads):
        raise BadMember("the payload is not the one its digest was made of")
    if member.header("WARC-Truncated"):
        raise BadMember("its archive kept only the beginning of it")


def _fits(labelled: str, data: bytes) -> bool:
    """Whether a digest is that of the data; one of a kind that is not known can't tell."""
    kind, _, value = labelled.strip().partition(":")
    make = _HASHES.get(kind.lower().replace("-", ""))
    if make is None:
        return True
    digest = make(data)
    return value.lower() in (digest.hex(), base64.b32encode(digest).decode().lower())
