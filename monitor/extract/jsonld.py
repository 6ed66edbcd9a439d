"""What a page says of itself in JSON-LD."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.extract.html import Tree

SCRIPTS_AT_MOST = 20
ITEMS_AT_MOST = 500
LENGTH_AT_MOST = 300_000

_ARTICLE_ENDINGS = ("article", "posting", "report", "newsarticle", "pressrelease")


def article_facts(tree: Tree) -> Mapping[str, Any]:
    """The item that describes the article itself; empty where there is none."""
    return next((item for item in _items(tree) if _is_article(item)), {})


def text_of(item: Mapping[str, Any], key: str) -> str:
    """A text field, or the `name` of what stands there."""
    value = item.get(key)
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, Mapping):
        value = value.get("name")
    return value if isinstance(value, str) else ""


def _is_article(item: Mapping[str, Any]) -> bool:
    kind = item.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(k, str) and k.lower().endswith(_ARTICLE_ENDINGS) for k in kinds)


def _items(tree: Tree) -> Iterator[Mapping[str, Any]]:
    scripts = tree.xpath('//script[contains(@type, "ld+json")]')
    for script in scripts[:SCRIPTS_AT_MOST]:
        waiting = [_read(script.text or "")]
        for _ in range(ITEMS_AT_MOST):
            if not waiting:
                break
            value = waiting.pop(0)
            if isinstance(value, Mapping):
                yield value
                waiting += [value.get("@graph"), value.get("mainEntity")]
            elif isinstance(value, list):
                waiting += value[:ITEMS_AT_MOST]


def _read(text: str) -> Any:
    if len(text) > LENGTH_AT_MOST:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
