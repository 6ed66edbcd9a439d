"""`recwatch review agreement`: how well people agree who read the same flags."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from monitor.agreement import Agreement


def agreement(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say how well two people agree who answered the same flags, the second one blindly."""
    from monitor.agreement import agreements
    from monitor.cli.desk import open_desk
    from monitor.cli.output import print_json, print_rows, say

    with open_desk() as desk:
        found = agreements(desk.store.second_readings())
    if as_json:
        each = [_as_json(one) | {"recommendation": one.recommendation} for one in found.each]
        crossed = [{"first": a, "second": b, "count": n} for a, b, n in found.crossed]
        print_json({"together": _as_json(found.together), "each": each, "differ": crossed})
        return
    if not found.each:
        say("No flag has been read by two people yet; second_reading in the settings has some.")
        return
    rows = [(one.recommendation, *_cells(one)) for one in found.each]
    print_rows(
        ("recommendation", "pairs", "agree", "beyond chance"),
        [*rows, ("together", *_cells(found.together))],
    )
    say("Pairs count as they were first given; two people who agree may both be wrong.")


def _cells(one: "Agreement") -> tuple[str, str, str]:
    return str(one.pairs), f"{one.agreed} ({one.share:.0%})", one.sentence


def _as_json(one: "Agreement") -> dict[str, Any]:
    kappa = one.kappa and {
        "value": round(one.kappa.value, 4),
        "low": round(one.kappa.low, 4),
        "high": round(one.kappa.high, 4),
    }
    return {"pairs": one.pairs, "agreed": one.agreed, "kappa": kappa, "says": one.sentence}
