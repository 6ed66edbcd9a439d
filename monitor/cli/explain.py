"""`recwatch explain`: why a document matches, or why it does not."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from monitor.settings import Settings
    from rules.records import Document

_BYTES_AT_MOST = 16 * 2**20


Given = Annotated[
    str,
    typer.Argument(
        metavar="DOC",
        help="The id of a stored document, or a file: one JSON line as for `match`, or a "
        "text whose first line is the title. - for stdin.",
    ),
]
One = Annotated[str | None, typer.Argument(metavar="[REC]", help="Every signal of this one.")]
Name = Annotated[str | None, typer.Option(help="The register to match against.")]
Tongue = Annotated[
    str | None, typer.Option(help="The document's language (en, ru, kk), not to be guessed.")
]
Whole = Annotated[bool, typer.Option("--all", help="Every signal as a tree of ticks and crosses.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def explain(
    document: Given,
    recommendation: One = None,
    *,
    register: Name = None,
    language: Tongue = None,
    whole: Whole = False,
    as_json: AsJson = False,
) -> None:
    """Say why a document matches, or why it does not.

    What matched with its words and their meaning, what was held back and why, and at most five
    signals that lack one piece.
    """
    from monitor.cli.explanation import explanation_as_json, print_explanation, print_trees
    from monitor.cli.output import print_json
    from monitor.wiring import load_matcher, load_settings
    from rules.explain import explain as explain_by_rules

    settings = load_settings(register=register)
    found = _in_language(_document(document, settings), language)
    matcher = load_matcher(settings)
    if recommendation not in (None, *(r.id for r in matcher.register.recommendations)):
        raise typer.BadParameter(f"the register has no recommendation {recommendation!r}")
    explanation = explain_by_rules(matcher, found, recommendation)
    if as_json:
        print_json(explanation_as_json(explanation))
    elif whole:
        print_trees(explanation)
    else:
        print_explanation(explanation, alone=recommendation is not None)


def _in_language(document: "Document", language: str | None) -> "Document":
    from dataclasses import replace

    if language is None:
        return document
    if not (language.isascii() and language.isalpha() and len(language) in (2, 3)):
        raise typer.BadParameter(f"{language!r} is no ISO 639 code such as en, ru or kk")
    return replace(document, language=language.lower())


def _document(given: str, settings: "Settings") -> "Document":
    """What `given` names: stdin, a file, or a stored document, tried in this order."""
    path = Path(given)
    if given == "-":
        return _read(sys.stdin.buffer.read(_BYTES_AT_MOST + 1), json="maybe")
    if path.is_file():
        with path.open("rb") as file:
            as_json = "yes" if path.suffix in (".json", ".jsonl") else "no"
            return _read(file.read(_BYTES_AT_MOST + 1), json=as_json)
    return _stored(given, settings)


def _read(content: bytes, *, json: str) -> "Document":
    from monitor.extract.language import guess_language
    from monitor.lines import BadLine, read_document
    from rules.records import Document

    if len(content) > _BYTES_AT_MOST:
        raise typer.BadParameter(f"the document is larger than {_BYTES_AT_MOST} bytes")
    if json == "yes" or (json == "maybe" and content.lstrip()[:1] == b"{"):
        try:
            return read_document(content, guess_language).document
        except BadLine as error:
            raise typer.BadParameter(f"the document can't be read: {error}") from error
    text = content.decode("utf-8-sig", errors="replace")
    title, _, body = text.partition("\n")
    return Document(
        id="given", title=title.strip(), text=body.strip(), language=guess_language(text)
    )


def _stored(given: str, settings: "Settings") -> "Document":
    from contextlib import closing

    from monitor.wiring import open_store

    with closing(open_store(settings)) as store:
        found = store.document(given)
    if found is None:
        raise typer.BadParameter(f"{given!r} is no file and no stored document")
    return found.document
