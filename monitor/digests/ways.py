"""Where a letter leads: pages of ours, the file that comes with it, or a command on the machine.

Only pages that everybody reaches are links; an address on somebody's laptop would be a dead one.
"""

from dataclasses import dataclass

from monitor.digests.content import ReviewFile, Ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Words that lead somewhere. is_link: they are an address of ours."""

    words: str
    is_link: bool


def address_of(ways: Ways, path: str) -> str:
    """The address of a page of ours; "" where there is none for everybody."""
    return f"{ways.origin}{path}" if ways.origin else ""


def way_to(ways: Ways, path: str, command: str) -> Way:
    """To a page of ours, or else the command that shows the same."""
    address = address_of(ways, path)
    return Way(words=address or command, is_link=bool(address))


def way_to_flag(ways: Ways, number: int) -> Way:
    """To where a flag is answered."""
    if not ways.origin and ways.file is not None and number in ways.file.flags:
        return Way(words=f"flag {number} in {ways.file.name}", is_link=False)
    return way_to(ways, f"/flags/{number}", f"recwatch review show {number}")


def told_file(file: ReviewFile | None) -> str:
    """What the file is and what to do with it; "" where none comes with the letter."""
    if file is None:
        return ""
    held, many = len(file.flags), file.waiting
    if held < many:
        holds = f"the first {held} of {many} that wait for an answer"
    else:
        holds = f"the {many} that wait for an answer" if many > 1 else "what waits for an answer"
    return (
        f"{file.name}, which comes with this letter, holds {holds}. Open it in a browser, answer, "
        "and send the answers that it saves to whoever runs recwatch (there: recwatch review "
        "import FILE). It needs no network and sends nothing by itself."
    )
