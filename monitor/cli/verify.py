"""`recwatch verify`: whether what is kept is what was kept."""

from typing import Annotated

import typer


def verify(
    hashes: Annotated[
        bool, typer.Option("--hashes", help="Print the hash of every page, to be kept elsewhere.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Hold evidence, quotes and answers against what was kept. Exit 1 if anything differs.

    Every byte of evidence is read. Nothing is mended.
    """
    from contextlib import closing

    from monitor.cli.output import print_json, print_rows, say
    from monitor.verifying import hashes as all_hashes
    from monitor.verifying import verify as find
    from monitor.wiring import load_settings, open_store

    settings = load_settings()
    with closing(open_store(settings)) as store:
        if hashes:
            print_rows(("page", "SHA-256"), list(all_hashes(store)))
            return
        found = tuple(find(store, settings.warc_folder))
    if as_json:
        print_json([{"place": one.place, "says": one.says} for one in found])
    elif found:
        print_rows(("where", "what"), [(one.place, one.says) for one in found])
    else:
        say("All that is kept is as it was kept.")
    if found:
        raise typer.Exit(1)
