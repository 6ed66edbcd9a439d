"""How the pages are served: to which hosts, over what, and what no page may do.

`origin` is the address that people type, where a proxy stands before us ("https://…"); "" is this
machine alone, over http.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# A page of somebody else's words: nothing in it may act, whatever slips through.
COPY_POLICY = (
    "sandbox allow-same-origin allow-top-navigation-by-user-activation; default-src 'none'; "
    "style-src 'self'; img-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
BODY_AT_MOST = 128 * 1024
FILE_PATH = "/found/file"  # where a file may be sent
FILE_AT_MOST = 2 * 2**20
# Where whole texts and rule files are given; a Cyrillic letter takes six bytes on the way.
ROOMY_AT_MOST = 2**20
_ROOMY = {FILE_PATH: FILE_AT_MOST, "/rules/read": ROOMY_AT_MOST, "/rules/try": ROOMY_AT_MOST}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """hosts: what a Host header may hold, in lower case, with the port where one is typed.

    single_user: whose desk it is without a password; "": people sign in. title: what a tab is
    called besides the page; neutral: tabs and sign-in name neither product nor country.
    """

    hosts: frozenset[str]
    origin: str = ""
    single_user: str = ""
    neutral: bool = False

    @property
    def is_secure(self) -> bool:
        """Whether people reach it over https."""
        return self.origin.startswith("https://")

    @property
    def cookie(self) -> str:
        """The session cookie's name: the prefix binds it to https and this host."""
        return "__Host-session" if self.is_secure else "session"

    def allows_host(self, host: str) -> bool:
        """Whether a Host header names this server; a made-up name is an attack."""
        return host.lower() in self.hosts

    def is_own_origin(self, origin: str, host: str) -> bool:
        """Whether an Origin header names this server."""
        return origin == f"{'https' if self.is_secure else 'http'}://{host}"


def make_policy(
    port: int,
    *,
    origin: str = "",
    hosts: tuple[str, ...] = (),
    single_user: str = "",
    neutral: bool = False,
) -> Policy:
    """The policy of a server on `port` of this machine. Raises ValueError for a bad origin."""
    own = {f"{name}:{port}" for name in LOOPBACK} | {host.lower() for host in hosts}
    if origin:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
            raise ValueError("expected an address without a path, as https://review.example.org")
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        own.add(parts.netloc.lower())
    return Policy(hosts=frozenset(own), origin=origin, single_user=single_user, neutral=neutral)


def body_at_most(path: str) -> int:
    """How many bytes a form that is sent there may have."""
    return _ROOMY.get(path, BODY_AT_MOST)


def safe_next(target: str) -> str:
    """Where to go after signing in, if that is a page of ours; otherwise the queue."""
    is_path = target.startswith("/") and not target.startswith(("//", "/\\"))
    if not is_path or len(target) > 2000 or "\\" in target or not target.isprintable():
        return "/queue"
    return target
