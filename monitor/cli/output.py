"""What commands print: data to stdout, talk to stderr, scraped text only made printable.

Tables and progress bars on a terminal, plain tab-separated lines and plain sentences elsewhere.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.printable import printable


def data() -> Console:
    """The console for what was asked for. NO_COLOR is honoured."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def talk() -> Console:
    """The console for everything said besides: stderr."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def shown(text: str, style: str = "") -> Text:
    """Text of others, fit for a terminal: never markup, controls and invisible letters gone."""
    return Text(printable(text), style=style)


def say(sentence: str) -> None:
    """One sentence to stderr."""
    talk().print(shown(sentence))


def warn(sentence: str) -> None:
    """One sentence to stderr that a person should not miss."""
    talk().print(shown(sentence, style="bold red"))


def print_json(value: Any) -> None:
    """One JSON value on one line of stdout, letters as ASCII: fit for any pipe and terminal."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


def print_rows(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on a terminal; elsewhere a line a row, its cells separated by tabs."""
    console = data()
    if not console.is_terminal:
        for row in rows:
            sys.stdout.write("\t".join(printable(cell) for cell in row) + "\n")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*(shown(cell) for cell in row))
    # Tables fold their cells to the terminal's width; soft wrapping would undo that.
    console.print(table, soft_wrap=False)
