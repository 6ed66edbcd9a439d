"""Addresses: which may be fetched, when two are one, and whose site they belong to."""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

if TYPE_CHECKING:
    from tldextract import TLDExtract

LONGEST = 2083
DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that say where a reader came from or which visit this is, never what is read.
TRACKING = frozenset(
    {
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "yclid",
        "ymclid",
        "msclkid",
        "twclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "_ga",
        "_gl",
        "_openstat",
        "at_medium",
        "at_campaign",
        "xtor",
        "cmpid",
        "ns_campaign",
        "ns_mchannel",
        "ref_src",
        "ref_url",
        "amp",
        "outputtype",
        "phpsessid",
        "jsessionid",
        "sessionid",
        "session_id",
    }
)
TRACKING_STEMS = ("utm_", "pk_", "mtm_", "hsa_", "_hs", "aspsessionid")

# Two URL readers may disagree about these, so that one checks a host and the other calls another.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?)+|\[[0-9a-f:.]+\]", re.I)
# Most addresses are canonical as they stand; `canonical_url` leaves those alone, for it is slow.
_PLAIN = re.compile(
    r"(?!.*/\.)https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]{1,24}"
    r"(?::(?!80/|443/)[1-9]\d{1,4})?/[\w/.~-]*",
    re.ASCII,
)
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/;?]*", re.I)
_AMP_PATH = re.compile(r"(?<=[^/])(?:/amp/?|\.amp)$")
_STEPS = 5


def is_fetchable(url: str) -> bool:
    """Whether it is a plain web address that every URL reader reads alike. Names, not addresses:
    where a host lies is the guard's question, asked when the connection is made.
    """
    if len(url) > LONGEST or _AMBIGUOUS.search(url):
        return False
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        ascii_host = host if host.isascii() else host.encode("idna").decode()
    except (ValueError, UnicodeError):
        return False
    bare = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    return (
        parts.scheme in DEFAULT_PORTS
        and "@" not in parts.netloc
        and port != 0
        and _HOST.fullmatch(bare) is not None
    )


def clean_url(url: str, base: str = "") -> str | None:
    """The address as it is requested: absolute, escaped, without fragment. None: not fetchable."""
    if not url.strip():
        return None  # joined to a base it would become the base itself
    try:
        joined = urldefrag(urljoin(base, url.strip())).url
        # Checked before escaping as well: escaping would hide a backslash or a tab.
        return _escaped(joined) if is_fetchable(joined.replace(" ", "%20")) else None
    except (ValueError, UnicodeError):
        return None


def _escaped(url: str) -> str | None:
    safe = safe_url_string(url)
    return safe if is_fetchable(safe) else None


def canonical_url(url: str) -> str:
    """The form under which an address is known: two spellings of one page give one string.

    Fragment, tracking and session parameters, default port and AMP ending go; host and scheme are
    lowered; parameters are sorted. Hosts are never changed: "m." and "www." are other machines on
    some sites, and a reviewer must be able to open the result. Applied twice it changes nothing;
    what can't be read as an address comes back stripped of white space only.
    """
    start = current = url.strip()
    if _PLAIN.fullmatch(start) and not _AMP_PATH.search(start):
        return start
    for _ in range(_STEPS):
        following = _simplified(current)
        if following == current:
            return current
        current = following
    return start  # not settled: escaping that undoes itself, so left alone


def _simplified(url: str) -> str:
    try:
        parts = urlsplit(canonicalize_url(url))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except (ValueError, UnicodeError):
        return url
    if parts.scheme not in DEFAULT_PORTS or not host or "@" in parts.netloc:
        return url
    name = f"[{host}]" if ":" in host else host
    netloc = name if port in {None, DEFAULT_PORTS[parts.scheme]} else f"{name}:{port}"
    path = _AMP_PATH.sub("", _SESSION_PATH.sub("", parts.path)) or "/"
    return urlunsplit((parts.scheme, netloc, path, _without_tracking(parts.query), "")).strip()


def _without_tracking(query: str) -> str:
    if not query:
        return query
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = [(name, value) for name, value in pairs if not _is_tracking(name)]
    return query if len(kept) == len(pairs) else urlencode(kept, errors="surrogateescape")


def _is_tracking(name: str) -> bool:
    lowered = name.lower()
    return lowered in TRACKING or lowered.startswith(TRACKING_STEMS)


def host_and_port(url: str) -> tuple[str, int]:
    """Lower-case host, and the port the connection will use."""
    parts = urlsplit(url)
    port = parts.port
    return (parts.hostname or "").rstrip("."), DEFAULT_PORTS[parts.scheme] if port is None else port


def origin_of(url: str) -> tuple[str, str, int]:
    """Scheme, host and port: what a secret may be told to."""
    return (urlsplit(url).scheme.lower(), *host_and_port(url))


def is_on_host(url: str, allowed: Iterable[str]) -> bool:
    """Whether an address lies on one of these hosts or below it; "host:port" means that port."""
    host, port = host_and_port(url)
    return any(_fits(host, port, each.lower()) for each in allowed)


def _fits(host: str, port: int, allowed: str) -> bool:
    name, colon, wanted = allowed.rpartition(":")
    if colon and wanted.isdigit():
        return host == name.strip("[]") and port == int(wanted)
    return host == allowed or host.endswith(f".{allowed}")


def registered_domain(url: str) -> str:
    """The site an address belongs to: "example.org" for "https://www.example.org/ru". An address
    without a registered name (a number, a bare host) is its own site.
    """
    found = _suffixes()(url)
    return found.top_domain_under_public_suffix.lower() or urlsplit(url).hostname or url


@cache
def _suffixes() -> "TLDExtract":
    # Imported when an address is asked about: it brings an HTTP client along, which takes longer
    # than most commands that ask about none.
    from tldextract import TLDExtract

    # The bundled list, never the network: the result must not depend on the night.
    return TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)
