"""`recwatch match`: the fixed contract of JSON Lines in and out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, TextIO

import typer

if TYPE_CHECKING:
    from monitor.lines import Guess
    from rules.matcher import Matcher


def match(
    file: Annotated[Path, typer.Argument(help="A file of documents, a line each; - for stdin.")] = (
        Path("-")
    ),
    register: Annotated[str | None, typer.Option(help="The register to match against.")] = None,
) -> None:
    """Match documents against a register's recommendations.

    One JSON object a line goes in: id, title, text, and where known url, published, language,
    country. One line comes out for each, in order. A line that is no such object is reported on
    stderr with its number; the others are answered, and the exit code is 1.
    """
    from monitor.extract.language import guess_language
    from monitor.wiring import load_matcher, load_settings

    matcher = load_matcher(load_settings(register=register))
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # a TextIOWrapper
    with _opened(file) as stream:
        failed = answer_all(stream, sys.stdout, matcher, guess_language)
    if failed:
        raise typer.Exit(1)


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}") from error
    with stream:
        yield stream


def answer_all(source: BinaryIO, out: TextIO, matcher: "Matcher", guess: "Guess") -> int:
    """Answer every line as it comes; gives the number of lines without an answer."""
    from monitor.cli.output import say
    from monitor.lines import BadLine, read_lines

    refused = 0
    for number, line in read_lines(source):
        try:
            answer = _answer(line, matcher, guess)
        except BadLine as error:
            refused += 1
            say(f"line {number}: {error}")
            continue
        out.write(answer + "\n")
        out.flush()
    return refused


def _answer(line: bytes | None, matcher: "Matcher", guess: "Guess") -> str:
    from monitor.cli.gate import keep_cause
    from monitor.lines import BadLine, answer_line, read_document

    try:
        given = read_document(line, guess)
        return answer_line(given, matcher.match(given.document))
    except BadLine:
        raise
    except Exception as error:  # one document must not take the answers of all others
        raise BadLine(f"could not be matched; {keep_cause(error)}") from error
