"""Signs of failure: a folder an answer that comes in place of a page, and what it is called.

`kind`: of the entry point that it answers, or `article`. `says`: what the night's account tells of
it. `lists_at_most`: as in the catalogue. `path`: its address on the host; "": its folder's name.
"""

from pathlib import Path
from typing import Any

import yaml

FOLDERS = sorted(path.parent for path in (Path(__file__).parent / "signs").glob("*/expected.yml"))


class Sign:
    """One folder."""

    def __init__(self, folder: Path) -> None:
        said: dict[str, Any] = yaml.safe_load((folder / "expected.yml").read_text(encoding="utf-8"))
        self.name = folder.name
        self.body = (folder / "answer.txt").read_bytes()
        self.kind: str = said["kind"]
        self.says: str = said["says"]
        self.status: int = said.get("status", 200)
        self.headers: dict[str, str] = said.get("headers", {})
        self.content_type: str = said.get("content_type", "text/html; charset=utf-8")
        self.lists_at_most: int = said.get("lists_at_most", 0)
        self.path: str = said.get("path", f"/{folder.name}")

    @property
    def is_pretender(self) -> bool:
        """Whether it comes in place of a page; a list that is full is one, and only not all."""
        return not self.lists_at_most


SIGNS = tuple(Sign(folder) for folder in FOLDERS)
