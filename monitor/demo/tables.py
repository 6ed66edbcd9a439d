"""The status pages of the demo newsroom: a depositary's treaty tables and a register of parties.

The treaty pages are built as the United Nations' collection builds them: the same table ids,
headers, marks ("a" for accession) and date style.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from monitor.demo.pages import Printer

TREATIES = "/treaties/ViewDetails.aspx"
PARTIES = "/parties/register"

_NUMBERS = {"iccpr": "IV-4", "iccpr-op1": "IV-5", "iccpr-op2": "IV-12"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def treaty_pages(treaties: Mapping[str, Any], printer: Printer) -> Iterator[tuple[str, bytes]]:
    """The page of each treaty with its address."""
    for treaty in treaties["treaties"]:
        number = _NUMBERS[treaty["key"]]
        query = f"?mtdsg_no={number}&chapter=4&clang=_en"
        rows = [_treaty_row(row) for row in treaty["participants"]]
        page = printer.page(
            "treaty.html.j2",
            query=query,
            number=number.removeprefix("IV-"),
            title=treaty["title"],
            adopted=_short(treaty["adopted"]),
            in_force=_short(treaty["in_force"]),
            rows=rows,
            signatories=sum(bool(row["signed"]) for row in rows),
            parties=sum(bool(row["bound"]) for row in rows),
        )
        yield TREATIES + query, page


def party_register(parties: Mapping[str, Any], printer: Printer) -> bytes:
    """The page of the register."""
    rows = [
        {**row, "registered": _short(row["registered"]), "until": _short(row["until"])}
        for row in parties["parties"]
    ]
    return printer.page("parties.html.j2", rows=rows)


def _treaty_row(row: Mapping[str, Any]) -> dict[str, str]:
    mark = " a" if row["accession"] else ""
    bound = _short(row["bound"])
    return {
        "state": row["state"],
        "signed": _short(row["signed"]),
        "bound": bound + mark if bound else "",
    }


# Not strftime: its month names follow the machine's language.
def _short(day: date | None) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""
