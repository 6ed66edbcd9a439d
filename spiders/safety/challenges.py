"""Tells a page that came instead of the one that was asked for: a guard's, a consent or login page,
a notice that nothing is there, the shell of a page that only a browser draws.

Such an answer comes with status 200 as often as not, and changes nothing about the article.
Only signs that a real article can't carry count: the scripts of guards stand in ordinary pages as
well, so a script alone is no sign, and a page with more words than a notice is never a challenge.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 64 * 1024  # bytes; guards' pages are small, and articles about captchas are not

_TITLES = re.compile(
    r"just a moment|attention required|checking your browser|ddos-guard|access denied|"
    r"are you (?:a )?(?:human|robot)|verif(?:y|ying) you are human|security check|captcha|"
    r"проверка браузера|проверка безопасности|вы не робот|доступ (?:ограничен|запрещ[её]н)|"
    r"под защитой|браузерді тексеру|қауіпсіздікті тексеру|сіз робот емессіз|request unsuccessful",
    re.IGNORECASE,
)
_MARKS = (
    "cf-chl-", "cf_chl_opt", "_cf_chl", "/_incapsula_resource", "__qrator", "ddos-guard/js-",
    "awswafintegration", "px-captcha", "geo.captcha-delivery.com", "/.well-known/ddos-guard/check",
)  # fmt: skip
_MAINTENANCE = re.compile(
    r"(?:urgent|under|scheduled) maintenance|temporarily unavailable|технические работы|"
    r"сайт временно недоступен|техникалық жұмыстар",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"\b404\b|(?:page|document|file) (?:was |is )?not found|nothing (?:was )?found|"
    r"страниц\w+ не (?:найден|существует)|не найден[ао]?\b|бет табылмады|парақ табылмады",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"before you continue|прежде чем (?:продолжить|перейти)|жалғастырмас бұрын|"
    r"we value your privacy|consent to (?:the use of )?cookies|cookie consent",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_DRAWN_BY_SCRIPT = re.compile(
    r"<app-root|<div[^>]{0,100}id\s*=\s*[\"']?(?:app|root|__next)\b", re.I
)
_TITLE = re.compile(r"<title[^>]*>(.{0,300}?)</title>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(
    r"<!--|<(?:(?P<unseen>script|style|noscript)\b|(?P<link>a)\b|(?P<end>/a)\b)?[^<>]*>",
    re.IGNORECASE,
)
_SCRIPT_END = re.compile(r"</(?:script|style|noscript)\s*>", re.IGNORECASE)
_CLOUDFLARE_BLOCKS = re.compile(rb"\s*error code: 10(?:0[5-9]|1[0-25]|20)\s*")
_WORDS_OF_A_NOTICE = 150
_START = 1_000  # characters that show what kind of text it is
_WORDS_OF_A_SHELL = 25
_EMPTY_ACCEPTED = 202


def challenge_in(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> str | None:
    """What the answer is instead of the page; None if it looks like the page."""
    if any(name.lower() == "cf-mitigated" for name, _ in headers) or _CLOUDFLARE_BLOCKS.fullmatch(
        body[:100]
    ):
        return "a challenge page (Cloudflare)"
    if status == _EMPTY_ACCEPTED and not body.strip():
        return "a challenge page (202 without content)"
    if not body.strip():
        return "an empty page" if status == 200 else None
    return None if len(body) > LONGEST else _in_short_page(body.decode("utf-8", "replace"))


def _in_short_page(text: str) -> str | None:
    is_data = _is_data(text[:_START].lower())
    seen = None if is_data else _seen_in(text, _WORDS_OF_A_NOTICE)
    if (is_data or seen is not None) and any(mark in text.lower() for mark in _MARKS):
        return "a challenge page"
    if seen is None:
        return None
    title = _TITLE.search(text)
    found = _by_title(title.group(1)) if title is not None else None
    if found is None and _MAINTENANCE.search(seen.plain):
        return "a maintenance notice"
    return found or _by_shape(text, seen.words)


def _is_data(lowered: str) -> bool:
    """A feed, a table or JSON: its titles are headlines, and no guard speaks so."""
    start = lowered.lstrip("\ufeff \r\n\t")
    if start.startswith("<?xml"):
        return "<html" not in start
    return start.startswith(("{", "[", "<rss", "<feed", "<urlset", "<sitemapindex"))


@dataclass(frozen=True, slots=True)
class _Seen:
    """words: how many. plain: those that lead nowhere: a list's links say others' headlines."""

    words: int
    plain: str


def _seen_in(text: str, enough: int) -> _Seen | None:
    """What a reader sees; None once it is more than `enough` words, for every page is asked."""
    words, plain = 0, []
    for piece, is_link in _pieces(text):
        words += len(piece.split())
        if words > enough:
            return None
        if not is_link:
            plain.append(piece)
    return _Seen(words, " ".join(plain))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text between tags, each with whether it stands in a link."""
    place, is_link = 0, False
    while tag := _TAG.search(text, place):
        yield text[place : tag.start()], is_link
        is_link = bool(tag["link"]) or (is_link and not tag["end"])
        place = _unseen_end(text, tag) if tag["unseen"] or tag[0] == "<!--" else tag.end()
    yield text[place:], is_link


def _unseen_end(text: str, tag: re.Match[str]) -> int:
    """Where a script, a style or a comment ends: with the page, if nothing ends it."""
    plain = f"</{tag['unseen']}>" if tag["unseen"] else "-->"
    if (place := text.find(plain, tag.end())) >= 0:  # far faster than the expression
        return place + len(plain)
    found = _SCRIPT_END.search(text, tag.end()) if tag["unseen"] else None
    return found.end() if found else len(text)


def _by_title(title: str) -> str | None:
    if _TITLES.search(title):
        return "a challenge page"
    if _MISSING.search(title):
        return "a notice that nothing is there"
    return "a consent page" if _CONSENT.search(title) else None


def _by_shape(text: str, words: int) -> str | None:
    if _PASSWORD.search(text):
        return "a login page"
    if words <= _WORDS_OF_A_SHELL and "<script" in text and _DRAWN_BY_SCRIPT.search(text):
        return "a page that only a browser draws"
    return None
