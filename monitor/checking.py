"""Checking everything a person can write: settings, catalogue, rules, the letter's templates."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from monitor.coverage import strangers
from monitor.settings import Settings
from rules.complaints import BadFiles, Complaint, Place
from rules.records import Register
from spiders.records import Source


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


def check_watches(register: Register, sources: Sequence[Source]) -> None:
    """Raises BadFiles for every name in a source's watches that the register does not know."""
    found = tuple(
        Complaint(
            place=Place(file=f"the catalogue's file of {source.id}"),
            message=f"watches {name!r}, which the register {register.id} does not know",
            remedy="mend the name under `watches:`, or take it out",
        )
        for source, name in strangers(register, sources)
    )
    if found:
        raise BadFiles(found)


def _address(settings: Settings) -> Iterator[Complaint]:
    from monitor.mailaddress import BadAddress, mail_address

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
