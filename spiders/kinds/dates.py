"""Publication dates as entry points state them, in ISO 8601 where they can be read."""

import calendar
import time
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime


def iso_or_raw(raw: str, parsed: time.struct_time | None = None) -> str:
    """ISO 8601 of a stated date; the raw text where it can't be read. A day stays a day.

    parsed: what a feed library made of it, in UTC; asked only when the text is unknown here.
    """
    text = raw.strip()
    return _iso(text) or _mail(text) or _from_parsed(parsed) or text


def _iso(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if len(text) == 10 else _moment(text)
    except ValueError:
        return ""


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).isoformat(timespec="seconds")


def _mail(text: str) -> str:
    try:
        return parsedate_to_datetime(text).isoformat(timespec="seconds")
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _from_parsed(parsed: time.struct_time | None) -> str:
    if parsed is None:
        return ""
    try:
        moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return moment.isoformat(timespec="seconds")
