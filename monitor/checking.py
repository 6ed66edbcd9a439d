"""Checking everything a person can write: settings, catalogue, rules, the letter's templates."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from monitor.settings import Settings
from rules.complaints import BadFiles, Complaint, Place


def complaints(settings: Settings, loaders: dict[str, Callable[[], Any]]) -> Iterator[Complaint]:
    """Every complaint of every part; one part's fault hides no other's.

    loaders: what to load, by name; each raises BadFiles.
    """
    yield from _address(settings)
    yield from _templates()
    for load in loaders.values():
        try:
            load()
        except BadFiles as error:
            yield from error.complaints


def _address(settings: Settings) -> Iterator[Complaint]:
    from monitor.digests.message import BadAddress, mail_address

    try:
        mail_address(settings.subscriber)
    except BadAddress as error:
        yield Complaint(
            place=Place(file="RECWATCH_SUBSCRIBER (environment or settings.toml)"),
            message=str(error),
            remedy="write one address, name@example.org",
        )


def _templates() -> Iterator[Complaint]:
    """The templates ship with the program, yet a broken installation must not wait for night."""
    from jinja2 import TemplateError

    from monitor.digests.build import TEMPLATES, build_letter

    try:
        build_letter(_empty_content())
    except TemplateError as error:
        line = getattr(error, "lineno", None) or 1
        yield Complaint(
            place=Place(file=str(TEMPLATES), line=line),
            message=f"the letter's templates can't be used: {error}",
            remedy="install recwatch again",
        )


def _empty_content() -> Any:
    from monitor.digests.content import Coverage, DigestContent
    from rules.records import Register

    day = date(2000, 1, 1)
    register = Register(
        id="none",
        title="",
        url="",
        published=day,
        country="",
        languages=(),
        baseline=day,
        addressees=(),
    )
    return DigestContent(
        register=register, day=day, coverage=Coverage(sources=0, pages=0), happened=(), coming=()
    )
