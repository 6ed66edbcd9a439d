"""The links in letters by which their reader ends them, without signing in.

A link is an HMAC of whose letters it ends, by a secret of this database: it tells nobody's address
and is of no use for other letters. It holds until the person ends the letters or has the links
renewed (`Subscription.series`), and has no date: the oldest letter's link still works.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256

from storage.contract import Store
from storage.post import Subscription

PATH = "/letters/"
_FACT = "letters-secret"
_PURPOSE = "end the letters of"


def letters_secret(store: Store) -> str:
    """The secret of this database, made when it is asked for first."""
    kept = store.fact(_FACT)
    if kept is not None:
        return kept
    made = secrets.token_urlsafe(32)
    store.keep_fact(_FACT, made)
    return store.fact(_FACT) or made  # of two that were made at once the first stands


def token_of(secret: str, subscription: Subscription) -> str:
    """What a link in a letter of this subscription ends with."""
    words = f"{_PURPOSE}\n{subscription.series}\n{subscription.address}"
    made = hmac.new(secret.encode(), words.encode(), sha256).digest()
    return urlsafe_b64encode(made).decode().rstrip("=")


def owner_of(secret: str, token: str, among: Iterable[Subscription]) -> Subscription | None:
    """Whose letters a token ends; None where it ends none."""
    given, found = token.encode("utf-8", "replace"), None
    for one in among:  # to the end, so that the time taken tells nothing
        if hmac.compare_digest(token_of(secret, one).encode(), given):
            found = one
    return found
