"""Secrets from files, and variables that nobody reads."""

import difflib
import os
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

from rules.complaints import BadFiles, Complaint, Place

# variable: the setting that the named file holds
SECRETS = {
    "RECWATCH_DATABASE_FILE": "database",
    "RECWATCH_SMTP_PASSWORD_FILE": "smtp_password",
}
_LONGEST = 64 * 2**10  # bytes


class SecretFiles(PydanticBaseSettingsSource):
    """Reads what RECWATCH_…_FILE name. Raises BadFiles for a file that can't be read."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Asked for by the base class; values are given by name all at once."""
        del field
        return self().get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        """The secrets, by setting."""
        named = {each: os.environ.get(each, "") for each in SECRETS}
        return {SECRETS[each]: _read(each, Path(path)) for each, path in named.items() if path}


def _read(variable: str, path: Path) -> str:
    """A file's text without the line's end."""
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST).decode().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        complaint = Complaint(
            place=Place(file=f"{variable} (environment)"),
            message=f"the secret's file {path} can't be read: {why}",
            remedy="name a file that this user may read, or take the variable out",
        )
        raise BadFiles((complaint,)) from error


def strangers(prefix: str, known: tuple[str, ...]) -> tuple[Complaint, ...]:
    """A complaint for every variable of this prefix that nothing reads: most are mistyped."""
    # Windows apart, names have case; pydantic reads them without.
    mine = {name.upper() for name in known}
    names = sorted(n for n in os.environ if n.upper().startswith(prefix) and n.upper() not in mine)
    return tuple(_stranger(name, sorted(mine)) for name in names)


def _stranger(name: str, known: list[str]) -> Complaint:
    near = difflib.get_close_matches(name.upper(), known, n=1)
    return Complaint(
        place=Place(file=f"{name} (environment)"),
        message="no setting has this name",
        remedy=f"write {near[0]}, or take it out" if near else "take it out",
    )
