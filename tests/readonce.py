"""Cues and places that say the same are read once a test process: small rulebooks link to those
that ship, and reading them would take most of the time of a test that needs one.

Remembered is what a file's bytes give, and only where they give no complaint: a file that a test
writes or alters is read, and told of under its own name. What ships is read wherever it is loaded
as that.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar

import pytest

import rules.register
from rules.complaints import Complaint, Loaded
from rules.yamlfile import Node, parse_yaml

Item = TypeVar("Item")
Read = Callable[[Node, list[Complaint]], Item]

_FOLDERS = ("cues", "places")
_READERS = ("read_asides", "read_cues", "read_country", "read_dates", "read_sentences")
_trees: dict[bytes, Loaded[Node]] = {}  # none is dropped, so that an id names one for good


def read_once(patch: pytest.MonkeyPatch) -> None:
    """From now on."""
    patch.setattr(rules.register, "parse_yaml", _parse)
    for name in _READERS:
        patch.setattr(rules.register, name, _once(getattr(rules.register, name)))


def _parse(data: bytes, shown: str) -> Loaded[Node]:
    if shown.startswith("rules/") or Path(shown).parent.name not in _FOLDERS:
        return parse_yaml(data, shown)
    if data in _trees:
        return _trees[data]
    loaded = parse_yaml(data, shown)
    if not loaded.complaints:
        _trees[data] = loaded
    return loaded


def _once(read: Read[Item]) -> Read[Item]:
    known: dict[int, Item] = {}

    @wraps(read)
    def again(node: Node, complaints: list[Complaint]) -> Item:
        if id(node) in known:
            return known[id(node)]
        own: list[Complaint] = []
        item = read(node, own)
        complaints.extend(own)
        if not own and any(tree.item is node for tree in _trees.values()):
            known[id(node)] = item
        return item

    return again
