"""One source's file, field by field. Every misfit is a complaint; reading goes on to the end."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from monitor.catalogue_apis import read_api_shape
from monitor.catalogue_pages import read_links, read_selector, read_table, read_text_shape
from monitor.catalogue_watches import read_watches
from monitor.patterns import problem_of
from rules.complaints import Complaint, Level, complain
from rules.fields import Fields
from rules.yamlfile import Node, Text
from spiders.records import EntryPoint, Expectation, Kind, Pace, Source, Tier
from spiders.shapes import ListingShape
from spiders.urls import is_fetchable, is_on_host

ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_HOST = re.compile(r"[a-z0-9.-]+(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def read_source(node: Node, values: Mapping[str, str], complaints: list[Complaint]) -> Source:
    """The source that stands there. It is whole only if no error was added to `complaints`."""
    fields = Fields(node, "source", complaints)
    put = _Substitute(values, complaints)
    points = tuple(_entry_point(item, put, complaints) for item in fields.items("entry_points"))
    hosts = tuple(_host(text, put, complaints) for text in fields.scalars("allowed_hosts"))
    source = Source(
        id=_shaped(fields.scalar("id"), ID, "small letters, digits and hyphens", complaints),
        name=fields.text("name"),
        publisher=fields.text("publisher"),
        tier=fields.choice("tier", Tier),
        country=_country(fields, complaints),
        languages=_languages(fields, complaints),
        entry_points=points,
        allowed_hosts=hosts,
        expects=_expectation(fields, complaints),
        follow=fields.boolean("follow", default=True),
        articles=_patterns(fields, complaints),
        status_tables=tuple(read_table(item, complaints) for item in fields.items("status_tables")),
        text=read_text_shape(fields, complaints),
        pace=_pace(fields, complaints),
        recheck_days=fields.integer("recheck_days", default=14),
        unverified_hosts=tuple(
            _host(text, put, complaints) for text in fields.scalars("unverified_hosts")
        ),
        by_proxy=fields.boolean("by_proxy", default=False),
        finds=fields.boolean("finds", default=False),
        watches=read_watches(fields, complaints),
        disabled_because=fields.optional_text("disabled_because") or None,
    )
    fields.finish()
    _check_whole(source, fields)
    return source


class _Substitute:
    """Puts values in for `{name}`; a name without a value is a complaint."""

    def __init__(self, values: Mapping[str, str], complaints: list[Complaint]) -> None:
        self._values = values
        self._complaints = complaints

    def __call__(self, text: Text) -> str:
        for name in _PLACEHOLDER.findall(text.value):
            if name not in self._values:
                known = ", ".join(sorted(self._values)) or "none here"
                message = f"{{{name}}} stands for nothing"
                complain(self._complaints, text.place, message, f"names with a value: {known}")
        return _PLACEHOLDER.sub(lambda f: self._values.get(f[1], "placeholder.invalid"), text.value)


def _shaped(text: Text, shape: re.Pattern[str], words: str, complaints: list[Complaint]) -> str:
    if text.value and not shape.fullmatch(text.value):
        message = f"found {text.value[:80]!r}, expected {words}"
        complain(complaints, text.place, message, "write it in that form")
    return text.value


def _country(fields: Fields, complaints: list[Complaint]) -> str | None:
    if not fields.has("country"):
        return None
    return _shaped(
        fields.scalar("country"), _COUNTRY, "two capitals, as ISO 3166 has them", complaints
    )


def _languages(fields: Fields, complaints: list[Complaint]) -> tuple[str, ...]:
    words = "a code of two small letters such as kk"
    return tuple(
        _shaped(text, _LANGUAGE, words, complaints) for text in fields.scalars("languages")
    )


def _entry_point(node: Node, put: _Substitute, complaints: list[Complaint]) -> EntryPoint:
    fields = Fields(node, "entry point", complaints)
    url = _address(fields.scalar("url"), put, complaints)
    kind = fields.choice("kind", Kind)
    point = EntryPoint(
        url=url,
        kind=kind,
        listing=_listing(fields, kind, complaints),
        api=read_api_shape(fields, complaints) if kind is Kind.API else None,
        fallback=_fallback(fields, kind, put, complaints),
        links=read_links(fields, kind, complaints),
        lists_at_most=fields.integer("lists_at_most", default=0),
    )
    fields.finish()
    return point


def _fallback(
    fields: Fields, kind: Kind, put: _Substitute, complaints: list[Complaint]
) -> str | None:
    if not fields.has("fallback"):
        return None
    text = fields.scalar("fallback")
    if kind is not Kind.STATUS_PAGE:
        complain(complaints, text.place, f"a {kind} has no `fallback:`", "take it out")
    return _address(text, put, complaints)


def _address(text: Text, put: _Substitute, complaints: list[Complaint]) -> str:
    url = put(text)
    if text.value and not is_fetchable(url):
        message = f"{url[:120]!r} is not an address that can be fetched"
        complain(complaints, text.place, message, "write a whole http or https address")
    return url


def _listing(fields: Fields, kind: Kind, complaints: list[Complaint]) -> ListingShape | None:
    if kind is not Kind.LISTING:
        if fields.has("listing"):
            place = fields.place_of("listing")
            complain(complaints, place, f"a {kind} has no shape", "remove `listing:`")
        return None
    node = fields.node("listing")
    return _shape(node, complaints) if node else None


def _shape(node: Node, complaints: list[Complaint]) -> ListingShape:
    fields = Fields(node, "listing", complaints)

    def optional(key: str) -> str | None:
        return read_selector(fields.scalar(key), complaints) if fields.has(key) else None

    shape = ListingShape(
        item=read_selector(fields.scalar("item"), complaints),
        link=optional("link") or "a",
        title=optional("title"),
        summary=optional("summary"),
        date=optional("date"),
        next_page=optional("next_page"),
        pages_at_most=fields.integer("pages_at_most", default=5, least=1),
    )
    fields.finish()
    return shape


def _expectation(fields: Fields, complaints: list[Complaint]) -> Expectation:
    node = fields.node("expects")
    if node is None:
        return Expectation(documents_per_week=0, text_at_least=0)
    inner = Fields(node, "expects", complaints)
    found = Expectation(
        documents_per_week=_number(inner.scalar("documents_per_week"), complaints),
        text_at_least=inner.integer("text_at_least"),
        dates_that_parse=_share(inner, "dates_that_parse", complaints),
    )
    inner.finish()
    return found


def _share(fields: Fields, key: str, complaints: list[Complaint]) -> float:
    if not fields.has(key):
        return 0.0
    text = fields.scalar(key)
    share = _number(text, complaints)
    if share > 1:
        message = f"{key}: expected a share from 0 to 1, found {text.value}"
        complain(complaints, text.place, message, "write it as 0.9")
    return min(share, 1.0)


def _pace(fields: Fields, complaints: list[Complaint]) -> Pace:
    node = fields.node("pace") if fields.has("pace") else None
    if node is None:
        return Pace()
    inner, usual = Fields(node, "pace", complaints), Pace()
    delay = _number(inner.scalar("delay"), complaints) if inner.has("delay") else usual.delay
    pace = Pace(
        delay=delay,
        concurrent=inner.integer("concurrent", default=usual.concurrent, least=1),
        pages_at_most=inner.integer("pages_at_most", default=usual.pages_at_most, least=1),
        seconds_at_most=inner.integer("seconds_at_most", default=usual.seconds_at_most, least=1),
    )
    inner.finish()
    return pace


def _number(text: Text, complaints: list[Complaint]) -> float:
    if re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", text.value, re.ASCII):
        return float(text.value)
    if text.value:
        message = f"expected a number from 0 up, found {text.value[:40]!r}"
        complain(complaints, text.place, message, "write it as 0.5 or 3")
    return 0.0


def _host(text: Text, put: _Substitute, complaints: list[Complaint]) -> str:
    host = put(text).lower()
    if not _HOST.fullmatch(host):
        message = f"{host[:80]!r} is not a host"
        complain(complaints, text.place, message, "write a name as news.example.org, no address")
    return host


def _patterns(fields: Fields, complaints: list[Complaint]) -> tuple[str, ...]:
    for text in fields.scalars("articles"):
        problem = problem_of(text.value)
        if problem:
            message = f"{text.value[:80]!r} is {problem}"
            complain(complaints, text.place, message, "mend the regular expression")
    return fields.texts("articles")


def _check_whole(source: Source, fields: Fields) -> None:
    """What no single field shows."""
    if not source.languages:
        fields.complain(fields.place_of("languages"), "source has no languages", "add `languages:`")
    if not source.entry_points and source.disabled_because is None:
        place = fields.place_of("entry_points")
        remedy = "add `entry_points:`, or say in `disabled_because:` why there are none"
        fields.complain(place, "source has no entry points", remedy)
    _check_archive(source, fields)
    for url in _addresses(source):
        if is_fetchable(url) and not is_on_host(url, source.allowed_hosts):
            host = urlsplit(url).netloc
            message = f"the entry point's host {host} is not allowed"
            fields.complain(
                fields.place_of("allowed_hosts"), message, f"add {host} to allowed_hosts"
            )
    for host in source.unverified_hosts:
        if not is_on_host(f"https://{host}/", source.allowed_hosts):
            place = fields.place_of("unverified_hosts")
            fields.complain(place, f"{host} is no host of this source", "take it out")
    if source.status_tables and all(p.kind is not Kind.STATUS_PAGE for p in source.entry_points):
        place = fields.place_of("status_tables")
        message, remedy = "no entry point is a status-page", "remove the tables or name the page"
        fields.complain(place, message, remedy, Level.WARNING)


def _addresses(source: Source) -> tuple[str, ...]:
    seconds = (point.fallback for point in source.entry_points if point.fallback)
    return (*(point.url for point in source.entry_points), *seconds)


def _check_archive(source: Source, fields: Fields) -> None:
    is_archive = any(point.kind is Kind.ARCHIVE for point in source.entry_points)
    if is_archive and source.disabled_because is None:
        place = fields.place_of("entry_points")
        remedy = "say in `disabled_because:` that it is asked by `recwatch archive` alone"
        fields.complain(place, "no night may crawl an archive", remedy)
