"""Why an address gave no page, in words a person can read."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from spiders.answers import Refused

# Of two that fit, the first: subclasses stand before their parents.
_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (CannotResolveHostError, "name not found"),
    (DownloadTimeoutError, "no whole answer within {seconds} s"),
    (DownloadConnectionRefusedError, "connection refused"),
    (DownloadCancelledError, "larger than the limit for one page"),
    (ResponseDataLossError, "the answer broke off"),
    (UnsupportedURLSchemeError, "not a web address"),
)
# What the libraries below write into the errors that they wrap.
_SIGNS = (
    ("certificate verify failed", "its certificate is not valid"),
    ("VerificationError", "its certificate is for another host"),
    ("SSL", "no secure connection can be made"),
    ("ParseError", "the answer is not HTTP"),
    ("conflicting Content-Length", "the answer is not HTTP"),
    ("LineLength", "the answer is not HTTP"),
    ("HeadersTooLarge", "the headers are too large"),
    ("TunnelError", "the proxy did not let it through"),
    ("max redirections", "redirected more than 5 times"),
)


def reason_for(error: Exception, seconds: int) -> str:
    """The sentence for what came out of a download. seconds: the time limit that held."""
    if isinstance(error, Refused):
        return error.reason
    for kind, sentence in _SENTENCES:
        if isinstance(error, kind):
            return sentence.format(seconds=seconds)
    return _by_signs(error)


def _by_signs(error: Exception) -> str:
    text = f"{error!r} {error} {error.__cause__!r}"
    for sign, sentence in _SIGNS:
        if sign in text:
            return sentence
    if isinstance(error, DownloadFailedError | ConnectionError):
        return "the connection broke off"
    if isinstance(error, IgnoreRequest):
        return str(error)
    return f"the answer can't be read ({type(error).__name__})"
