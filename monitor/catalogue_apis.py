"""The `api:` of an entry point: where the JSON of an API holds its entries."""

import re
from collections.abc import Callable

from rules.complaints import Complaint
from rules.fields import Fields
from rules.yamlfile import Text
from spiders.kinds.apis import HOLE, PATH
from spiders.shapes import ApiShape

Problem = Callable[[str], str]  # what is wrong with a text; "" for nothing

_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_PARAMETER = re.compile(r"[A-Za-z_][\w.\[\]-]{0,60}", re.ASCII)


def read_api_shape(fields: Fields, complaints: list[Complaint]) -> ApiShape | None:
    """The shape that stands there; None, with a complaint, where there is none."""
    node = fields.node("api")
    if node is None:
        return None
    inner = Fields(node, "api", complaints)
    shape = ApiShape(
        items=_checked(inner, "items", _path_problem, complaints) if inner.has("items") else "",
        link=_template(inner, "link", complaints, needed=True),
        title=_template(inner, "title", complaints, needed=True),
        summary=_template(inner, "summary", complaints),
        date=_template(inner, "date", complaints),
        language=_template(inner, "language", complaints),
        wanted=inner.texts("wanted") if inner.has("wanted") else (),
        next_page=_optional(inner, "next_page", _path_problem, complaints),
        page_parameter=_optional(inner, "page_parameter", _parameter_problem, complaints),
        page_step=inner.integer("page_step", default=1, least=1),
        pages_at_most=inner.integer("pages_at_most", default=5, least=1),
        accept=inner.optional_text("accept") or "application/json",
        key_header=_optional(inner, "key_header", _header_problem, complaints),
    )
    if shape.next_page and shape.page_parameter:
        message = "`next_page` and `page_parameter` are two ways to one thing"
        inner.complain(inner.place_of("page_parameter"), message, "keep one of them")
    inner.finish()
    return shape


def _template(
    fields: Fields, key: str, complaints: list[Complaint], *, needed: bool = False
) -> str:
    if not needed and not fields.has(key):
        return ""
    return _checked(fields, key, _template_problem, complaints)


def _optional(fields: Fields, key: str, problem: Problem, complaints: list[Complaint]) -> str:
    return _checked(fields, key, problem, complaints) if fields.has(key) else ""


def _checked(fields: Fields, key: str, problem: Problem, complaints: list[Complaint]) -> str:
    text: Text = fields.scalar(key)
    why = problem(text.value) if text.value else ""
    if why:
        complaints.append(
            Complaint(place=text.place, message=f"{text.value[:80]!r} {why}", remedy=_REMEDY)
        )
    return text.value


_REMEDY = "write paths as results.items, templates as {title} or https://site.example/{id|last}"


def _path_problem(text: str) -> str:
    return "" if PATH.fullmatch(text) else "is no path"


def _template_problem(text: str) -> str:
    holes = HOLE.findall(text)
    if not holes:
        return "names no member of an entry"
    if any(not PATH.fullmatch(path) for path, _ in holes) or set(HOLE.sub("", text)) & set("{}"):
        return "is no template"
    return ""


def _parameter_problem(text: str) -> str:
    return "" if _PARAMETER.fullmatch(text) else "is no parameter of an address"


def _header_problem(text: str) -> str:
    return "" if _HEADER.fullmatch(text) else "is no header's name"
