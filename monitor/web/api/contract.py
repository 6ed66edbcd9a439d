"""The API's own description, made from its routes."""

from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi

from monitor.web.api import documents, flags, register, shapes
from monitor.web.bearer import ApiReader
from monitor.web.problems import PROBLEM

router = APIRouter()
PARTS = (flags, documents, register)
_SAID = (
    "What changes nothing may be asked with a token or as a signed-in person; what changes "
    "something, with a token only. Errors are problems as of RFC 9457."
)


@router.get("/api/openapi.json")
def openapi(visit: ApiReader) -> dict[str, Any]:
    """The OpenAPI document."""
    del visit
    made = get_openapi(
        title="recwatch",
        version="1",
        description=_SAID,
        routes=[route for part in PARTS for route in part.router.routes],
    )
    parts = made.setdefault("components", {})
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    parts.setdefault("schemas", {})["Problem"] = shapes.Problem.model_json_schema()
    made["security"] = [{"token": []}]
    said = {"$ref": "#/components/schemas/Problem"}
    for path in made["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)  # FastAPI's own form, which is not sent here
            operation["responses"]["default"] = {
                "description": "What went wrong.",
                "content": {PROBLEM: {"schema": said}},
            }
    return made
