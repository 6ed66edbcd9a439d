"""The error gate: what was raised becomes a sentence for the reader and an exit code.

0 fine · 1 done, but something failed and was said · 2 bad input or configuration, nothing done ·
3 another run holds the lease. The cause of what nobody expected goes into a log, not on screen.
"""

import logging
import os
from pathlib import Path
from traceback import format_exception

FAILED, BAD_INPUT, HELD = 1, 2, 3
DEBUG_VARIABLE = "RECWATCH_DEBUG"
LOG_NAME = "errors.log"


def told(error: Exception) -> int:
    """Say what went wrong on stderr and give the exit code.

    Raises the error again where RECWATCH_DEBUG is set and nobody expected it.
    """
    from monitor.cli.output import warn

    sentences, code = _expected(error) or (None, FAILED)
    if sentences is None:
        sentences = [_unexpected(error)]
    for sentence in sentences:
        warn(sentence)
    return code


def _expected(error: Exception) -> tuple[list[str], int] | None:
    """The sentences and code of an error that has a name; None for any other."""
    from monitor.flagviews import DocumentMissing
    from monitor.mailaddress import BadAddress
    from monitor.notes import BadAnswer
    from monitor.people import BadPassword
    from rules.complaints import BadFiles
    from storage.contract import LeaseHeld, NothingToUndo, StoreUnusable, UnknownFlag
    from storage.people import NameTaken, UnknownAccount

    if isinstance(error, BadFiles):
        return [str(complaint) for complaint in error.complaints], BAD_INPUT
    if isinstance(error, UnknownFlag):
        return [f"there is no flag {error.args[0] if error.args else ''}".rstrip()], BAD_INPUT
    if isinstance(error, UnknownAccount | NameTaken):
        return [_about_account(error, is_missing=isinstance(error, UnknownAccount))], BAD_INPUT
    if isinstance(error, NothingToUndo):
        error = BadAnswer("there is no answer to take back")
    if isinstance(error, StoreUnusable | BadAnswer | BadAddress | BadPassword | DocumentMissing):
        return [str(error)], BAD_INPUT
    if isinstance(error, LeaseHeld):
        return [f"{error}; wait for it, or end it"], HELD
    return None


def _about_account(error: Exception, *, is_missing: bool) -> str:
    name = error.args[0] if error.args else ""
    return f"there is no account named {name}" if is_missing else f"{name} has an account already"


def _unexpected(error: Exception) -> str:
    if os.environ.get(DEBUG_VARIABLE):
        raise error
    kept = keep_cause(error)
    if isinstance(error, OSError) and error.strerror:
        what = f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    else:
        what = f"something went wrong that should not ({type(error).__name__})"
    return f"{what}; {kept}"


def keep_cause(error: Exception) -> str:
    """Write the traceback into the log; gives a phrase that says where it is."""
    folder = Path(os.environ.get("RECWATCH_HOME", "") or "var") / "log"
    try:
        for each in (folder.parent, folder):  # mkdir gives its mode to the last one only
            each.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / LOG_NAME
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        cause = "".join(format_exception(error))
        handler.emit(logging.LogRecord("recwatch", logging.ERROR, "", 0, cause, None, None))
        handler.close()
        path.chmod(0o600)
    except OSError:
        return f"set {DEBUG_VARIABLE}=1 to see the cause"
    return f"the cause is in {path}"
