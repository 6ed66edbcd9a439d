"""Pages of the size and make of a news site's, from the words of the demo newsroom.

Each has a head with styles and scripts, menus, an article, related items, and a footer. Sizes are
spread as on real sites, from 20 to 300 KB; most of it is not the article.
"""

import random
from collections.abc import Iterator, Sequence
from html import escape

from monitor.demo.articles import Article, load_edition

SMALLEST, LARGEST = 20_000, 300_000
_MEDIAN, _SPREAD = 70_000, 0.6


def page_bodies(
    count: int, articles: Sequence[Article] | None = None, seed: int = 1
) -> Iterator[bytes]:
    """So many different pages, the same for the same seed; articles: which they hold in turn."""
    chance = random.Random(seed)
    held = load_edition(1).articles if articles is None else articles
    texts = [(a.title, a.paragraphs, a.language) for a in held]
    for number in range(count):
        title, paragraphs, language = texts[number % len(texts)]
        size = int(chance.lognormvariate(0, _SPREAD) * _MEDIAN)
        frame = max(SMALLEST, min(LARGEST, size))
        yield page(number, title, paragraphs, language=language, frame=frame, chance=chance)


def page(
    number: int,
    title: str,
    paragraphs: tuple[str, ...],
    *,
    language: str,
    frame: int,
    chance: random.Random,
) -> bytes:
    """One page; frame: bytes of what is not the article."""
    text = "".join(f"<p>{escape(each)}</p>\n" for each in paragraphs)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(title)} {number}</title>{_scripts(frame * 88 // 100, chance)}</head><body>"
        f"<nav><ul>{_links(frame * 4 // 100, chance)}</ul></nav>"
        f"<main><article><h1>{escape(title)}</h1>{text}</article></main>"
        f"<aside><ul>{_links(frame * 8 // 100, chance)}</ul></aside>"
        f"<footer>Page {number}</footer></body></html>"
    ).encode()


def _scripts(size: int, chance: random.Random) -> str:
    pieces, length = [], 0
    while length < size:
        name = chance.getrandbits(40)
        pieces.append(
            f'w["k{name:x}"]=function(a,b){{return a.q("{name:o}")+b.data[{name % 97}]}};'
        )
        length += len(pieces[-1])
    return f"<script>{''.join(pieces)}</script>"


def _links(size: int, chance: random.Random) -> str:
    pieces, length = [], 0
    while length < size:
        name = chance.getrandbits(32)
        pieces.append(
            f'<li class="item i{name % 7}"><a href="/topic/{name:x}">Topic {name}</a></li>'
        )
        length += len(pieces[-1])
    return "".join(pieces)
