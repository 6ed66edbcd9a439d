"""Tells a page that a guard in front of a site served from the page that was asked for.

Such an answer comes with status 200 as often as not, and changes nothing about the article.
Only signs that a real article can't carry count: the scripts of these guards stand in ordinary
pages as well, so a script alone is no sign, and a long page is never a challenge.
"""

import re
from collections.abc import Iterable

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
_TITLE = re.compile(r"<title[^>]*>(.{0,300}?)</title>", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_WORDS_OF_A_NOTICE = 150
_EMPTY_ACCEPTED = 202


def challenge_in(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> str | None:
    """What the answer is instead of the page; None if it looks like the page."""
    if any(name.lower() == "cf-mitigated" for name, _ in headers):
        return "a challenge page (Cloudflare)"
    if status == _EMPTY_ACCEPTED and not body.strip():
        return "a challenge page (202 without content)"
    if not body.strip():
        return "an empty page" if status == 200 else None
    return None if len(body) > LONGEST else _in_short_page(body.decode("utf-8", "replace"))


def _in_short_page(text: str) -> str | None:
    lowered = text.lower()
    if any(mark in lowered for mark in _MARKS):
        return "a challenge page"
    title = _TITLE.search(text)
    if title is None:
        return None
    words = len(_TAGS.sub(" ", text).split())
    if words <= _WORDS_OF_A_NOTICE and _TITLES.search(title.group(1)):
        return "a challenge page"
    if words <= _WORDS_OF_A_NOTICE and _MAINTENANCE.search(text):
        return "a maintenance notice"
    return None
