"""`recwatch rules`: the rules held against their own examples."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.ruleshistory import history
from monitor.cli.ruleslearn import learn
from monitor.cli.rulestry import try_rules

if TYPE_CHECKING:
    from monitor.settings import Settings
    from rules.complaints import Complaint
    from rules.records import Document, Recommendation
    from rules.register import Rulebook

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
app.command("try")(try_rules)
app.command("history")(history)
app.command("learn")(learn)


@app.callback()
def rules() -> None:
    """Write rules, test them against their own examples, lint them."""


@app.command("new")
def new_recommendation(
    recommendation: Annotated[str, typer.Argument(metavar="REC", help="Its id: KZ-TRE-2.")],
    register: Annotated[str | None, typer.Option(help="The register it belongs to.")] = None,
) -> None:
    """Write the file of a new recommendation into RECWATCH_HOME, with comments and blanks.

    It lies over what ships. Until its blanks are filled in no rule loads: `recwatch check` names
    those that are left.
    """
    from monitor.cli.output import say
    from monitor.wiring import load_rules, load_settings, make_home
    from rules.skeleton import BadNameError, skeleton

    settings = load_settings(register=register)
    try:
        book = load_rules(settings)
        text = skeleton(book, recommendation)
    except BadNameError as error:
        raise typer.BadParameter(str(error)) from error
    folder = make_home(settings) / "registers" / book.register.id
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{recommendation}.yml"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise typer.BadParameter(f"{path} is there already") from None
    say(f"{path} is written. Fill in its blanks; `recwatch check` names those that are left.")


@app.command("test")
def check_rules(
    *,
    register: Annotated[str | None, typer.Option(help="The register to test.")] = None,
    watching: Annotated[
        bool, typer.Option("--watch", help="Test again whenever a rule file changes.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Hold every signal against its own examples and near misses.

    A row a recommendation: how many examples it has in each language, with + those that it must
    match and with - the near misses. Complaints go to stderr; with any the exit code is 1.
    --watch looks at the files once a second until Ctrl-C; a recommendation whose file changed is
    tested before the others.
    """
    if watching:
        _watch(register)
        return
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


def _watch(register: str | None) -> None:
    from time import sleep

    from monitor.cli.output import say
    from monitor.cli.watch import RuleTester, watch
    from monitor.wiring import load_rules, load_settings, rule_folders

    settings = load_settings(register=register)
    tester = RuleTester(lambda: load_rules(settings), say)
    try:
        watch(rule_folders(settings), tester.test, lambda: sleep(1))
    except KeyboardInterrupt:
        say("No longer watching.")


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
    *,
    corpus: Annotated[
        Path | None,
        typer.Option(help="Documents, a JSON line each: also warn of what never fired on them."),
    ] = None,
    register: Annotated[str | None, typer.Option(help="The register to look at.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Warn of rules that load and may still surprise; with any the exit code is 1.

    Dead parts, branches that no example tries, terms that are looked for in the whole document,
    words that satisfy two pieces at once, copies, stems that catch other words, mixed scripts;
    where nights have run, also signals whose flags reviewers mostly rejected, and those that
    nothing satisfied in 90 days.
    """
    from monitor.cli.lintview import print_warnings, warnings_as_json
    from monitor.cli.output import print_json, say
    from monitor.wiring import load_settings, look_at_rules
    from rules.compiler import compile_rulebook
    from rules.lint.corpus import never_fired
    from rules.lint.run import lint

    settings = load_settings(register=register)
    book, told = look_at_rules(settings)
    matcher = compile_rulebook(book)
    silent = never_fired(book, matcher, _corpus(corpus)) if corpus else ()
    found = (*told, *lint(book, matcher), *silent, *_in_practice(settings, book))
    warnings = sorted(found, key=lambda one: one.place)
    if as_json:
        print_json(warnings_as_json(warnings))
    else:
        print_warnings(warnings)
    if warnings:
        files = len({warning.place.file for warning in warnings})
        say(f"{len(warnings)} warnings in {files} files; none keeps the rules from work.")
        raise typer.Exit(1)
    say("Nothing to warn of.")


def _in_practice(settings: "Settings", book: "Rulebook") -> "tuple[Complaint, ...]":
    """What reviewers and nights say of the rules; () where no night has run."""
    from contextlib import closing

    from monitor.clock import SystemClock
    from monitor.rulefigures import practice_warnings
    from monitor.wiring import look_at_runs, open_store

    if not look_at_runs(settings):
        return ()
    with closing(open_store(settings)) as store:
        return practice_warnings(store, book.register.recommendations, SystemClock().now())


def _corpus(path: Path) -> "tuple[Document, ...]":
    from monitor.backtest.documents import read_documents
    from monitor.extract.language import guess_language
    from rules.complaints import BadFiles

    complaints: list[Complaint] = []
    try:
        with path.open("rb") as stream:
            found = read_documents(stream, str(path), guess_language, complaints)
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}") from error
    if complaints:
        raise BadFiles(tuple(complaints))
    return tuple(document for document, _ in found.values())


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
