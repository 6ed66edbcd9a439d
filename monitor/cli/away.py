"""`recwatch review export` and `import`: answering away from the server."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from storage.records import Lane

if TYPE_CHECKING:
    from monitor.away.sheet import BadRow, Taken

FLAGS = 200


def export(
    file: Annotated[Path, typer.Argument(help="The HTML file to make.")],
    *,
    recommendation: Annotated[str | None, typer.Option(help="Only this recommendation.")] = None,
    lane: Annotated[Lane | None, typer.Option(help="Only this lane.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="At most so many flags.")] = FLAGS,
    hide_names: Annotated[
        bool, typer.Option("--hide-names", help="Leave out who answered before.")
    ] = False,
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", help="Call people reviewer 1, reviewer 2, …")
    ] = False,
    reader: Annotated[
        str | None, typer.Option("--for", help="Who will answer: leave out what he answered.")
    ] = None,
    title: Annotated[str, typer.Option(help="The page's title, for eyes that pass by.")] = "Review",
    replace: Annotated[bool, typer.Option("--replace", help="Replace the file.")] = False,
) -> None:
    """Put the waiting flags into one HTML file that works without a network.

    Whoever gets it opens it in a browser, answers, and saves the answers as a CSV file, which
    `recwatch review import` takes back.
    """
    from monitor.away.page import away_flags, make_page
    from monitor.cli.desk import open_desk
    from monitor.cli.output import say
    from monitor.pseudonyms import pseudonyms as names_for
    from monitor.secondreading import NOBODY
    from monitor.wholefile import write_whole
    from storage.records import FlagQuery, FlagState

    if file.exists() and not replace:
        raise typer.BadParameter(f"{file} is there already; --replace writes over it")
    query = FlagQuery(
        recommendation=recommendation,
        lane=lane,
        state=FlagState.WAITING,
        asks=reader,
        limit=limit,
    )
    with open_desk() as desk:
        wanted = desk.store.flags(query)
        named = names_for(desk.store) if pseudonyms else {}
        flags = away_flags(desk.store, desk.guide, wanted, reader=reader or NOBODY, names=named)
        page = make_page(flags, title=title, made_at=desk.clock.now(), names=not hide_names)
    write_whole(file, page.encode("utf-8", "replace"))
    say(f"{len(flags)} waiting flags in {file}. It holds what was found: keep it as safe as that.")


def import_(
    file: Annotated[Path, typer.Argument(help="The CSV file that the page saved.")],
    *,
    reviewer: Annotated[str | None, typer.Option(help="Who answered; a pseudonym will do.")] = None,
    over: Annotated[
        bool, typer.Option("--over", help="Keep conflicting answers too, behind the others.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Take in answers that were given away from the server. Exit 1 if any could not be kept.

    Where somebody else answered otherwise meanwhile, both answers are shown and nothing is kept.
    Taking the same file in twice changes nothing.
    """
    from monitor.away.sheet import Fate, read_sheet, take_in
    from monitor.cli.desk import open_desk

    rows, bad = read_sheet(_text(file))
    with open_desk(reviewer) as desk:
        taken = take_in(desk.store, rows, reviewer=desk.reviewer, clock=desk.clock, over=over)
    _tell(file, taken, bad, as_json)
    if bad or any(one.fate in (Fate.CONFLICT, Fate.REFUSED) for one in taken):
        raise typer.Exit(1)


def _text(file: Path) -> str:
    from monitor.away.sheet import SHEET_AT_MOST

    try:
        with file.open("rb") as stream:
            return stream.read(SHEET_AT_MOST * 4 + 1).decode("utf-8")
    except UnicodeDecodeError as error:
        remedy = "save it as “CSV UTF-8”"
        raise typer.BadParameter(
            f"{file} is not UTF-8 at byte {error.start + 1}; {remedy}"
        ) from None
    except OSError as error:
        raise typer.BadParameter(f"{file} can't be read: {error.strerror}") from None


def _tell(file: Path, taken: tuple["Taken", ...], bad: tuple["BadRow", ...], as_json: bool) -> None:
    from collections import Counter

    from monitor.away.sheet import Fate
    from monitor.cli.output import print_json, print_rows, say, warn

    if as_json:
        print_json(
            {"rows": [_as_json(one) for one in taken], "bad": [_bad_as_json(b) for b in bad]}
        )
        return
    counts = Counter(one.fate for one in taken)
    say(f"{file}: " + ", ".join(f"{counts[fate]} {fate.value}" for fate in Fate))
    for one in bad:
        warn(f"{file}:{one.line}: {one.says}")
    troubled = [one for one in taken if one.says]
    if troubled:
        print_rows(("flag", "this file", "here", "why"), [_cells(one) for one in troubled])
    if counts[Fate.CONFLICT]:
        say("Look at the conflicting flags; --over keeps this file's answers behind the others.")


def _cells(one: "Taken") -> tuple[str, ...]:
    theirs = f"{one.theirs.answer.value} ({one.theirs.note})" if one.theirs else "-"
    return str(one.row.flag), f"{one.row.answer.value} ({one.row.note})", theirs, one.says


def _as_json(one: "Taken") -> dict[str, object]:
    return {
        "flag": one.row.flag,
        "answer": one.row.answer.value,
        "fate": one.fate.value,
        "theirs": one.theirs.answer.value if one.theirs else None,
        "says": one.says,
    }


def _bad_as_json(bad: "BadRow") -> dict[str, object]:
    return {"line": bad.line, "says": bad.says}
