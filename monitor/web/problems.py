"""Errors of the API, as RFC 9457 has them, beside the same errors as pages."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.types import Scope

API = "/api/"
PROBLEM = "application/problem+json"
BEARER = {"www-authenticate": 'Bearer realm="recwatch"'}


def is_api(request: Request) -> bool:
    """Whether a program asks."""
    return path_is_api(request.scope)


def path_is_api(scope: Scope) -> bool:
    """Whether a request is for the API, by its path alone."""
    return str(scope["path"]).startswith(API)


def problem(
    status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """An error for a program. more: what it may act upon, by name."""
    body = {"type": "about:blank", "title": _title(status), "status": status, "detail": detail}
    return JSONResponse(
        body | more, status_code=status, media_type=PROBLEM, headers=dict(headers or {})
    )


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
