"""The style sheet, the one module and the icon: three files, by name."""

from pathlib import Path

from fastapi import APIRouter, HTTPException, Response

router = APIRouter()
_FOLDER = Path(__file__).parent / "static"
_KINDS = {
    "pages.css": "text/css; charset=utf-8",
    "keys.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@router.get("/static/{name}")
def static(name: str) -> Response:
    """One of the files."""
    if name not in _KINDS:
        raise HTTPException(404)
    return Response((_FOLDER / name).read_bytes(), media_type=_KINDS[name])
