"""Whether a regular expression that a person wrote may be used on addresses strangers write."""

import re
import warnings
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]  # the standard library's own, but untyped
from typing import Any

LENGTH_AT_MOST = 300
MANY = 20  # repetitions that count as unbounded


def problem_of(pattern: str) -> str | None:
    """What is wrong with it, to be put after "is"; None: it may be used.

    Stricter than need be: a repetition or alternative inside a repetition is refused, though some
    are harmless, since whether one is can't be told by looking.
    """
    if len(pattern) > LENGTH_AT_MOST:
        return f"longer than {LENGTH_AT_MOST} characters"
    try:
        with warnings.catch_warnings(action="ignore", category=FutureWarning):
            re.compile(pattern)
        explodes = _explodes(_parser.parse(pattern), inside=False)
    except (re.error, RecursionError, OverflowError) as cause:
        return f"not a regular expression: {cause}"
    return "dangerous: it repeats a repetition or an alternative" if explodes else None


def _explodes(tree: Any, *, inside: bool) -> bool:
    """Whether matching may take exponential time, as in (a+)+ or (a|ab)*."""
    for operator, argument in tree:
        name = str(operator)
        unbounded = name in ("MAX_REPEAT", "MIN_REPEAT") and int(argument[1]) > MANY
        if inside and (unbounded or name == "BRANCH"):
            return True
        if any(_explodes(part, inside=inside or unbounded) for part in _parts(argument)):
            return True
    return False


def _parts(argument: Any) -> Iterator[Any]:
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for each in argument:
            yield from _parts(each)
