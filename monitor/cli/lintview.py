"""Warnings on a terminal: by file, a line each with its remedy below."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from monitor.cli.output import data, shown
from rules.complaints import Complaint


def print_warnings(warnings: Iterable[Complaint]) -> None:
    """Print them. They come by place."""
    out = data()
    for file, group in groupby(warnings, key=lambda warning: warning.place.file):
        found = list(group)
        out.print(shown(f"{file} ({len(found)})", style="bold"))
        for warning in found:
            out.print(shown(f"  {warning.place.line}: {warning.message}"))
            out.print(shown(f"      {warning.remedy}", style="dim"))


def warnings_as_json(warnings: Iterable[Complaint]) -> list[dict[str, Any]]:
    """The warnings for programs."""
    return [
        {
            "file": warning.place.file,
            "line": warning.place.line,
            "column": warning.place.column,
            "message": warning.message,
            "remedy": warning.remedy,
        }
        for warning in warnings
    ]
