"""Where a setting stands: the variable, or the line of the file."""

import os
import re
from pathlib import Path

from rules.complaints import Complaint, Place

_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


def place_of(variable: str, file: Path) -> Place:
    """The place of what RECWATCH_… was given by: the environment goes before the file."""
    if any(name.upper() == variable for name in os.environ):
        return Place(file=f"{variable} (environment)")
    key = variable.removeprefix("RECWATCH_").lower()
    for number, line in enumerate(_lines(file), start=1):
        if found := re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=\s*", line):
            return Place(file=str(file), line=number, column=found.end() + 1)
    return Place(file=f"{variable} (environment or {file.name})")


def not_toml(file: Path, error: ValueError) -> Complaint:
    """The complaint about a file that TOML's reader refuses."""
    found = _AT.search(str(error))
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    return Complaint(
        place=Place(file=str(file), line=line, column=column),
        message=_AT.sub("", str(error)).strip(),
        remedy='write TOML: key = "value"',
    )


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
