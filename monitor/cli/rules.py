"""`recwatch rules`: the rules held against their own examples."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rules.records import Recommendation

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@app.callback()
def rules() -> None:
    """Test the rules against their own examples."""


@app.command("test")
def check_rules(
    register: Annotated[str | None, typer.Option(help="The register to test.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Hold every signal against its own examples and near misses.

    A row a recommendation: how many examples it has in each language, with + those that it must
    match and with - the near misses. Complaints go to stderr; with any the exit code is 1.
    """
    from monitor.cli.output import print_json, print_rows, say, warn
    from monitor.wiring import load_rules, load_settings
    from rules.compiler import compile_rulebook
    from rules.examples import check_examples

    book = load_rules(load_settings(register=register))
    complaints = check_examples(compile_rulebook(book))
    languages = book.register.languages
    rows = [_row(found, languages) for found in book.register.recommendations]
    headers = ("recommendation", "signals", *languages)
    if as_json:
        counted = [dict(zip(headers, row, strict=True)) for row in rows]
        print_json({"counts": counted, "complaints": [str(c) for c in complaints]})
    else:
        print_rows(headers, rows)
    for complaint in complaints:
        warn(str(complaint))
    if complaints:
        raise typer.Exit(1)
    say("Every signal gives what its examples ask for.")


def _row(recommendation: "Recommendation", languages: tuple[str, ...]) -> tuple[str, ...]:
    return (
        recommendation.id,
        str(len(recommendation.signals)),
        *(_counts(recommendation, language) for language in languages),
    )


def _counts(recommendation: "Recommendation", language: str) -> str:
    """Examples of a language, "+12 -9": to match, and near misses."""
    gives = [
        example.gives
        for signal in recommendation.signals
        for example in signal.examples
        if example.language == language
    ]
    return f"+{sum(gives)} -{len(gives) - sum(gives)}"


@app.command("lint")
def lint_rules(
    register: Annotated[str | None, typer.Option(help="The register to look at.")] = None,
) -> None:
    """Warn of rules that load and may still surprise; with any the exit code is 1.

    Signals without an act, stems so short that they catch other words, words given twice.
    """
    from monitor.cli.output import say, warn
    from monitor.wiring import load_rules, load_settings
    from rules.lint import lint

    warnings = lint(load_rules(load_settings(register=register)))
    for warning in warnings:
        warn(str(warning))
    if warnings:
        raise typer.Exit(1)
    say("Nothing to warn of.")


@app.command("format")
def format_files(
    files: Annotated[list[Path], typer.Argument(help="Rule files to lay out.", metavar="FILE…")],
    check: Annotated[bool, typer.Option("--check", help="Change nothing; name them.")] = False,
) -> None:
    """Lay out the expressions of rule files, a branch a line; nothing else in them changes.

    With --check the exit code is 1 if a file is not laid out so.
    """
    from monitor.cli.output import say, warn

    odd = [path for path in files if _lay_out(path, check=check)]
    for path in odd:
        (warn if check else say)(f"{path}: {'is not laid out' if check else 'laid out'}")
    if check and odd:
        raise typer.Exit(1)


def _lay_out(path: Path, *, check: bool) -> bool:
    """Whether a file was not laid out. A file that cannot be read ends the command with code 2."""
    from rules.formatting import format_rules

    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        message = f"{path}: cannot be read: {cause}. Check the path; rule files are UTF-8."
        raise typer.BadParameter(message) from cause
    formatted = format_rules(source, str(path))
    if formatted.item is None:
        raise typer.BadParameter("\n".join(map(str, formatted.complaints)))
    if formatted.item != source and not check:
        path.write_text(formatted.item, encoding="utf-8")
    return formatted.item != source
